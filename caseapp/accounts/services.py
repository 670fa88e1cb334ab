"""Making accounts and giving them their roles."""

import time
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from caseapp.accounts.models import User
from caseapp.accounts.selectors import ended_receipt_key
from caseapp.audit import services as audit
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed


def end_receipt_sessions(*, complaint_id: int) -> None:
    """Close a complaint in every browser that its receipt code opened; a code entered from now on opens it anew."""
    cache.set(ended_receipt_key(complaint_id), time.time(), timeout=settings.SESSION_COOKIE_AGE)


@transaction.atomic
def create_administrator(*, actor: Actor, email: str, password: str, display_name: str = "") -> User:
    """Open an administrator's account. Writes the audit. Refuses a known address and a weak password, by field."""
    faults: dict[str, Any] = {}
    try:
        validate_email(email)
    except ValidationError:
        faults["email"] = _("Enter an e-mail address, such as name@example.org.")
    if User.objects.filter(email__iexact=email).exists():
        faults["email"] = _("There is already an account with this address.")
    try:
        validate_password(password, User(email=email, display_name=display_name))
    except ValidationError as weak:
        faults["password"] = " ".join(weak.messages)
    if faults:
        raise InvalidInput(errors=faults)
    user = User.objects.create_user(email, password, display_name=display_name, is_administrator=True)
    audit.record(actor=actor, action="accounts.create_administrator", subject=user)
    return user


@transaction.atomic
def set_curator(*, actor: Actor, email: str, wanted: bool = True) -> User:
    """Give an account the right to curate precedents, or take it away. Writes the audit. Refuses an unknown address
    and everybody but administrators and the system."""
    if not (actor.is_system or actor.is_administrator):
        raise NotAllowed
    user = User.objects.select_for_update().filter(email__iexact=email).first()
    if user is None:
        raise InvalidInput.field("email", _("There is no account with this address."))
    if user.is_curator != wanted:
        user.is_curator = wanted
        user.save(update_fields=["is_curator", "updated_at"])
        audit.record(actor=actor, action="accounts.set_curator", subject=user, facts={"curator": wanted})
    return user
