"""Small things officers do on a complaint: reading it, and tagging it."""

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.audit import services as audit
from caseapp.casework.models import ComplaintTag
from caseapp.complaints.models import Complaint
from caseapp.complaints.workflow import chain
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed
from caseapp.core.policies import can

TAG_MAX = 40

_LOOKED = """
INSERT INTO casework_look (complaint_id, user_id, authority_id, first_at, last_at, times) VALUES (%s, %s, %s, %s, %s, 1)
ON CONFLICT (complaint_id, user_id) DO UPDATE SET last_at = EXCLUDED.last_at, times = casework_look.times + 1
"""


def looked(*, actor: Actor, complaint: Complaint) -> None:
    """Note that an officer of the authority opened the complaint; of others nothing is noted here."""
    if complaint.authority_id not in actor.authority_ids() or actor.user_id is None:
        return
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(_LOOKED, [complaint.pk, actor.user_id, complaint.authority_id, now, now])


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
