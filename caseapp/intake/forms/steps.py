"""The pages of the filing, in order: each an object that knows its form, its template and whether it applies."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from caseapp.core.actors import Actor
from caseapp.intake.forms.base import StepForm
from caseapp.intake.forms.check import CheckForm
from caseapp.intake.forms.consent import ConsentForm
from caseapp.intake.forms.contact import NOBODY, ContactForm
from caseapp.intake.forms.effect import EffectForm
from caseapp.intake.forms.evidence import EvidenceForm
from caseapp.intake.forms.public import PublicForm
from caseapp.intake.forms.use import UseForm
from caseapp.intake.forms.where import WhereForm
from caseapp.intake.selectors import Answers, authorities_for_answers

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

Test = Callable[[Answers, Actor], bool]


def _always(answers: Answers, actor: Actor) -> bool:
    return True


@dataclass(frozen=True)
class Step:
    """One page. `fields` names the partial inside its form.

    `applies` says whether it is part of this filing, `holds` whether its saved answers still fit.
    """

    slug: str
    title: "_StrOrPromise"
    form: type[StepForm]
    fields: str = "intake/fields.html"
    template: str = "intake/page.html"
    applies: Test = _always
    holds: Test = _always

    def is_done(self, answers: Answers, actor: Actor) -> bool:
        """Whether the page was answered and its answers still apply."""
        return answers.has(self.slug) and self.holds(answers, actor)


def _receiver_holds(answers: Answers, actor: Actor) -> bool:
    """The authority still hears complaints from the place."""
    chosen = answers.get("contact", "authority")
    return chosen == NOBODY or any(row.code == chosen for row in authorities_for_answers(answers))


CHECK = Step("check", _("Check your answers"), CheckForm, template="intake/check.html")

STEPS: tuple[Step, ...] = (
    Step("where", _("Where and who"), WhereForm, "intake/where_fields.html"),
    Step("use", _("What the system did"), UseForm, "intake/use_fields.html"),
    Step(
        "consent",
        _("What you were told and agreed to"),
        ConsentForm,
        "intake/consent_fields.html",
        applies=lambda answers, actor: answers.told_page == "consent",
    ),
    Step(
        "public",
        _("What the public body did wrong"),
        PublicForm,
        "intake/public_fields.html",
        applies=lambda answers, actor: answers.told_page == "public",
    ),
    Step("effect", _("What it did to you, and what you want"), EffectForm),
    Step("evidence", _("Evidence"), EvidenceForm, template="intake/evidence.html"),
    Step("contact", _("Who receives it"), ContactForm, "intake/contact_fields.html", holds=_receiver_holds),
    CHECK,
)


def steps_for(answers: Answers, actor: Actor) -> list[Step]:
    """The pages that this filing has, in order."""
    return [step for step in STEPS if step.applies(answers, actor)]


def first_open(answers: Answers, actor: Actor) -> Step:
    """The first page that still needs an answer; the last one when all others have theirs."""
    return next((step for step in steps_for(answers, actor) if not step.is_done(answers, actor)), CHECK)
