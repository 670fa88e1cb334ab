"""The life of a disposal: proposed by one, approved by another, done by a task."""

from django.utils.translation import gettext_lazy as _

from caseapp.core.workflow import Workflow, row
from caseapp.personal.enums import DisposalState as D

DISPOSALS = Workflow(
    name="disposals",
    initial=D.PROPOSED,
    chain=lambda disposal: f"authority:{disposal.authority_id}",
    transitions=(
        row(
            "approve",
            _("Approve and dispose"),
            D.PROPOSED,
            D.RUNNING,
            _("The disposal was approved."),
            grave=True,
            shared=False,
        ),
        row(
            "refuse",
            _("Refuse"),
            D.PROPOSED,
            D.REFUSED,
            _("The disposal was refused: %(reason)s"),
            needs=("reason",),
            shared=False,
        ),
        row(
            "withdraw",
            _("Withdraw the proposal"),
            D.PROPOSED,
            D.REFUSED,
            _("The proposal was withdrawn: %(reason)s"),
            needs=("reason",),
            shared=False,
        ),
        row("finish", _("Finish"), D.RUNNING, D.DONE, _("The disposal was done."), indirect=True, shared=False),
    ),
)
