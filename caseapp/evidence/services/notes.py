"""What people say of an item: which element of the law it helps to prove, and notes for their own side."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed
from caseapp.core.policies import can
from caseapp.evidence.cipher import seal_bytes
from caseapp.evidence.enums import Custody
from caseapp.evidence.models import ElementLink, EvidenceItem, ItemNote
from caseapp.evidence.selectors.notes import provable
from caseapp.evidence.services import custody

NOTE_MAX = 2_000


@transaction.atomic
def link_element(*, actor: Actor, item: EvidenceItem, framework: str, element: str) -> ElementLink:
    """Say that an item helps to prove an element of a law that the complaint was read by. Twice is once.

    Everybody who sees the evidence reads it. Raises NotAllowed, and InvalidInput for an element nobody asked about.
    """
    if not can(actor, "evidence.link", item):
        raise NotAllowed()
    known = {(one.framework, one.element) for one in provable(item.vault.complaint)}
    if (framework, element) not in known:
        raise InvalidInput.field("element", _("Choose what it helps to prove."))
    link, new = ElementLink.objects.get_or_create(
        item=item,
        framework=framework,
        element=element,
        defaults={"side": custody.side_of(actor, item.vault.complaint), "added_by_id": actor.user_id},
    )
    if new:
        custody.write(actor=actor, act=Custody.LINKED, item=item, element=f"{framework}.{element}")
    return link


@transaction.atomic
def unlink_element(*, actor: Actor, link: ElementLink) -> None:
    """Take that back; whoever may link may. Raises NotAllowed."""
    if not can(actor, "evidence.link", link.item):
        raise NotAllowed()
    custody.write(actor=actor, act=Custody.UNLINKED, item=link.item, element=str(link))
    link.delete()


@transaction.atomic
def write_note(*, actor: Actor, item: EvidenceItem, body: str) -> ItemNote:
    """Keep a note that only the writer's own side reads. It is no act upon the file, so custody says nothing of it.

    Raises NotAllowed, and InvalidInput for an empty or too long note.
    """
    if not can(actor, "evidence.note", item):
        raise NotAllowed()
    body = body.strip()
    if not body or len(body) > NOTE_MAX:
        raise InvalidInput.field("body", _("Write a note of at most 2,000 characters."))
    complaint = item.vault.complaint
    firms = sorted(actor.firm_ids())
    note = ItemNote(
        item=item,
        firm_id=firms[0] if firms else None,
        authority_id=complaint.authority_id if complaint and not firms and actor.authority_ids() else None,
        written_by_id=actor.user_id,
    )
    note.sealed_body = seal_bytes(body.encode(), key=item.vault.key(), item_id=note.pk)
    note.save()
    return note
