"""Saved searches: keeping and ending them, looking for new matches, and writing the mails."""

import datetime as dt
import hashlib
import hmac
from collections.abc import Sequence
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F, Max, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from caseapp.audit.services import record as audit
from caseapp.core import queue, throttle
from caseapp.core.actors import SYSTEM, Actor
from caseapp.core.errors import InvalidInput, NotFound, WrongState
from caseapp.notifications.enums import DeliveryState
from caseapp.notifications.services import carry
from caseapp.precedents.enums import Cadence
from caseapp.precedents.models import Alert, Match, Precedent
from caseapp.precedents.selectors.alerts import Found, found_for, matching, query_of, query_words
from caseapp.precedents.selectors.search import PrecedentQuery
from caseapp.precedents.workflow import CHAIN

MOST_OF_ONE = 20
HOURLY = 10
WEEK = dt.timedelta(days=7)
HELD_BACK = dt.timedelta(hours=2)
UNCONFIRMED_KEPT = dt.timedelta(days=7)
MOST_IN_A_MAIL = 50
SALT = "precedents.alert"


@transaction.atomic
def save_alert(
    *, actor: Actor, query: PrecedentQuery, cadence: str, note: str = "", email: str = "", throttle_key: str
) -> Alert:
    """Keep a search for the actor's account, or for an address that is asked by mail to confirm it first.

    What matches now is known and never told. Refuses more than twenty for one reader, more than ten an hour from one
    place, and a bad address or rhythm.
    """
    errors = {}
    if cadence not in Cadence.values:
        errors["cadence"] = gettext_lazy("Choose how often we write.")
    if not actor.is_signed_in:
        try:
            validate_email(email)
        except ValidationError:
            errors["email"] = gettext_lazy("Enter an e-mail address, such as name@example.org.")
    if errors:
        raise InvalidInput(errors=errors)
    throttle.hit("precedents.alert", throttle_key, limit=HOURLY, seconds=3600)
    made = Alert(language=actor.language, query=query.given(), note=note.strip(), cadence=cadence)
    if actor.is_signed_in:
        made.owner_id, made.confirmed_at = actor.user_id, timezone.now()
        same = Alert.objects.filter(owner_id=actor.user_id)
    else:
        made.seal_address(email)
        made.address_digest = _digest(email)
        same = Alert.objects.filter(address_digest=made.address_digest)
    if same.count() >= MOST_OF_ONE:
        raise WrongState(gettext_lazy("There are twenty saved searches already. End one first."))
    # In this order: what changes in between is looked at again, rather than missed.
    made.looked_at = _latest_change()
    made.known = list(matching(query).values_list("pk", flat=True))
    made.save()
    audit(actor=actor, action="precedents.alert.save", subject=made, chain=CHAIN)
    if made.confirmed_at is None:
        queue.enqueue("precedents.ask_to_confirm", alert_id=str(made.pk))
    return made


@transaction.atomic
def confirm_alert(*, actor: Actor, token: str) -> Alert:
    """The reader of the address says that they want it, and hears of what came since they asked. Doing it twice changes
    nothing. NotFound for a dead link."""
    found = alert_of(token, "confirm")
    if found.confirmed_at is None:
        found.confirmed_at = timezone.now()
        found.save(update_fields=["confirmed_at", "updated_at"])
        audit(actor=actor, action="precedents.alert.confirm", subject=found, chain=CHAIN)
        queue.enqueue("precedents.find_matches")
    return found


@transaction.atomic
def end_alert(*, actor: Actor, alert: Alert) -> None:
    """Delete a saved search with its address and matches. The caller holds its link or owns it."""
    audit(actor=actor, action="precedents.alert.end", subject=alert, chain=CHAIN)
    alert.delete()


def alert_of(token: str, purpose: str) -> Alert:
    """The saved search whose mail held this link. Raises NotFound for one that is not ours, too old, or ended."""
    try:
        told, identifier = signing.loads(token, salt=SALT)
        found = Alert.objects.select_related("owner").filter(pk=UUID(identifier)).first()
    except (signing.BadSignature, ValueError, TypeError) as fault:
        raise NotFound from fault
    if told != purpose or found is None:
        raise NotFound
    return found


def link(alert: Alert, purpose: str) -> str:
    """The whole address of the page that confirms or ends a saved search, for its mails."""
    token = signing.dumps([purpose, str(alert.pk)], salt=SALT)
    return f"{settings.SITE_URL}{reverse(f'precedents:alert_{purpose}', args=[token])}"


def find_matches() -> int:
    """Look for new matches of every confirmed search among the precedents that changed, and have mails written.

    Run twice it finds nothing more. Returns how many were found.
    """
    latest = _latest_change()
    if latest is None:
        return 0
    found = 0
    behind = Alert.objects.filter(confirmed_at__isnull=False).filter(Q(looked_at=None) | Q(looked_at__lt=latest))
    for pk in list(behind.values_list("pk", flat=True)):
        found += _find_for(pk, latest)
    return found


