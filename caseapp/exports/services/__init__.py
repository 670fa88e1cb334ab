"""Asking for a list, making it, handing it out, forgetting it."""

from caseapp.exports.services.exporting import (
    ask_export,
    build_export,
    delete_export,
    expire_exports,
    open_export,
)

__all__ = ["ask_export", "build_export", "delete_export", "expire_exports", "open_export"]
