"""Organisations, their places, suppliers and merges as JSON."""

from typing import Any

from rest_framework import serializers

from caseapp.core.enums import ActorSector, Sector
from caseapp.law.models import Jurisdiction
from caseapp.respondents.models import Merge, Respondent, Site, Supply


class RespondentShape(serializers.ModelSerializer[Respondent]):
    """An organisation's public facts."""

    country = serializers.CharField(source="country_id")

    class Meta:
        model = Respondent
        fields = ["reference", "name", "name_local", "country", "sector", "kind", "verified"]
        read_only_fields = fields


class SupplyRead(serializers.ModelSerializer[Supply]):
    """Whose system stands at a place. Where that is known from is told to officers alone."""

    supplier = serializers.CharField(source="supplier.reference", read_only=True)
    name = serializers.CharField(source="supplier.name", read_only=True)
    source = serializers.SerializerMethodField()  # type: ignore[assignment]

    class Meta:
        model = Supply
        fields = ["supplier", "name", "product", "source"]
        read_only_fields = fields

    def get_source(self, supply: Supply) -> str:
        return supply.source if self.context["officer"] else ""


class PlaceRead(serializers.ModelSerializer[Site]):
    """A place where the organisation's systems stand."""

    supplies = serializers.SerializerMethodField()

    class Meta:
        model = Site
        fields = ["id", "name", "address", "supplies"]
        read_only_fields = fields

    def get_supplies(self, site: Site) -> list[dict[str, Any]]:
        """Suppliers; one that nobody verified is told to officers alone."""
        seen = [each for each in site.supplies.all() if each.supplier.verified or self.context["officer"]]
        return [dict(SupplyRead(each, context=self.context).data) for each in seen]


class RespondentRead(RespondentShape):
    """One organisation: other names, group and places besides; `merged_into` names the entry that is kept."""

    aliases: Any = serializers.SlugRelatedField(slug_field="name", many=True, read_only=True)
    parent: Any = serializers.SlugRelatedField(slug_field="reference", read_only=True)
    merged_into: Any = serializers.SlugRelatedField(slug_field="reference", read_only=True)
    places = serializers.SerializerMethodField()

    class Meta(RespondentShape.Meta):
        fields = [*RespondentShape.Meta.fields, "address", "aliases", "parent", "merged_into", "places"]
        read_only_fields = fields

    def get_places(self, respondent: Respondent) -> list[dict[str, Any]]:
        return [dict(PlaceRead(each, context=self.context).data) for each in respondent.sites.all()]


class RespondentWrite(serializers.Serializer[Any]):
    """An organisation as officers keep it."""

    name = serializers.CharField(max_length=200)
    name_local = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    country = serializers.SlugRelatedField(slug_field="code", queryset=Jurisdiction.objects.all())
    sector = serializers.ChoiceField(choices=Sector.choices)
    kind = serializers.ChoiceField(choices=ActorSector.choices, default=ActorSector.PRIVATE)
    address = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class RespondentChange(serializers.Serializer[Any]):
    """What is corrected of an entry; `aliases` replaces the list of other names, an empty `parent` ends a group."""

    name = serializers.CharField(max_length=200, required=False)
    name_local = serializers.CharField(max_length=200, required=False, allow_blank=True)
    country = serializers.SlugRelatedField(slug_field="code", queryset=Jurisdiction.objects.all(), required=False)
    sector = serializers.ChoiceField(choices=Sector.choices, required=False)
    kind = serializers.ChoiceField(choices=ActorSector.choices, required=False)
    address = serializers.CharField(max_length=300, required=False, allow_blank=True)
    parent = serializers.CharField(max_length=40, required=False, allow_blank=True)  # type: ignore[assignment]
    aliases = serializers.ListField(child=serializers.CharField(max_length=200), required=False, max_length=100)


class PlaceWrite(serializers.Serializer[Any]):
    """A place where a system stands; one of the same name is taken as it is."""

    name = serializers.CharField(max_length=200)
    address = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class SupplyWrite(serializers.Serializer[Any]):
    """Whose system stands there, and where that is known from."""

    supplier = serializers.CharField(max_length=40)
    product = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    source = serializers.CharField(max_length=300)  # type: ignore[assignment]


class MergeRead(serializers.ModelSerializer[Merge]):
    """That two entries are one organisation; `undone_at` once they are two again."""

    kept = serializers.CharField(source="kept.reference", read_only=True)
    merged = serializers.CharField(source="merged.reference", read_only=True)

    class Meta:
        model = Merge
        fields = ["id", "kept", "merged", "reason", "created_at", "undone_at"]
        read_only_fields = fields


class MergeWrite(serializers.Serializer[Any]):
    """The duplicate, and why it is the same. With `trial` nothing is done: the answer says what would move."""

    merged = serializers.CharField(max_length=40)
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
    trial = serializers.BooleanField(default=False)
