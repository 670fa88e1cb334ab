"""Whom a firm has known, compared by name across scripts and spellings."""

import unicodedata
from difflib import SequenceMatcher
from typing import Any

from caseapp.accounts.models import Firm
from caseapp.complaints.models import Complaint
from caseapp.litigation.models import Engagement
from caseapp.respondents.models import Respondent

NEAR = 0.82
"""How alike two folded names must be to be pointed out; a lawyer decides what it means."""

_LEGAL_FORMS = (
    "有限责任公司",
    "股份有限公司",
    "有限公司",
    "limited",
    "ltd",
    "llc",
    "llp",
    "inc",
    "corp",
    "corporation",
    "company",
    "co",
    "plc",
    "gmbh",
    "ag",
    "sa",
    "sas",
    "srl",
    "bv",
    "kk",
)


def folded(name: str) -> str:
    """A name without case, accents, punctuation, width and legal form, for comparing."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    for form in ("有限责任公司", "股份有限公司", "有限公司"):
        plain = plain.replace(form, " ")
    words = "".join(character if character.isalnum() else " " for character in plain).split()
    return " ".join(word for word in words if word not in _LEGAL_FORMS)


def names_of(complaint: Complaint) -> list[dict[str, str]]:
    """Every name on the other side: the respondent in all its names, its parent and group, its suppliers."""
    respondent = complaint.respondent
    found = [*_names(respondent, "respondent")]
    if respondent.parent is not None:
        found += _names(respondent.parent, "parent")
    for other in Respondent.objects.filter(parent=respondent).prefetch_related("aliases"):
        found += _names(other, "group")
    for other in Respondent.objects.filter(supplies__site__respondent=respondent).distinct():
        found += _names(other, "supplier")
    return found


def conflict_hits(
    firm: Firm, names: list[dict[str, str]], *, leave_out: Engagement | None = None
) -> list[dict[str, Any]]:
    """Where the firm has met one of the names: as a client's counterpart, as a client, or in a request.

    Each hit says the name looked for, the name known, how alike (0 to 1), in which matter and in which part.
    """
    known = _known(firm, leave_out)
    hits: list[dict[str, Any]] = []
    for wanted in names:
        target = folded(wanted["name"])
        for name, role, matter in known:
            likeness = _likeness(target, folded(name))
            if likeness >= NEAR:
                hits.append(
                    {
                        "name": wanted["name"],
                        "part": wanted["part"],
                        "known": name,
                        "role": role,
                        "matter": matter,
                        "likeness": round(likeness, 2),
                    }
                )
    unique = {(hit["name"], hit["known"], hit["role"], hit["matter"]): hit for hit in hits}
    return sorted(unique.values(), key=lambda hit: (-hit["likeness"], hit["known"], hit["matter"]))


def _known(firm: Firm, leave_out: Engagement | None) -> list[tuple[str, str, str]]:
    known: list[tuple[str, str, str]] = []
    engagements = (
        Engagement.objects.filter(firm=firm)
        .exclude(pk=leave_out.pk if leave_out else 0)
        .select_related("complaint__respondent", "complaint__owner", "complaint__identity")
        .prefetch_related("complaint__respondent__aliases")
    )
    for engagement in engagements:
        known += _counterparty(engagement.complaint.respondent, engagement.reference)
        if engagement.accepted_at is not None:
            known += [(name, "client", engagement.reference) for name in _client_names(engagement.complaint)]
    for case_file in firm.case_files.select_related("respondent").prefetch_related("respondent__aliases"):
        known += _counterparty(case_file.respondent, case_file.reference)
    return known


def _counterparty(respondent: Respondent, matter: str) -> list[tuple[str, str, str]]:
    return [(entry["name"], "counterparty", matter) for entry in _names(respondent, "respondent")]


def _client_names(complaint: Complaint) -> list[str]:
    held = getattr(complaint, "identity", None)
    names = [held.contact().name] if held is not None else []
    if complaint.owner is not None:
        names.append(complaint.owner.display_name)
    return [name for name in names if name]


def _names(respondent: Respondent, part: str) -> list[dict[str, str]]:
    texts = [respondent.name, respondent.name_local, *(alias.name for alias in respondent.aliases.all())]
    return [{"name": text, "part": part} for text in dict.fromkeys(texts) if text]


def _likeness(first: str, second: str) -> float:
    if not first or not second:
        return 0.0
    if first == second:
        return 1.0
    return SequenceMatcher(None, first, second, autojunk=False).ratio()
