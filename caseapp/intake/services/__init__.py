"""What can be done with a filing: keep a draft, throw it away, send it off, let go of the receipt code."""

from caseapp.intake.services.drafts import (
    AlreadyFiled,
    DraftExpired,
    Overtaken,
    add_file,
    add_files,
    begin_at_the_desk,
    discard,
    expire_drafts,
    remove_file,
    save_page,
    vault_for,
)
from caseapp.intake.services.filing import Submitted, submit
from caseapp.intake.services.likely import likely_range
from caseapp.intake.services.receipts import forget_code, shown_code

__all__ = [
    "AlreadyFiled",
    "DraftExpired",
    "Overtaken",
    "Submitted",
    "add_file",
    "add_files",
    "begin_at_the_desk",
    "discard",
    "expire_drafts",
    "forget_code",
    "likely_range",
    "remove_file",
    "save_page",
    "shown_code",
    "submit",
    "vault_for",
]
