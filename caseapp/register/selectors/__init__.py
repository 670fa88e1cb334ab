"""What is public. Nothing here depends on who asks, so no selector takes an actor; the dossier, beside it, does."""

from caseapp.register.selectors.figures import (
    Counted,
    Money,
    Table,
    complaints_about,
    fines_by_currency,
    public_figures,
    public_numbers,
    statistics,
)
from caseapp.register.selectors.fines import (
    SHEET_HEADER,
    SHOWN_STATES,
    FineQuery,
    PublicEvent,
    as_record,
    fine_records,
    history,
    public_fine,
    public_fines,
    sheet_rows,
)

__all__ = [
    "SHEET_HEADER",
    "SHOWN_STATES",
    "Counted",
    "FineQuery",
    "Money",
    "PublicEvent",
    "Table",
    "as_record",
    "complaints_about",
    "fine_records",
    "fines_by_currency",
    "history",
    "public_figures",
    "public_fine",
    "public_fines",
    "public_numbers",
    "sheet_rows",
    "statistics",
]
