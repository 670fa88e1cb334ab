"""Bundles as a firm may see them."""

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
