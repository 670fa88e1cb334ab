"""The life of a limitation date: worked out, confirmed by a second person, unsettled by new facts, met."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from caseapp.core.workflow import Workflow, row
from caseapp.litigation.enums import LimitationState as L
from caseapp.litigation.workflow.case_files import case_file_chain


def limitation_chain(limitation: Any) -> str:
    return case_file_chain(limitation.case_file)


LIMITATION = Workflow(
    name="limitations",
    initial=L.UNCONFIRMED,
    chain=limitation_chain,
    transitions=(
        row(
            "confirm",
            _("Confirm the date"),
            L.UNCONFIRMED,
            L.CONFIRMED,
            _("A second person worked out the same limitation date: %(day)s."),
            needs=("last_day",),
            shared=False,
            main=True,
        ),
        row(
            "change_facts",
            _("Change the facts"),
            (L.UNCONFIRMED, L.CONFIRMED),
            L.UNCONFIRMED,
            _("The limitation date was worked out anew: %(before)s became %(day)s."),
            shared=False,
            indirect=True,
        ),
        row(
            "meet",
            _("Say that it was done in time"),
            (L.UNCONFIRMED, L.CONFIRMED),
            L.MET,
            _("What the limitation date asks was done on %(met_on)s."),
            needs=("met_on", "reason"),
            shared=False,
        ),
        row(
            "run_again",
            _("Let it run again"),
            L.MET,
            L.UNCONFIRMED,
            _("The limitation date runs again."),
            needs=("reason",),
            shared=False,
        ),
    ),
)
