"""Offers as a given actor may see them."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from caseapp.core.actors import Actor
from caseapp.litigation.policies.collecting import visible_offers

if TYPE_CHECKING:
    from caseapp.litigation.models import Offer  # noqa: F401


class OfferQuerySet(QuerySet["Offer"]):
    def visible_to(self, actor: Actor) -> "OfferQuerySet":
        return self.filter(visible_offers(actor))
