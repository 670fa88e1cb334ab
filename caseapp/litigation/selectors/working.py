"""What is to be done in a firm's case files, and how each element of the law is to be proven."""

import datetime as dt
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.accounts.models import Membership, User
from caseapp.complaints.models import Complaint, Screening
from caseapp.core.actors import Actor
from caseapp.core.errors import NotFound
from caseapp.core.wording import reader
from caseapp.evidence import selectors as evidence
from caseapp.evidence.models import EvidenceItem
from caseapp.evidence.selectors.notes import proven_by
from caseapp.law.enums import Finding
from caseapp.law.selectors import day_in, jurisdiction_chain, reference
from caseapp.law.selectors.explained import explained
from caseapp.litigation.enums import CaseFileState, Strength
from caseapp.litigation.models import CaseFile, CaseTask, ElementProof
from caseapp.litigation.selectors.papers import clients_of

_FINDINGS = {
    Finding.MADE_OUT: _("Speaks for the claim"),
    Finding.NOT_MADE_OUT: _("Speaks against the claim"),
    Finding.UNKNOWN: Finding.UNKNOWN.label,
}
"""The complainant reads the same findings in words that speak to them."""

DATA = Path(__file__).resolve().parents[1] / "data" / "tasks.json"


@dataclass(frozen=True)
class TaskTemplate:
    """One task of a template: how many days after it is taken up it is due, and whose work it is."""

    key: str
    title: str
    days: int
    role: str


@dataclass(frozen=True)
class ElementRow:
    """One element of a law in a case file: what is asked, the answer the complaint gave, and how it is to be proven."""

    framework_id: int
    key: str
    question: str
    article: str
    answer: str
    state: str
    proof: ElementProof | None
    facts: tuple[str, ...]
    exhibits: tuple[str, ...]

    @property
    def speaks(self) -> str:
        """What the client's answer does for the claim, in words for the firm."""
        return str(_FINDINGS[Finding(self.state)])

    @property
    def strength(self) -> str:
        """The firm's own view, in words."""
        return str(self.proof.get_strength_display() if self.proof else Strength.OPEN.label)


@dataclass(frozen=True)
class Matrix:
    """The elements of one law, by one version of it."""

    law: str
    version: int
    title: str
    name: str
    rows: tuple[ElementRow, ...]

    @property
    def open(self) -> int:
        """How many elements nobody has looked at or that something is missing for."""
        return sum(row.proof is None or bool(row.proof.gap) or row.proof.strength == Strength.OPEN for row in self.rows)


def open_tasks(actor: Actor) -> QuerySet[CaseTask]:
    """Tasks not done in the firm's open case files, soonest first."""
    found: QuerySet[CaseTask] = CaseTask.objects.visible_to(actor)
    return found.filter(done_at=None, case_file__state=CaseFileState.OPEN).select_related("case_file", "assignee")


def my_tasks(actor: Actor) -> QuerySet[CaseTask]:
    """Those that the actor is to do."""
    return open_tasks(actor).filter(assignee_id=actor.user_id or 0)


def task_by_id(actor: Actor, case_file: CaseFile, number: int) -> CaseTask:
    """One task of a case file, or NotFound."""
    found: CaseTask | None = CaseTask.objects.visible_to(actor).filter(case_file=case_file, pk=number).first()
    if found is None:
        raise NotFound()
    return found


def people_of(case_file: CaseFile) -> QuerySet[User]:
    """The people of the firm, who may be given work."""
    ids = Membership.objects.filter(firm_id=case_file.firm_id).values("user_id")
    return User.objects.filter(pk__in=ids, is_active=True).order_by("display_name", "pk")


def task_templates(kind: str, place: str, on: dt.date) -> list[TaskTemplate]:
    """The tasks of a kind of matter in a place on a day, in the reader's language."""
    places = {*jurisdiction_chain(place), "any"}
    return [
        TaskTemplate(row["key"], row["title"][reader()], row["days"], row["role"])
        for row in _templates()
        if row["kind"] == kind
        and row["jurisdiction"] in places
        and (row["valid_from"] is None or dt.date.fromisoformat(row["valid_from"]) <= on)
        and (row["valid_to"] is None or on < dt.date.fromisoformat(row["valid_to"]))
    ]


def templates_for(case_file: CaseFile, kind: str) -> list[TaskTemplate]:
    """The tasks of a kind of matter in the case file's place today."""
    place = case_file.jurisdiction
    return task_templates(kind, place.pk, day_in(place, timezone.now()))


def matrices(actor: Actor, case_file: CaseFile) -> list[Matrix]:
    """Every law that a client's complaint was read by, with its elements and how the firm means to prove each.

    Exhibits that the complainant tied to an element stand there by themselves, as far as the firm was given evidence.
    """
    proofs = {
        (proof.framework_id, proof.element): proof
        for proof in case_file.proofs.select_related("task").prefetch_related("facts", "exhibits")
    }
    found: dict[int, Matrix] = {}
    for complaint in clients_of(actor, case_file):
        tied = _tied(actor, complaint)
        for screening in _screenings(complaint):
            if screening.framework_id not in found:
                found[screening.framework_id] = _matrix(screening, proofs, tied)
    return list(found.values())


def element_row(actor: Actor, case_file: CaseFile, law: str, version: int, element: str) -> ElementRow:
    """One element of a version of a law that a client's complaint was read by, or NotFound."""
    for matrix in matrices(actor, case_file):
        if (matrix.law, matrix.version) == (law, version):
            for row in matrix.rows:
                if row.key == element:
                    return row
    raise NotFound()


def exhibits_of(actor: Actor, case_file: CaseFile) -> list[EvidenceItem]:
    """The evidence of the clients that the firm was given."""
    return [item for complaint in clients_of(actor, case_file) for item in evidence.items_of(actor, complaint)]


def _screenings(complaint: Complaint) -> QuerySet[Screening]:
    return complaint.screenings.select_related("framework").prefetch_related(
        "framework__elements", "framework__grounds", "framework__exemptions"
    )


def _tied(actor: Actor, complaint: Complaint) -> dict[tuple[str, str], list[str]]:
    items = {item.pk: item for item in evidence.items_of(actor, complaint)}
    found: dict[tuple[str, str], list[str]] = {}
    for pk, links in proven_by(items.values(), complaint).items():
        for one in links:
            found.setdefault((one.link.framework, one.link.element), []).append(str(items[pk]))
    return found


def _matrix(
    screening: Screening, proofs: dict[tuple[int, str], ElementProof], tied: dict[tuple[str, str], list[str]]
) -> Matrix:
    told = explained(screening.framework, screening.result, reference().topics)
    framework = screening.framework
    return Matrix(
        law=framework.code,
        version=framework.version,
        title=str(framework.short_name),
        name=str(framework.name),
        rows=tuple(
            ElementRow(
                framework_id=framework.pk,
                key=element.key,
                question=str(element.question),
                article=str(element.article),
                answer=str(element.answer),
                state=str(element.finding),
                proof=(proof := proofs.get((framework.pk, element.key))),
                facts=tuple(str(fact) for fact in proof.facts.all()) if proof else (),
                exhibits=tuple(
                    dict.fromkeys(
                        [
                            *((str(item) for item in proof.exhibits.all()) if proof else ()),
                            *tied.get((framework.code, element.key), ()),
                        ]
                    )
                ),
            )
            for element in told.elements
        ),
    )


@cache
def _templates() -> tuple[dict[str, Any], ...]:
    return tuple(json.loads(DATA.read_text(encoding="utf-8")))
