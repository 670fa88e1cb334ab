"""The life of an act upon many."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.casework.enums import BulkState as B
from caseapp.core.workflow import Workflow, row

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

UNDO_WITHIN = timedelta(hours=24)


def bulk_chain(bulk: Any) -> str:
    """The audit chain of one act upon many; what it does to a complaint stands in the complaint's own as well."""
    return f"bulk:{bulk.pk}"


def _in_time(bulk: Any, given: Mapping[str, Any]) -> "_StrOrPromise | None":
    if bulk.finished_at is not None and timezone.now() - bulk.finished_at > UNDO_WITHIN:
        return _("More than 24 hours have passed since it was done.")
    return None


BULK = Workflow(
    name="bulk",
    initial=B.PREPARED,
    chain=bulk_chain,
    transitions=(
        row("start", _("Do it"), B.PREPARED, B.RUNNING, _("The act began."), main=True, shared=False),
        row("finish", _("Finish"), B.RUNNING, B.DONE, _("The act was done."), indirect=True, shared=False),
        row("discard", _("Discard"), B.PREPARED, B.DISCARDED, _("The act was discarded."), shared=False),
        row(
            "take_back",
            _("Take it back"),
            B.DONE,
            B.TAKING_BACK,
            _("Taking the act back began."),
            guards=(_in_time,),
            grave=True,
            shared=False,
        ),
        row(
            "finish_taking_back",
            _("Finish taking back"),
            B.TAKING_BACK,
            B.TAKEN_BACK,
            _("The act was taken back."),
            indirect=True,
            shared=False,
        ),
    ),
)
