"""The life of a case file."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from caseapp.core.workflow import Workflow, row
from caseapp.litigation.enums import CaseFileState as C


def case_file_chain(case_file: Any) -> str:
    return f"case-file:{case_file.pk}"


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
