"""The life of a suit."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from caseapp.core.workflow import Workflow, row
from caseapp.litigation.enums import SuitState as S


def suit_chain(suit: Any) -> str:
    return f"suit:{suit.pk}"


_BEFORE_JUDGMENT = (S.FILED, S.SERVED, S.ANSWERED, S.MEDIATION, S.HEARING)

SUIT = Workflow(
    name="suits",
    initial=S.PREPARING,
    chain=suit_chain,
    transitions=(
        row(
            "file",
            _("Record the filing"),
            S.PREPARING,
            S.FILED,
            _("The suit was filed under docket number %(docket_number)s."),
            needs=("docket_number", "filed_on"),
            main=True,
        ),
        row(
            "serve",
            _("Record service"),
            S.FILED,
            S.SERVED,
            _("The suit was served on the respondent."),
            may_give=("on",),
            main=True,
        ),
        row(
            "record_answer",
            _("Record the answer"),
            S.SERVED,
            S.ANSWERED,
            _("The respondent answered."),
            may_give=("on",),
            main=True,
        ),
        row(
            "go_to_mediation",
            _("Go to mediation"),
            (S.ANSWERED, S.HEARING),
            S.MEDIATION,
            _("The suit went to mediation."),
            may_give=("on",),
        ),
        row(
            "go_to_hearing",
            _("Go to hearing"),
            (S.ANSWERED, S.MEDIATION),
            S.HEARING,
            _("The suit went to hearing."),
            may_give=("on",),
            main=True,
        ),
        row(
            "record_judgment",
            _("Record the judgment"),
            (S.HEARING, S.APPEALED),
            S.JUDGMENT,
            _("The court gave judgment on %(decided_on)s."),
            needs=("decided_on", "result", "summary"),
            may_give=("final", "pay_by", "appeal_outcome"),
            main=True,
        ),
        row(
            "settle",
            _("Record a settlement"),
            (S.PREPARING, *_BEFORE_JUDGMENT),
            S.SETTLED,
            _("The suit was settled."),
            needs=("amount", "awarded_on"),
        ),
        row(
            "withdraw",
            _("Withdraw the suit"),
            (S.PREPARING, *_BEFORE_JUDGMENT),
            S.WITHDRAWN,
            _("The suit was withdrawn."),
            needs=("reason",),
            grave=True,
        ),
        row(
            "dismiss",
            _("Record a dismissal"),
            _BEFORE_JUDGMENT,
            S.DISMISSED,
            _("The suit was dismissed."),
            needs=("reason",),
            grave=True,
        ),
        row(
            "appeal",
            _("Record an appeal"),
            S.JUDGMENT,
            S.APPEALED,
            _("An appeal was lodged."),
            needs=("lodged_on", "side", "court"),
            may_give=("grounds",),
        ),
        row(
            "withdraw_appeal",
            _("Record that the appeal was withdrawn"),
            S.APPEALED,
            S.JUDGMENT,
            _("The appeal was withdrawn."),
        ),
        row(
            "start_collecting",
            _("Start collecting"),
            (S.JUDGMENT, S.SETTLED),
            S.COLLECTING,
            _("The sum is being collected."),
            may_give=("on",),
            main=True,
        ),
        row("conclude", _("Conclude"), S.COLLECTING, S.CONCLUDED, _("The suit is concluded."), main=True),
    ),
)

TO_SETTLE = frozenset(source for each in SUIT.named("settle") for source in each.sources)
"""States in which the sides can still settle: an offer lives as long, and lapses with them."""

AWARDING = frozenset({S.JUDGMENT, *(each.target for each in SUIT.transitions if S.JUDGMENT in each.sources)})
"""States in which a judgment's sums are entered: from the judgment on, as long as the suit can go on from it."""
