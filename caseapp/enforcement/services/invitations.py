"""Inviting the respondent to answer here: a link and a code, told apart, each shown once; and who comes with them."""

from datetime import timedelta
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.audit import services as audit
from caseapp.core import throttle, timeline
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed, NotFound
from caseapp.core.policies import can
from caseapp.core.references import new_receipt_code, normalise_receipt_code
from caseapp.enforcement.enums import InvestigationState
from caseapp.enforcement.models import Investigation, Invitation
from caseapp.enforcement.services.investigations import checked_text, locked_investigation
from caseapp.enforcement.workflow import investigation_chain

MOST_DAYS = 730
ATTEMPTS = 10
UNPROVEN_ATTEMPTS = 6
"""Where the browser could not do its little work (`core.proof`)."""

ATTEMPTS_WITHIN_SECONDS = 15 * 60
BEFORE_CLOSING = frozenset(InvestigationState) - {InvestigationState.CLOSED}

timeline.tell("investigations.invite_respondent", _("The respondent was invited to answer by link and code."))
timeline.tell("investigations.revoke_invitation", _("An invitation of the respondent was taken back."))
timeline.tell("investigations.open_invitation", _("The respondent opened its invitation."))

_decoy: list[str] = []


@transaction.atomic
def invite_respondent(
    *, actor: Actor, investigation: Investigation, recipient: str, days: int, language: str
) -> tuple[Invitation, str, str]:
    """Let somebody at the respondent answer here; answers the invitation, the secret of its link and its code.

    Both are shown this once: we keep what is needed to check them. The recipient's name is kept encrypted. Writes
    timeline (for those on the case) and audit.
    """
    locked = locked_investigation(actor, investigation, "enforcement.invite_respondent", BEFORE_CLOSING)
    if not 1 <= days <= MOST_DAYS:
        raise InvalidInput.field("days", _("Choose between 1 and 730 days."))
    recipient = checked_text("recipient", recipient, 200)
    link, code = new_receipt_code(), new_receipt_code()
    invitation = Invitation(
        investigation=locked,
        link_lookup=Invitation.lookup_of(link),
        verifier=make_password(code),
        language=language,
        invited_by_id=actor.user_id,
        expires_at=timezone.now() + timedelta(days=days),
    )
    invitation.keep_recipient(recipient)
    invitation.save(force_insert=True)
    _record(actor, invitation, "investigations.invite_respondent")
    return invitation, link, code


@transaction.atomic
def revoke_invitation(*, actor: Actor, invitation: Invitation) -> None:
    """Let a link and its code open nothing any more; what was answered stays. Doing it again changes nothing."""
    if not can(actor, "enforcement.invite_respondent", invitation.investigation):
        raise NotAllowed()
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if locked.revoked_at is None:
        locked.revoked_at = timezone.now()
        locked.save(update_fields=["revoked_at", "updated_at"])
        _record(actor, invitation, "investigations.revoke_invitation")


def open_invitation(*, lookup: str, code: str, throttle_key: str, attempts: int = ATTEMPTS) -> Invitation:
    """The invitation that a link and its code open together, in the same work whatever is wrong with either.

    `lookup` is `Invitation.lookup_of` the secret in the link, as the session holds it since the link was followed. The
    first opening is written down. Raises InvalidInput on the field `code` for a wrong, expired and revoked one alike,
    and TooManyRequests after `attempts` failed ones in a quarter of an hour.
    """
    throttle.check("invitation", throttle_key, limit=attempts, seconds=ATTEMPTS_WITHIN_SECONDS)
    typed = normalise_receipt_code(code) or ""
    found = (
        Invitation.objects.select_related("investigation__authority__jurisdiction").filter(link_lookup=lookup).first()
    )
    fits = check_password(typed, found.verifier if found else _decoy_verifier())
    if not fits or found is None or not found.stands_at(timezone.now()):
        throttle.hit("invitation", throttle_key, limit=attempts, seconds=ATTEMPTS_WITHIN_SECONDS)
        raise InvalidInput.field(
            "code",
            _("This code does not open this link. Check each group of four characters, or ask the authority."),
        )
    if found.opened_at is None:
        with transaction.atomic():
            found.opened_at = timezone.now()
            found.save(update_fields=["opened_at", "updated_at"])
            _record(respondent_actor(found), found, "investigations.open_invitation")
    return found


def standing_invitation(invitation_id: UUID) -> Invitation:
    """An invitation that was opened before, if it still stands; NotFound otherwise."""
    found: Invitation | None = (
        Invitation.objects.select_related("investigation__authority__jurisdiction", "investigation__respondent")
        .filter(pk=invitation_id)
        .first()
    )
    if found is None or not found.stands_at(timezone.now()):
        raise NotFound()
    return found


def respondent_actor(invitation: Invitation) -> Actor:
    """Whoever answers by an invitation: the respondent of its investigation, no name, by the authority's days."""
    zone = invitation.investigation.authority.jurisdiction.time_zone
    return Actor(
        kind="respondent",
        investigation_id=invitation.investigation_id,
        language=invitation.language,
        time_zones=frozenset({zone} if zone else ()),
    )


def _record(actor: Actor, invitation: Invitation, action: str) -> None:
    investigation = invitation.investigation
    timeline.write(actor=actor, subject=investigation, kind=action, shared=False)
    audit.record(
        actor=actor,
        action=action,
        subject=investigation,
        chain=investigation_chain(investigation),
        facts={"invitation": str(invitation.pk), "until": invitation.expires_at.isoformat()},
    )


def _decoy_verifier() -> str:
    if not _decoy:
        _decoy.append(make_password(new_receipt_code()))
    return _decoy[0]
