"""Telling people something: a row they find in the service, and a mail without content when they chose one."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from caseapp.core import queue
from caseapp.core.actors import Actor
from caseapp.core.wording import written_facts
from caseapp.notifications import schedule
from caseapp.notifications.enums import Channel, MailMode
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
    """Tell accounts something, in the transaction of the change; e-mail follows for those who chose it, when they
    chose, unless their address sends mails back.

    `data` holds references and dates; nothing that a mail server may not read ever goes into the mail itself.
    """
    _known(kind)
    ids = sorted(set(user_ids))
    notices = Notice.objects.bulk_create(
        Notice(user_id=user_id, kind=kind, data=dict(data or {}), path=path) for user_id in ids
    )
    chosen = Preference.objects.filter(user_id__in=ids).exclude(mode=MailMode.NONE).select_related("user")
    wanting = {row.user_id: row for row in chosen if row.user and not row.refused(row.user.email)}
    now = timezone.now()
    mails = Delivery.objects.bulk_create(
        Delivery(
            notice=notice,
            channel=Channel.EMAIL,
            due_at=schedule.due(now, wanting[notice.user_id].times()),
        )
        for notice in notices
        if notice.user_id in wanting
    )
    for mail in mails:
        _promise(mail)
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

    With an `email` a mail follows in the `language`: that there is news, nothing of the case. Who left an address and
    chose nothing wants it at once. The address waits sealed until the mail is sent, and is then forgotten here.
    """
    _known(kind)
    notice = Notice.objects.create(receipt_complaint=complaint_id, kind=kind, data=dict(data or {}), path=path)
    if not email:
        return notice
    chosen = Preference.objects.filter(receipt_complaint=complaint_id).first() or Preference(mode=MailMode.AT_ONCE)
    if chosen.mode == MailMode.NONE or chosen.refused(email):
        return notice
    mail = Delivery(
        notice=notice,
        channel=Channel.EMAIL,
        language=language,
        due_at=schedule.due(timezone.now(), chosen.times()),
    )
    mail.seal_address(email)
    mail.save()
    _promise(mail)
    return notice


def mark_read(*, actor: Actor, notices: Iterable[Notice]) -> None:
    """The actor has seen these notices of theirs."""
    ids = [notice.pk for notice in notices]
    own = {"user_id": actor.user_id} if actor.is_signed_in else {"receipt_complaint": actor.complaint_id}
    Notice.objects.filter(pk__in=ids, read_at=None, **own).update(read_at=timezone.now())


def forget_notices(*, actor: Actor, complaint_id: int, user_id: int | None, path: str) -> int:
    """Delete what somebody was told about a complaint that is erased, and mails that wait; answers how many notices."""
    mine = Notice.objects.filter(receipt_complaint=complaint_id)
    if user_id is not None:
        mine = mine | Notice.objects.filter(user_id=user_id, path__startswith=path)
    ids = list(mine.values_list("pk", flat=True))
    Notice.objects.filter(pk__in=ids).delete()
    Preference.objects.filter(receipt_complaint=complaint_id).delete()
    return len(ids)


def _known(kind: str) -> None:
    if kind not in _texts:
        raise LookupError(f"No sentence is registered for the notice {kind!r}")


def _promise(mail: Delivery) -> None:
    queue.enqueue("notifications.send_email", at=mail.due_at, delivery_id=mail.pk)
