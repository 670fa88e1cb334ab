"""The plan of an investigation as JSON."""

from typing import Any

from rest_framework import serializers

from caseapp.enforcement.models import PlanExhibit
from caseapp.enforcement.selectors import Planned
from caseapp.enforcement.services.planning import SHOWS_MAX


class PlanRow(serializers.Serializer[Any]):
    """One element of the plan: what is to be proven, by what, on which evidence, and what was found."""

    id = serializers.SerializerMethodField()
    framework = serializers.CharField(source="element.framework.code", read_only=True)
    element = serializers.CharField(source="element.key", read_only=True)
    question = serializers.CharField(source="element.question", read_only=True)
    article = serializers.CharField(source="element.article", read_only=True)
    to_prove = serializers.SerializerMethodField()
    means = serializers.SerializerMethodField()
    found = serializers.SerializerMethodField()
    found_at = serializers.SerializerMethodField()
    evidence = serializers.SerializerMethodField()

    def get_id(self, row: Planned) -> int | None:
        """The number of the planned element; none where something was found on an element outside the plan."""
        return row.item.pk if row.item is not None else None

    def get_to_prove(self, row: Planned) -> str:
        return row.item.to_prove if row.item is not None else ""

    def get_means(self, row: Planned) -> str:
        return row.item.means if row.item is not None else ""

    def get_found(self, row: Planned) -> str:
        """`open`, or the result of the finding."""
        return row.finding.result if row.finding is not None else "open"

    def get_found_at(self, row: Planned) -> str | None:
        return row.finding.updated_at.isoformat() if row.finding is not None else None

    def get_evidence(self, row: Planned) -> list[str]:
        """Ids of evidence."""
        return [str(exhibit.item_id) for exhibit in row.exhibits]


class PlanWrite(serializers.Serializer[Any]):
    """A law whose elements come into the plan, or one element of it with what is to be proven and by what."""

    framework = serializers.CharField(max_length=40)
    element = serializers.CharField(max_length=80, required=False)
    to_prove = serializers.CharField(max_length=4000, required=False, allow_blank=True, default="")
    means = serializers.CharField(max_length=4000, required=False, allow_blank=True, default="")


class ExhibitRead(serializers.ModelSerializer[PlanExhibit]):
    """A piece of evidence with an element, and what it shows; its own address is `/evidence/{id}/`."""

    evidence = serializers.UUIDField(source="item_id", read_only=True)
    title = serializers.CharField(source="item.title", read_only=True)

    class Meta:
        model = PlanExhibit
        fields = ["evidence", "title", "shows", "created_at"]
        read_only_fields = fields


class PlanExhibitWrite(serializers.Serializer[Any]):
    """Which evidence of the complaints or of the respondent, and what it shows."""

    evidence = serializers.UUIDField()
    shows = serializers.CharField(max_length=SHOWS_MAX, required=False, allow_blank=True, default="")
