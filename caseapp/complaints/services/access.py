"""Letting an authority or a firm in to a complaint, and out again."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.accounts.models import Authority, Firm
from caseapp.audit import services as audit
from caseapp.complaints.enums import GrantScope
from caseapp.complaints.models import Complaint, Grant
from caseapp.complaints.workflow import chain
from caseapp.core import timeline
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed
from caseapp.core.policies import can

timeline.tell("complaints.firm_let_in", _("%(firm)s was let in to the complaint."))
timeline.tell("complaints.firm_narrowed", _("%(firm)s sees less of the complaint from now on."))
timeline.tell("complaints.firm_let_out", _("%(firm)s may no longer see the complaint."))


def grant_authority(*, actor: Actor, complaint: Complaint, authority: Authority) -> Grant:
    """Let an authority see all of a complaint addressed or referred to it. Called by the services that decide so."""
    grant, _made = Grant.objects.get_or_create(
        complaint=complaint,
        authority=authority,
        revoked_at=None,
        defaults={"scopes": [GrantScope.FACTS, GrantScope.EVIDENCE, GrantScope.IDENTITY]},
    )
    audit.record(
        actor=actor,
        action="complaints.grant",
        subject=complaint,
        chain=chain(complaint),
        facts={"authority": authority.code, "scopes": sorted(grant.scopes)},
    )
    return grant


def revoke_authority(*, actor: Actor, complaint: Complaint, authority: Authority) -> None:
    """End an authority's access because it does not have the complaint any more. Called by the services that decide."""
    Grant.objects.filter(complaint=complaint, authority=authority, revoked_at=None).update(revoked_at=timezone.now())
    audit.record(
        actor=actor,
        action="complaints.revoke",
        subject=complaint,
        chain=chain(complaint),
        facts={"authority": authority.code},
    )


@transaction.atomic
def grant_firm(*, actor: Actor, complaint: Complaint, firm: Firm, scopes: Iterable[str], agreed: bool = False) -> Grant:
    """Let a firm see the chosen parts; granting again replaces the parts. Facts always belong to it.

    The complainant alone may do this, or a service that carries out what the complainant `agreed` to before. Writes
    timeline and audit.
    """
    if not (agreed or can(actor, "complaints.share", complaint)):
        raise NotAllowed()
    wanted = sorted({GrantScope.FACTS.value, *scopes})
    if set(wanted) - set(GrantScope.values):
        raise InvalidInput.field("scopes", _("This is not one of the choices."))
    grant, _made = Grant.objects.update_or_create(
        complaint=complaint, firm=firm, revoked_at=None, defaults={"scopes": wanted}
    )
    timeline.write(actor=actor, subject=complaint, kind="complaints.firm_let_in", data=firm.names("firm"))
    audit.record(
        actor=actor,
        action="complaints.grant",
        subject=complaint,
        chain=chain(complaint),
        facts={"firm": firm.slug, "scopes": wanted},
    )
    return grant


@transaction.atomic
def narrow_firm(*, actor: Actor, complaint: Complaint, firm: Firm, scopes: Iterable[str]) -> None:
    """Leave a firm no more than these parts of what it sees, for a service that carries out what was agreed before.

    Writes timeline and audit. Nothing happens where the firm sees no more than that.
    """
    if not (can(actor, "complaints.share", complaint) or firm.pk in actor.firm_ids()):
        raise NotAllowed()
    grant = Grant.objects.select_for_update().filter(complaint=complaint, firm=firm, revoked_at=None).first()
    left = sorted({GrantScope.FACTS.value, *scopes} & set(grant.scopes)) if grant is not None else []
    if grant is None or left == grant.scopes:
        return
    grant.scopes = left
    grant.save(update_fields=["scopes", "updated_at"])
    timeline.write(actor=actor, subject=complaint, kind="complaints.firm_narrowed", data=firm.names("firm"))
    audit.record(
        actor=actor,
        action="complaints.narrow",
        subject=complaint,
        chain=chain(complaint),
        facts={"firm": firm.slug, "scopes": left},
    )


@transaction.atomic
def revoke_firm(*, actor: Actor, complaint: Complaint, firm: Firm) -> None:
    """End a firm's access from now on; what it saw before stays in the record. Doing it twice changes nothing.

    The complainant may do this, and the firm may leave by itself.
    """
    if not (can(actor, "complaints.share", complaint) or firm.pk in actor.firm_ids()):
        raise NotAllowed()
    ended = Grant.objects.filter(complaint=complaint, firm=firm, revoked_at=None).update(revoked_at=timezone.now())
    if not ended:
        return
    timeline.write(actor=actor, subject=complaint, kind="complaints.firm_let_out", data=firm.names("firm"))
    audit.record(
        actor=actor,
        action="complaints.revoke",
        subject=complaint,
        chain=chain(complaint),
        facts={"firm": firm.slug},
    )
