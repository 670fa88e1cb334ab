"""The code by which somebody without an account comes back to their complaint."""

import hashlib
import hmac

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.utils.translation import gettext_lazy as _

from caseapp.complaints.models import Complaint, ReceiptCode
from caseapp.core import throttle
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput
from caseapp.core.references import new_receipt_code, normalise_receipt_code

ATTEMPTS = 10
UNPROVEN_ATTEMPTS = 6
"""Where the browser could not do its little work (`core.proof`)."""

ATTEMPTS_WITHIN_SECONDS = 15 * 60

_decoy: list[str] = []


def issue_receipt_code(complaint: Complaint) -> str:
    """Make the code of a complaint without an account and return it, the only time it exists in the clear."""
    code = new_receipt_code()
    ReceiptCode.objects.create(complaint=complaint, lookup=_lookup(code), verifier=make_password(code))
    return code


def receipt_holder(complaint: Complaint) -> Actor:
    """Whoever holds the receipt of a complaint; of somebody anonymous the day is kept and no hour."""
    return Actor(kind="receipt", complaint_id=complaint.pk, language=complaint.language, to_the_day=complaint.anonymous)


def open_by_receipt(*, code: str, throttle_key: str, attempts: int = ATTEMPTS) -> Complaint:
    """The complaint a code opens. A wrong code and an unknown one get the same answer after the same work.

    Raises InvalidInput on the field `code`, TooManyRequests after `attempts` failed ones in a quarter of an hour.
    """
    throttle.check("receipt", throttle_key, limit=attempts, seconds=ATTEMPTS_WITHIN_SECONDS)
    typed = normalise_receipt_code(code) or ""
    found = ReceiptCode.objects.select_related("complaint").filter(lookup=_lookup(typed)).first()
    verifier = found.verifier if found else _decoy_verifier()
    if not check_password(typed, verifier) or found is None:
        throttle.hit("receipt", throttle_key, limit=attempts, seconds=ATTEMPTS_WITHIN_SECONDS)
        raise InvalidInput.field(
            "code", _("This code opens no complaint. Check each group of four characters and try again.")
        )
    return found.complaint


def _lookup(code: str) -> str:
    return hmac.new(settings.RECEIPT_PEPPER.encode(), code.encode(), hashlib.sha256).hexdigest()


def _decoy_verifier() -> str:
    if not _decoy:
        _decoy.append(make_password(new_receipt_code()))
    return _decoy[0]
