"""Small things officers do on a complaint: reading it, and tagging it."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.audit import services as audit
from caseapp.casework.models import ComplaintTag, Look
from caseapp.complaints.models import Complaint
from caseapp.complaints.workflow import chain
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed
from caseapp.core.policies import can

TAG_MAX = 40


def looked(*, actor: Actor, complaint: Complaint) -> None:
    """Note that an officer of the authority opened the complaint; of others nothing is noted here."""
    if complaint.authority_id not in actor.authority_ids() or actor.user_id is None:
        return
    now = timezone.now()
    seen = Look.objects.filter(complaint=complaint, user_id=actor.user_id).update(last_at=now, times=F("times") + 1)
    if not seen:
        Look.objects.bulk_create(
            [
                Look(
                    complaint=complaint,
                    user_id=actor.user_id,
                    authority_id=complaint.authority_id or 0,
                    first_at=now,
                    last_at=now,
                )
            ],
            ignore_conflicts=True,
        )


@transaction.atomic
def add_tag(*, actor: Actor, complaint: Complaint, word: str) -> ComplaintTag:
    """Put a word on a complaint; twice is once. Refuses an empty and a long one."""
    text = " ".join(word.split())
    if not text:
        raise InvalidInput.field("word", _("Enter a word."))
    if len(text) > TAG_MAX:
        raise InvalidInput.field("word", _("Use at most 40 characters."))
    if complaint.authority_id is None or not can(actor, "complaints.assign", complaint):
        raise NotAllowed()
    tag, made = ComplaintTag.objects.get_or_create(
        complaint=complaint, authority_id=complaint.authority_id, word=text, defaults={"by_id": actor.user_id}
    )
    if made:
        audit.record(
            actor=actor, action="complaints.tag", subject=complaint, chain=chain(complaint), facts={"word": text}
        )
    return tag


@transaction.atomic
def remove_tag(*, actor: Actor, complaint: Complaint, word: str) -> None:
    """Take a word off again."""
    if not can(actor, "complaints.assign", complaint):
        raise NotAllowed()
    gone, _each = ComplaintTag.objects.filter(complaint=complaint, authority=complaint.authority, word=word).delete()
    if gone:
        audit.record(
            actor=actor, action="complaints.untag", subject=complaint, chain=chain(complaint), facts={"word": word}
        )
