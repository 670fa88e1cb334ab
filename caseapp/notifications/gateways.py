"""Hands one mail to Django's mail back end and says, as exactly as the mail server allows, what became of it."""

import smtplib
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import structlog
from django.core.mail import EmailMessage, get_connection

from caseapp.notifications.enums import DeliveryState

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Carried:
    """What became of a mail: sent, to be tried again, refused for good (with the server's status), or not known."""

    state: DeliveryState
    fault: str = ""
    status: str = ""


def carry(mail: EmailMessage) -> Carried:
    """Send it. Only where the server surely did not take it may it be tried again; a connection lost in between leaves
    it unknown, and a mail that may have gone is never sent twice.
    """
    connection: Any = get_connection()
    try:
        connection.open()
        greet = getattr(getattr(connection, "connection", None), "ehlo_or_helo_if_needed", None)
        if greet is not None:
            greet()
    except OSError as fault:
        return _told(DeliveryState.FAILED, fault)
    mail.connection = connection
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as fault:
        codes = [code for code, _words in fault.recipients.values()]
        for_good = bool(codes) and all(500 <= code < 600 for code in codes)
        return _told(
            DeliveryState.BOUNCED if for_good else DeliveryState.FAILED, fault, status=str(codes[0]) if codes else ""
        )
    except smtplib.SMTPResponseException as fault:
        return _told(DeliveryState.FAILED, fault)
    except OSError as fault:
        return _told(DeliveryState.UNSURE, fault)
    finally:
        with suppress(OSError):
            connection.close()
    return Carried(DeliveryState.SENT)


def _told(state: DeliveryState, fault: Exception, status: str = "") -> Carried:
    name = type(fault).__name__
    log.warning("mail_not_sent", state=state.value, fault=name)
    return Carried(state, name, status)
