"""Writing down, at the moment of access, that somebody other than the complainant opened something of the file."""

from django.utils import timezone

from caseapp.complaints.models import Access, Complaint
from caseapp.complaints.policies import is_complainant
from caseapp.core.actors import Actor
from caseapp.law.selectors import day_in


def record_access(*, actor: Actor, complaint: Complaint, kind: str, subject: str = "") -> None:
    """Note the access for the complainant to read: the side, the thing and the day, never the person.

    Once a day for each side and thing, in one statement. Nothing for the complainant's own looking, for the system, and
    for a side that was not let in (a break-glass access has its own record).
    """
    if actor.is_system or is_complainant(actor, complaint):
        return
    side = _side(actor, complaint)
    if side is None:
        return
    now = timezone.now()
    today = day_in(complaint.jurisdiction, now)
    Access.objects.bulk_create(
        [Access(complaint=complaint, kind=kind, subject=subject, on=today, last_at=now, **side)],
        update_conflicts=True,
        unique_fields=["complaint", "authority", "firm", "kind", "subject", "on"],
        update_fields=["last_at"],
    )


def _side(actor: Actor, complaint: Complaint) -> dict[str, int] | None:
    """By which door the actor came in: the authority that has the complaint, else one that was let in, else a firm."""
    authorities, firms = actor.authority_ids(), actor.firm_ids()
    if complaint.authority_id in authorities:
        return {"authority_id": complaint.authority_id or 0}
    for grant in complaint.grants.filter(revoked_at=None).order_by("pk"):
        if grant.authority_id in authorities:
            return {"authority_id": grant.authority_id or 0}
        if grant.firm_id in firms:
            return {"firm_id": grant.firm_id or 0}
    return None