@transaction.atomic
def _find_for(pk: UUID, latest: dt.datetime) -> int:
    alert = Alert.objects.select_for_update().filter(pk=pk).first()
    if alert is None:
        return 0
    rows = matching(query_of(alert)).exclude(pk__in=alert.known)
    if alert.looked_at is not None:
        rows = rows.filter(updated_at__gt=alert.looked_at)
    fresh = list(rows.values_list("pk", "version"))
    Match.objects.bulk_create(
        (Match(alert=alert, precedent_id=one, version=version) for one, version in fresh), ignore_conflicts=True
    )
    alert.known = [*alert.known, *(one for one, _version in fresh)]
    alert.looked_at = latest
    alert.save(update_fields=["known", "looked_at", "updated_at"])
    if fresh and alert.cadence == Cadence.AT_ONCE:
        queue.enqueue("precedents.write_alert", alert_id=str(alert.pk))
    return len(fresh)


@transaction.atomic
def enqueue_digests() -> None:
    """Have the weekly mails written that are due, and those that a mail server away for long held back; forget searches
    whose address nobody confirmed."""
    now = timezone.now()
    Alert.objects.filter(confirmed_at=None, created_at__lt=now - UNCONFIRMED_KEPT).delete()
    a_week = Q(written_at__lte=now - WEEK) | Q(written_at=None, confirmed_at__lte=now - WEEK)
    untold = Match.objects.filter(sent_at=None)
    late = untold.filter(found_at__lte=now - HELD_BACK)
    ripe = Q(Q(cadence=Cadence.WEEKLY) & a_week, pk__in=untold.values("alert"))
    ripe |= Q(cadence=Cadence.AT_ONCE, pk__in=late.values("alert"))
    for pk in Alert.objects.filter(ripe).values_list("pk", flat=True):
        queue.enqueue("precedents.write_alert", alert_id=str(pk))


def ask_to_confirm(*, alert_id: str) -> bool:
    """Write to an address and ask whether it wants this search; False when the mail should be tried again."""
    alert = Alert.objects.filter(pk=alert_id, confirmed_at=None).first()
    if alert is None:
        return True
    with override(alert.language):
        mail = _mail(alert, _("Confirm your saved search"), "confirm", {"confirm": link(alert, "confirm")})
        return carry(mail).state != DeliveryState.FAILED


def write_alert(*, alert_id: str) -> bool:
    """Write one mail with all that was found and not told yet; False when the mail should be tried again.

    The matches are claimed before the mail server is called, so that one is never told twice; only where the server
    surely did not take the mail are they set free again.
    """
    with transaction.atomic():
        alert = Alert.objects.select_for_update(of=("self",)).select_related("owner").filter(pk=alert_id).first()
        if alert is None or alert.confirmed_at is None or (alert.owner is not None and not alert.owner.is_active):
            return True
        claimed = list(alert.matches.filter(sent_at=None).values_list("pk", flat=True))
        if not claimed:
            return True
        now = timezone.now()
        alert.matches.filter(pk__in=claimed).update(sent_at=now)
        Alert.objects.filter(pk=alert.pk).update(written_at=now)
    with override(alert.language):
        found = found_for(alert, alert.matches.filter(pk__in=claimed[:MOST_IN_A_MAIL]))
        carried = carry(_news(alert, found, len(claimed)))
    if carried.state == DeliveryState.FAILED:
        alert.matches.filter(pk__in=claimed).update(sent_at=None)
    elif carried.state == DeliveryState.BOUNCED and alert.owner_id is None:
        # Nobody reads there: an address that sends mails back is not kept.
        end_alert(actor=SYSTEM, alert=alert)
    return carried.state != DeliveryState.FAILED


def _news(alert: Alert, found: Sequence[Found], count: int) -> EmailMessage:
    subject = ngettext("%(count)s new precedent for you", "%(count)s new precedents for you", count) % {"count": count}
    at = [(one, settings.SITE_URL + reverse("precedents:detail", args=[one.precedent.slug])) for one in found]
    return _mail(alert, subject, "news", {"found": at, "further": count - len(found)})


def _mail(alert: Alert, subject: str, template: str, told: dict[str, object]) -> EmailMessage:
    end, query = link(alert, "end"), query_of(alert)
    search = settings.SITE_URL + reverse("precedents:list")
    context = {
        **told,
        "alert": alert,
        "query": query_words(query),
        "search": f"{search}?{urlencode(query.given())}" if query.given() else search,
        "end": end,
    }
    return EmailMessage(
        subject=subject,
        body=render_to_string(f"precedents/email/{template}.txt", context),
        to=[alert.address],
        headers={
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{end}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def _latest_change() -> dt.datetime | None:
    latest: dt.datetime | None = Precedent.objects.aggregate(latest=Max(F("updated_at")))["latest"]
    return latest


def _digest(address: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"{SALT}:{address.lower()}".encode(), hashlib.sha256).hexdigest()
