"""Other complaints of the same person at one's own authority: by account or by the digest of the contact.

It is a fact for whoever reads the complaint, no judgement: nothing is scored or ordered by it, and of somebody who
filed anonymously nothing is looked for.
"""

from caseapp.complaints.models import Complaint, Identity
from caseapp.complaints.querysets import ComplaintQuerySet
from caseapp.core.actors import Actor


def by_the_same_person(actor: Actor, complaint: Complaint) -> ComplaintQuerySet:
    """Other complaints of whoever filed this one, newest first, as the actor's authority has them; none where the
    filing is anonymous.
    """
    if complaint.anonymous or complaint.erased_at is not None or not actor.is_officer:
        return Complaint.objects.none()
    known = Identity.objects.filter(complaint=complaint).exclude(person="").values("person")
    same = Identity.objects.filter(person__in=known).values("complaint")
    if complaint.owner_id is not None:
        # Two halves, each by its own index; joined by “or” they would have every complaint read.
        same = same.union(Complaint.objects.filter(owner_id=complaint.owner_id).order_by().values("pk"))
    found: ComplaintQuerySet = (
        Complaint.objects.at_desk_of(actor)
        .filter(pk__in=same, anonymous=False)
        .exclude(pk=complaint.pk)
        .order_by("-id")
    )
    return found
