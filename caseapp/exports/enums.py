"""The forms a list can be taken away in."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Form(TextChoices):
    CSV = "csv", _("CSV")
    XLSX = "xlsx", _("Excel (XLSX)")
    JSONL = "jsonl", _("JSON lines")
    PDF = "pdf", _("PDF")


MEDIA_TYPES = {
    Form.CSV: "text/csv; charset=utf-8",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.JSONL: "application/jsonl",
    Form.PDF: "application/pdf",
}


class Rhythm(TextChoices):
    """How often a report comes."""

    WEEKLY = "weekly", _("Every Monday")
    MONTHLY = "monthly", _("On the first of each month")


REPORT_FORMS = {"statistics": (Form.PDF, Form.CSV, Form.XLSX), "complaints": (Form.CSV, Form.XLSX)}
"""What a report may come as, by its list."""
