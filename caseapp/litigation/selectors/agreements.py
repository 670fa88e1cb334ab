"""The words of an invitation: what the invited read, and what they sign when they join."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from caseapp.core.wording import reader, written_day, written_sum
from caseapp.litigation.models import CollectiveAction
from caseapp.rules.sums_in_words import MOST, in_chinese, in_english


@dataclass(frozen=True)
class Clause:
    """One part of the invitation under a heading; several `points` stand as a list."""

    heading: str
    text: str
    points: tuple[str, ...] = ()


def clauses(action: CollectiveAction) -> list[Clause]:
    """The whole invitation in the reader's language; what the firm wrote stands as it was written."""
    firm, respondent = action.firm.shown_name, action.respondent.shown_name
    return [
        Clause(
            _("Who asks you"),
            _("%(firm)s wants to bring one action for many people. It is against: %(respondent)s")
            % {"firm": firm, "respondent": respondent},
        ),
        Clause(_("What it is about"), action.about),
        Clause(_("What is the same for everybody"), "", tuple(action.questions)),
        Clause(_("What you might get"), _hope(action)),
        Clause(_("What it costs you"), action.costs),
        Clause(_("What you give up"), action.given_up),
        Clause(
            _("Until when"),
            _("You can join until %(day)s. If you do nothing, nothing changes for you.")
            % {"day": written_day(action.join_by)}
            if action.join_by
            else _("The day is set when the invitations are sent."),
        ),
        Clause(
            _("How to leave"),
            _(
                "You can leave on the page of this invitation, without giving a reason and without cost, until your "
                "share of a settlement or an award is approved. The firm then no longer sees your complaint."
            ),
        ),
        Clause(
            _("What the firm learns"),
            _(
                "Until you join, the firm knows neither that you were invited nor who you are. When you join it "
                "learns your name and what happened, and what else you choose to show."
            ),
        ),
    ]


def agreement_text(action: CollectiveAction) -> str:
    """The invitation as plain text, as it is signed and kept."""
    lines = [action.title, action.reference]
    for clause in clauses(action):
        lines += ["", clause.heading]
        if clause.text:
            lines.append(clause.text)
        lines += [f"- {point}" for point in clause.points]
    return "\n".join(lines)


def _hope(action: CollectiveAction) -> str:
    amount = action.hoped_amount
    if amount is None:
        return _("The firm names no sum. What you get depends on the court or on a settlement, and may be nothing.")
    figures = written_sum(amount, action.currency)
    if amount >= MOST:
        words = figures
    else:
        words = in_chinese(amount, action.currency) if reader() == "zh" else in_english(amount, action.currency)
    return _(
        "The firm hopes for %(figures)s (%(words)s) for each person. That is a hope, not a promise: it may be less, "
        "or nothing."
    ) % {"figures": figures, "words": words}
