"""Bundles as a firm may see them."""

from uuid import UUID

from caseapp.core.actors import Actor
from caseapp.core.errors import NotFound
from caseapp.documents.models import Bundle
from caseapp.documents.querysets import BundleQuerySet


def bundles_of(actor: Actor, matter: str) -> BundleQuerySet:
    """The bundles of a matter, newest first."""
    return Bundle.objects.visible_to(actor).filter(matter=matter).select_related("job", "firm")


def bundle_by_reference(actor: Actor, reference: str) -> Bundle:
    """One bundle, or NotFound."""
    found: Bundle | None = (
        Bundle.objects.visible_to(actor).select_related("job", "firm").filter(reference=reference).first()
    )
    if found is None:
        raise NotFound()
    return found


def places_in_bundle(actor: Actor, matter: str) -> dict[UUID, tuple[str, str]]:
    """Number and pages of each exhibit in the newest bundle of a matter that was built, in its order."""
    newest = bundles_of(actor, matter).filter(front_pages__isnull=False).first()
    entries = newest.entries.exclude(item=None).values_list("item_id", "number", "pages") if newest else ()
    return {item: (number, pages) for item, number, pages in entries}
