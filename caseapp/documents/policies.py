"""Who reads a document and who edits a text: whoever made it, the complainant it is for, and sides let in to both
evidence and identity once it is shared. What a firm makes stays in the firm.
"""

from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from caseapp.complaints.enums import ComplaintState, GrantScope
from caseapp.complaints.policies import is_complainant, is_officer
from caseapp.core.actors import Actor
from caseapp.core.policies import allow
from caseapp.documents.enums import Side


def visible(actor: Actor) -> Q:
    """Documents this actor may know of."""
    if actor.is_system:
        return Q()
    own = Q(side=Side.COMPLAINANT) | Q(for_complainant=True)
    if actor.is_receipt_holder:
        return own & Q(complaint_id=actor.complaint_id or 0)
    if not actor.is_signed_in:
        return Q(pk__in=[])
    found = own & Q(complaint__owner_id=actor.user_id)
    sides = Q()
    if authorities := actor.authority_ids():
        found |= Q(side=Side.AUTHORITY, authority_id__in=authorities)
        sides |= Q(authority_id__in=authorities)
    if firms := actor.firm_ids():
        found |= Q(side=Side.FIRM, firm_id__in=firms)
        sides |= Q(firm_id__in=firms)
    if not sides:
        return found
    grants = apps.get_model("complaints", "Grant").objects.filter(
        sides,
        complaint_id=OuterRef("complaint_id"),
        revoked_at=None,
        scopes__contains=[GrantScope.EVIDENCE, GrantScope.IDENTITY],
    )
    shared = own & Q(shared_at__isnull=False) & ~Q(complaint__state=ComplaintState.DRAFT)
    return found | (shared & Q(Exists(grants)))


def visible_letters(actor: Actor) -> Q:
    """The complainant's letters: theirs, and of those that were shared for the sides that may read the document."""
    if actor.is_system:
        return Q()
    return Q(document__in=apps.get_model("documents", "Document").objects.filter(visible(actor)).values("pk"))


def visible_bundles(actor: Actor) -> Q:
    """A firm's own: what it puts before a court is its work until it does."""
    return Q() if actor.is_system else Q(firm_id__in=actor.firm_ids())


def visible_templates(actor: Actor) -> Q:
    """The texts that come with the software, for those who work with them; and one's own organisation's copies."""
    if actor.is_system:
        return Q()
    given = Q(firm__isnull=True, authority__isnull=True)
    found = Q(pk__in=[])
    if firms := actor.firm_ids():
        found |= given | Q(firm_id__in=firms)
    if authorities := actor.authority_ids():
        found |= given | Q(authority_id__in=authorities)
    if actor.is_administrator:
        found |= given
    return found


def _may_edit(actor: Actor, template: Any) -> bool:
    """Lawyers for their firm, supervisors for their authority; the texts of the software change by loading alone."""
    if template.firm_id is not None:
        return template.firm_id in actor.firm_ids("partner", "associate")
    if template.authority_id is not None:
        return template.authority_id in actor.authority_ids("supervisor")
    return bool(actor.firm_ids("partner", "associate") or actor.authority_ids("supervisor"))


def _writer(actor: Actor, letter: Any) -> bool:
    return is_complainant(actor, letter.complaint)


def _may_review(actor: Actor, template: Any) -> bool:
    """An own copy alone: nobody of a firm answers for the text that everybody else uses."""
    return (template.firm_id or template.authority_id) is not None and _may_edit(actor, template)


allow("documents.write_letter", is_complainant)
allow(
    "documents.list_templates",
    lambda actor, _nothing: bool(actor.is_lawyer or actor.authorities or actor.is_administrator),
)
for _action in ("send", "record_answer", "record_silence", "discard"):
    allow(f"rights_letters.{_action}", _writer)
allow("documents.issue_letter", is_officer)
allow("documents.edit_template", _may_edit)
allow("documents.review_template", _may_review)
allow("bundles.change", lambda actor, bundle: bundle.firm_id in actor.firm_ids())
