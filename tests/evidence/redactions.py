"""Redacted copies that tests make, and what they read of them."""

from caseapp.audit.selectors import entries_of_chain
from caseapp.core.actors import SYSTEM
from caseapp.evidence import services
from caseapp.evidence.enums import RedactionState
from caseapp.evidence.models import Derivative, EvidenceItem, Redaction

BOX = {"page": 1, "left": 0.25, "top": 0.25, "width": 0.5, "height": 0.5, "kind": "plate"}


def drafted(owner, item: EvidenceItem, boxes=(BOX,)) -> Redaction:
    """A copy whose boxes a person has set; the search for faces is another test's."""
    redaction = services.start_redaction(actor=owner, item=item)
    Redaction.objects.filter(pk=redaction.pk).update(state=RedactionState.DRAFTING)
    redaction.refresh_from_db()
    return services.edit_boxes(actor=owner, redaction=redaction, boxes=boxes)


def made(owner, item: EvidenceItem, boxes=(BOX,)) -> Redaction:
    redaction = services.make_copy(actor=owner, redaction=drafted(owner, item, boxes))
    services.make_redacted_copy(redaction_id=redaction.pk)
    redaction.refresh_from_db()
    return redaction


def acts(item: EvidenceItem) -> list[str]:
    return [entry.action for entry in entries_of_chain(item.vault.chain)]


def content(derivative: Derivative) -> bytes:
    return b"".join(services.open_derivative(actor=SYSTEM, derivative=derivative).frames)


def typed(boxes: list[dict[str, str]], action: str = "keep") -> dict[str, str]:
    """The form of boxes as it is sent without script."""
    told = {"box-TOTAL_FORMS": str(len(boxes)), "box-INITIAL_FORMS": "0", "action": action}
    for number, box in enumerate(boxes):
        told |= {f"box-{number}-{name}": value for name, value in box.items()}
    return told
