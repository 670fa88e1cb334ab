"""Documents and templates as a given actor may see them."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from caseapp.core.actors import Actor
from caseapp.documents import policies

if TYPE_CHECKING:
    from caseapp.documents.models import Bundle, Document, LetterTemplate, RightsLetter  # noqa: F401


class DocumentQuerySet(QuerySet["Document"]):
    def visible_to(self, actor: Actor) -> "DocumentQuerySet":
        return self.filter(policies.visible(actor))

    def listed(self) -> "DocumentQuerySet":
        """Without the sealed bytes, which no list needs."""
        return self.defer("sealed_content", "sealed_facts", "sealed_pdf")


class BundleQuerySet(QuerySet["Bundle"]):
    def visible_to(self, actor: Actor) -> "BundleQuerySet":
        return self.filter(policies.visible_bundles(actor))


class RightsLetterQuerySet(QuerySet["RightsLetter"]):
    def visible_to(self, actor: Actor) -> "RightsLetterQuerySet":
        return self.filter(policies.visible_letters(actor))


class LetterTemplateQuerySet(QuerySet["LetterTemplate"]):
    def visible_to(self, actor: Actor) -> "LetterTemplateQuerySet":
        return self.filter(policies.visible_templates(actor))

    def current(self, on: dt.date | None = None) -> "LetterTemplateQuerySet":
        """Versions that no later one replaced; with a day, those in use on it."""
        found = self.filter(superseded_at__isnull=True)
        if on is None:
            return found
        return found.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=on), Q(valid_to__isnull=True) | Q(valid_to__gt=on)
        )

    def owned_by(self, *, firm_id: Any = None, authority_id: Any = None) -> "LetterTemplateQuerySet":
        """The texts that come with the software, and those of one firm or authority."""
        of_firm = Q(firm__isnull=True) | Q(firm_id=firm_id or 0)
        return self.filter(of_firm, Q(authority__isnull=True) | Q(authority_id=authority_id or 0))
