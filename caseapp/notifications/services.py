"""Telling people something: a row they find in the service, and a mail without content when they chose one."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from caseapp.core import queue
from caseapp.core.actors import Actor
from caseapp.core.wording import written_facts
from caseapp.notifications.enums import Channel
from caseapp.notifications.models import Delivery, Notice, Preference

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

_texts: "dict[str, _StrOrPromise]" = {}


def tell(kind: str, text: "_StrOrPromise") -> str:
    """Register the sentence of a kind of notice; `%(name)s` placeholders are filled from its data."""
    _texts[kind] = text
    return kind


def sentence(notice: Notice) -> str:
    """The notice in the reader's language."""
    words: str = str(_texts[notice.kind]) % written_facts(notice.data)
    return words


def notify_users(
    *, user_ids: Iterable[int], kind: str, data: Mapping[str, Any] | None = None, path: str = ""
) -> list[Notice]:
    """Tell accounts something, in the transaction of the change; e-mail follows for those who chose it.

    `data` holds references and dates; nothing that a mail server may not read ever goes into the mail itself.
    """
    if kind not in _texts:
        raise LookupError(f"No sentence is registered for the notice {kind!r}")
    ids = sorted(set(user_ids))
    notices = Notice.objects.bulk_create(
        Notice(user_id=user_id, kind=kind, data=dict(data or {}), path=path) for user_id in ids
    )
    wanting = set(Preference.objects.filter(user_id__in=ids, email=True).values_list("user_id", flat=True))
    mails = Delivery.objects.bulk_create(
        Delivery(notice=notice, channel=Channel.EMAIL) for notice in notices if notice.user_id in wanting
    )
    for mail in mails:
        queue.enqueue("notifications.send_email", delivery_id=mail.pk)
    return notices


def notify_receipt_holder(
    *,
    complaint_id: int,
    kind: str,
    data: Mapping[str, Any] | None = None,
    path: str = "",
    email: str = "",
    language: str = "en",
) -> Notice:
    """Tell the complainant without an account, who finds it when they next enter their code.

    With an `email` a mail follows in the `language`: that there is news, nothing of the case. The address waits sealed
    until the mail is sent, and is then forgotten here.
    """
    if kind not in _texts:
        raise LookupError(f"No sentence is registered for the notice {kind!r}")
    notice = Notice.objects.create(receipt_complaint=complaint_id, kind=kind, data=dict(data or {}), path=path)
    if email:
        mail = Delivery(notice=notice, channel=Channel.EMAIL, language=language)
        mail.seal_address(email)
        mail.save()
        queue.enqueue("notifications.send_email", delivery_id=mail.pk)
    return notice


def mark_read(*, actor: Actor, notices: Iterable[Notice]) -> None:
    """The actor has seen these notices of theirs."""
    ids = [notice.pk for notice in notices]
    own = {"user_id": actor.user_id} if actor.is_signed_in else {"receipt_complaint": actor.complaint_id}
    Notice.objects.filter(pk__in=ids, read_at=None, **own).update(read_at=timezone.now())


def choose_email(*, actor: Actor, wanted: bool) -> None:
    """Turn mails on or off for the actor's own account."""
    Preference.objects.update_or_create(user_id=actor.user_id or 0, defaults={"email": wanted})
