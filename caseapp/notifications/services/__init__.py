"""What can be done about telling people things: saying them, choosing how, carrying mails, taking bounces."""

from caseapp.notifications.gateways import carry
from caseapp.notifications.services.bounces import record_bounce
from caseapp.notifications.services.mailing import send_due_mail
from caseapp.notifications.services.preferences import (
    choose_email,
    preference_of,
    save_preference,
    try_address_again,
    unsubscribe,
    unsubscribe_token,
)
from caseapp.notifications.services.telling import (
    forget_notices,
    mark_read,
    notify_receipt_holder,
    notify_users,
    sentence,
    tell,
)

__all__ = [
    "carry",
    "choose_email",
    "forget_notices",
    "mark_read",
    "notify_receipt_holder",
    "notify_users",
    "preference_of",
    "record_bounce",
    "save_preference",
    "send_due_mail",
    "sentence",
    "tell",
    "try_address_again",
    "unsubscribe",
    "unsubscribe_token",
]
