"""A case file as plain facts for its letters and pleadings: nothing in them is typed twice."""

from collections.abc import Collection, Iterable
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from caseapp.complaints import selectors as complaints
from caseapp.complaints.models import Complaint
from caseapp.core.actors import SIDE_LABELS, Actor
from caseapp.core.wording import written_day
from caseapp.documents.bundling.numbering import LETTERS
from caseapp.documents.enums import FIRM_KINDS, Kind
from caseapp.documents.models import LetterTemplate, TextReview
from caseapp.documents.selectors import templates_for
from caseapp.documents.selectors.bundles import places_in_bundle
from caseapp.documents.selectors.facts import (
    Facts,
    complaint_facts,
    day_in_a_paper,
    reference_line,
    sum_in_a_paper,
)
from caseapp.evidence import selectors as evidence
from caseapp.evidence.models import EvidenceItem
from caseapp.law.selectors import day_in
from caseapp.litigation.models import CaseFile, CivilSuit
from caseapp.litigation.selectors.engagements import engagements

ANSWER_DAYS = 30
"""The time that a letter asks for where its text says none."""

_FLAGS = ("not_asked", "not_separate", "no_other_way")


def kinds_for(case_file: CaseFile) -> list[Kind]:
    """The papers that there is a text for in the place of the case file, in the order of work."""
    found = _texts(case_file, FIRM_KINDS, ["en"])
    return [kind for kind in FIRM_KINDS if (kind, "en") in found]


def text_for(case_file: CaseFile, kind: str, language: str) -> LetterTemplate | None:
    """The text that a paper of the case file is made from: the firm's own copy before ours."""
    return _texts(case_file, [kind], [language]).get((kind, language))


def texts_in_use(case_file: CaseFile) -> list[LetterTemplate]:
    """The texts that its papers would be made from today, in the order of work, each with its reviews."""
    languages = [code for code, _name in settings.LANGUAGES]
    found = list(dict.fromkeys(_texts(case_file, FIRM_KINDS, languages).values()))
    prefetch_related_objects(found, Prefetch("reviews", TextReview.objects.select_related("reviewed_by")))
    return found


def _texts(
    case_file: CaseFile, kinds: Collection[str], languages: Collection[str]
) -> dict[tuple[str, str], LetterTemplate]:
    today = day_in(case_file.jurisdiction, timezone.now())
    place = case_file.jurisdiction_id
    return templates_for(kinds, place=place, languages=languages, on=today, firm_id=case_file.firm_id)


def clients_of(actor: Actor, case_file: CaseFile) -> list[Complaint]:
    """The complaints of the case file's clients that the actor may see, in the order they came."""
    rows = engagements(actor).filter(case_file=case_file).order_by("pk")
    return [complaints.complaint_by_reference(actor, row.complaint.reference) for row in rows if _seen(actor, row)]


def exhibits_of(actor: Actor, case_file: CaseFile) -> list[EvidenceItem]:
    """The evidence of the case file's clients that the firm was given, in the order it came."""
    return [item for complaint in clients_of(actor, case_file) for item in evidence.items_of(actor, complaint)]


def _seen(actor: Actor, engagement: Any) -> bool:
    return complaints.complaints(actor).filter(pk=engagement.complaint_id).exists()


def paper_facts(actor: Actor, case_file: CaseFile, template: LetterTemplate, *, suit: CivilSuit | None = None) -> Facts:
    """Everything a paper says, in the template's language. A client's name stands only where the client gave it to the
    firm; opening it is written into the record of their complaint.
    """
    today = day_in(case_file.jurisdiction, timezone.now())
    respondent = case_file.respondent
    with override(template.language):
        firm = case_file.firm.shown_name
        facts: Facts = {
            "firm": firm,
            "lawyer": str(case_file.responsible or ""),
            "case_reference": case_file.reference,
            "respondent": respondent.shown_name,
            "respondent_other": respondent.other_name,
            "respondent_address": respondent.address,
            "place": str(case_file.jurisdiction.name),
            "country": case_file.jurisdiction_id,
            "today": day_in_a_paper(today, case_file.jurisdiction_id),
            "answer_days": template.answer_days or ANSWER_DAYS,
            "sender": [firm, case_file.firm.other_name],
            "recipient": [respondent.shown_name, respondent.other_name, respondent.address],
            "references": [reference_line(_("Reference"), case_file.reference)],
            "terms": _terms(actor, case_file),
            **_of_clients(actor, clients_of(actor, case_file), today),
            "exhibits": _exhibits(actor, case_file),
        }
        if suit is not None:
            facts |= {
                "court": suit.court,
                "docket_number": suit.docket_number,
                "cause": suit.cause,
                "claimed": sum_in_a_paper(suit.claimed_amount, suit.currency),
            }
    return facts


def _terms(actor: Actor, case_file: CaseFile) -> str:
    row = engagements(actor).filter(case_file=case_file).exclude(terms="").order_by("pk").first()
    return row.terms if row else ""


def _of_clients(actor: Actor, found: list[Complaint], today: Any) -> Facts:
    clients: list[Facts] = []
    events: list[Facts] = []
    told: list[Facts] = []
    for number, complaint in enumerate(found, start=1):
        contact = complaints.identity(actor, complaint)
        facts = complaint_facts(complaint, contact=contact, today=today)
        name = facts.get("complainant") or _("client %(number)s") % {"number": number}
        told.append(facts)
        clients.append({"name": name, "contact": facts.get("complainant_contact", "")})
        events.append(
            {
                "name": name,
                "day": facts["day"],
                "place": facts["place"],
                "venue": facts["venue"],
                "use": facts.get("use", ""),
                "words": complaint.narrative,
                **{flag: facts.get(flag, False) for flag in _FLAGS},
            }
        )
    return {
        "clients": clients,
        "client": clients[0]["name"] if len(clients) == 1 else "",
        "events": events,
        "breaches": _once(one for facts in told for one in facts.get("breaches", ())),
        "harms": list(dict.fromkeys(one for facts in told for one in facts.get("harms", ()))),
        "children": any(facts.get("children") for facts in told),
        "ongoing": any(facts.get("ongoing") for facts in told),
    }


def _exhibits(actor: Actor, case_file: CaseFile) -> list[Facts]:
    """Exhibits under the numbers and pages of the newest bundle, those that are not in it after them."""
    places = places_in_bundle(actor, case_file.reference)
    order = list(places)
    items = exhibits_of(actor, case_file)
    items.sort(key=lambda item: order.index(item.pk) if item.pk in places else len(order))
    last = max((int(number.rstrip(LETTERS)) for number, _pages in places.values()), default=0)
    found: list[Facts] = []
    for item in items:
        if item.pk not in places:
            last += 1
        number, pages = places.get(item.pk, (str(last), ""))
        found.append(
            {
                "number": number,
                "title": str(item),
                "shows": item.description.strip().rstrip(".。"),
                "sha256": item.sha256,
                "source": _("%(side)s, received %(day)s")
                % {"side": _side(item), "day": written_day(item.created_at.date())},
                "pages": pages,
            }
        )
    return found


def _side(item: EvidenceItem) -> Any:
    return _("The client") if item.side == "complainant" else SIDE_LABELS.get(item.side, item.side)


def _once(rows: Iterable[Facts]) -> list[Facts]:
    return list({(row["law"], row["article"], row["text"]): row for row in rows}.values())
