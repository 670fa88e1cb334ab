"""The life of an engagement, a case file and a suit, as domain.md tells it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from caseapp.core.workflow import Workflow, row
from caseapp.litigation.enums import CaseFileState as C
from caseapp.litigation.enums import EngagementState as E
from caseapp.litigation.enums import SuitState as S


def engagement_chain(engagement: Any) -> str:
    return f"engagement:{engagement.pk}"


def case_file_chain(case_file: Any) -> str:
    return f"case-file:{case_file.pk}"


def suit_chain(suit: Any) -> str:
    return f"suit:{suit.pk}"


ENGAGEMENT = Workflow(
    name="engagements",
    initial=E.REQUESTED,
    chain=engagement_chain,
    transitions=(
        row(
            "start_conflict_check",
            _("Check for conflicts"),
            (E.REQUESTED, E.CONFLICT_CHECK),
            E.CONFLICT_CHECK,
            _("The firm checks whether it is free to act."),
            main=True,
        ),
        row(
            "offer",
            _("Offer to act"),
            E.CONFLICT_CHECK,
            E.OFFERED,
            _("The firm offers to act."),
            needs=("terms",),
            main=True,
        ),
        row(
            "accept",
            _("Accept the offer"),
            E.OFFERED,
            E.ACCEPTED,
            _("The client engaged the firm."),
            main=True,
        ),
        row(
            "decline",
            _("Decline"),
            (E.REQUESTED, E.CONFLICT_CHECK, E.OFFERED),
            E.DECLINED,
            _("The request was declined."),
            may_give=("reason",),
            grave=True,
        ),
        row("end", _("End the engagement"), E.ACCEPTED, E.ENDED, _("The engagement ended."), grave=True),
    ),
)

CASE_FILE = Workflow(
    name="case_files",
    initial=C.OPEN,
    chain=case_file_chain,
    transitions=(
        row(
            "close",
            _("Close the case file"),
            C.OPEN,
            C.CLOSED,
            _("The case file was closed."),
            needs=("reason",),
            grave=True,
        ),
        row(
            "reopen",
            _("Reopen the case file"),
            C.CLOSED,
            C.OPEN,
            _("The case file was reopened."),
            needs=("reason",),
        ),
    ),
)

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
            main=True,
        ),
        row(
            "record_answer",
            _("Record the answer"),
            S.SERVED,
            S.ANSWERED,
            _("The respondent answered."),
            main=True,
        ),
        row(
            "go_to_mediation",
            _("Go to mediation"),
            (S.ANSWERED, S.HEARING),
            S.MEDIATION,
            _("The suit went to mediation."),
        ),
        row(
            "go_to_hearing",
            _("Go to hearing"),
            (S.ANSWERED, S.MEDIATION),
            S.HEARING,
            _("The suit went to hearing."),
            main=True,
        ),
        row(
            "record_judgment",
            _("Record the judgment"),
            (S.HEARING, S.APPEALED),
            S.JUDGMENT,
            _("The court gave judgment on %(decided_on)s."),
            needs=("decided_on", "result", "summary"),
            may_give=("final",),
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
        row("appeal", _("Record an appeal"), S.JUDGMENT, S.APPEALED, _("An appeal was lodged.")),
        row(
            "start_collecting",
            _("Start collecting"),
            (S.JUDGMENT, S.SETTLED),
            S.COLLECTING,
            _("The sum is being collected."),
            main=True,
        ),
        row("conclude", _("Conclude"), S.COLLECTING, S.CONCLUDED, _("The suit is concluded."), main=True),
    ),
)
