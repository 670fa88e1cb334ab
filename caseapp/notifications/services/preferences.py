"""What a person chose about e-mail, and the link by which anyone who gets a mail ends them."""

import datetime as dt
import uuid
from typing import Any

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed, NotFound
from caseapp.notifications.enums import MailMode
from caseapp.notifications.models import Notice, Preference
from caseapp.notifications.selectors import time_zones


def _signer() -> signing.Signer:
    return signing.Signer(salt="notifications.unsubscribe")


def preference_of(actor: Actor) -> Preference:
    """The actor's choice, or an unsaved one that says what holds as long as nothing was chosen."""
    if not (actor.is_signed_in or actor.is_receipt_holder):
        raise NotAllowed()
    found = Preference.objects.filter(**_reader(actor)).first()
    return found or Preference(**_reader(actor), mode=MailMode.AT_ONCE if actor.is_receipt_holder else MailMode.NONE)


@transaction.atomic
def save_preference(
    *,
    actor: Actor,
    mode: str,
    daily_at: dt.time | None = None,
    quiet_from: dt.time | None = None,
    quiet_until: dt.time | None = None,
    time_zone: str = "UTC",
) -> Preference:
    """Choose when mails come. Raises InvalidInput for an unknown choice or zone, or half of the quiet hours."""
    if not (actor.is_signed_in or actor.is_receipt_holder):
        raise NotAllowed()
    faults: dict[str, Any] = {}
    if mode not in MailMode.values:
        faults["mode"] = _("This is not one of the choices.")
    if time_zone not in time_zones():
        faults["time_zone"] = _("Choose a time zone of the list.")
    if (quiet_from is None) != (quiet_until is None):
        faults["quiet_until" if quiet_until is None else "quiet_from"] = _(
            "Quiet hours need a beginning and an end, or neither."
        )
    if faults:
        raise InvalidInput(errors=faults)
    values = {"mode": mode, "quiet_from": quiet_from, "quiet_until": quiet_until, "time_zone": time_zone}
    if daily_at is not None:
        values["daily_at"] = daily_at
    found, _made = Preference.objects.update_or_create(**_reader(actor), defaults=values)
    return found


def choose_email(*, actor: Actor, wanted: bool) -> None:
    """Turn mails on or off for the actor's own account, leaving their hours as they are."""
    Preference.objects.update_or_create(
        **_reader(actor), defaults={"mode": MailMode.AT_ONCE if wanted else MailMode.NONE}
    )


def try_address_again(*, actor: Actor) -> None:
    """Forget that the address sent a mail back: the person says that it works again."""
    Preference.objects.filter(**_reader(actor)).update(bounced_at=None, bounced_status="", bounced_address="")


def unsubscribe_token(notice: Notice) -> str:
    """What stands in the link that ends the reader's mails: a signed key that names nobody."""
    found, _made = Preference.objects.get_or_create(**notice.reader, defaults={"mode": MailMode.AT_ONCE})
    return _signer().sign(found.unsubscribe_key.hex).replace(":", ".")


def unsubscribe(*, token: str, really: bool = True) -> None:
    """End the mails of whoever the link was sent to; doing it twice changes nothing. NotFound for a link not ours."""
    try:
        key = uuid.UUID(_signer().unsign(token.replace(".", ":")))
    except (signing.BadSignature, ValueError) as fault:
        raise NotFound() from fault
    found = Preference.objects.filter(unsubscribe_key=key)
    if not found.exists():
        raise NotFound()
    if really:
        found.update(mode=MailMode.NONE)


def _reader(actor: Actor) -> dict[str, Any]:
    return {"user_id": actor.user_id} if actor.is_signed_in else {"receipt_complaint": actor.complaint_id}
