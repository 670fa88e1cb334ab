"""A little work for the browser where nobody is signed in: it makes flooding dear, and never keeps a person out.

Challenge, signature, expiry and single use are django-altcha's; its widget brings styles and workers that our content
policy refuses, so `static/js/proof.js` does the work. Without script, or where anything of it breaks, the field says
False and the view lets the person through under a stricter limit.
"""

import json
import logging
from typing import Any

from django import forms
from django_altcha import AltchaField, get_altcha_challenge

MOST_TRIES = 30_000
"""About a second of work on a telephone."""

log = logging.getLogger(__name__)


class ProofWidget(forms.HiddenInput):
    """A hidden field that carries a fresh challenge to the script."""

    def get_context(self, name: str, value: Any, attrs: "dict[str, Any] | None") -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, None, attrs)
        try:
            challenge = get_altcha_challenge(max_number=MOST_TRIES)
            context["widget"]["attrs"]["data-proof"] = json.dumps(challenge.__dict__)
        except Exception:
            log.exception("no challenge could be made; people are let through without")
        return context


class ProofField(AltchaField):
    """True when the work was done, False when not; never an error."""

    def __init__(self) -> None:
        super().__init__(required=False, label="")
        self.widget = ProofWidget()

    def clean(self, value: Any) -> bool:
        try:
            super().clean(value)
        except Exception as fault:
            if not isinstance(fault, forms.ValidationError):
                log.exception("a proof could not be checked; the person is let through without")
            return False
        return True
