"""Where a refusal of the domain becomes words beside a field."""

from django import forms

from caseapp.core.errors import DomainError


def add_refusal(form: forms.BaseForm, refusal: DomainError) -> None:
    """Put a service's refusal on the form: each message at its field, the rest at the top."""
    for name, message in refusal.errors.items():
        form.add_error(name if name in form.fields else None, str(message))
    if not refusal.errors:
        form.add_error(None, str(refusal.message))
