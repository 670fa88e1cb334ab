"""Bundles of exhibits as JSON."""

from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from caseapp.documents.models import Bundle, BundleEntry, BundleVolume
from caseapp.documents.services.bundles import LIMITS, MOST_EXHIBITS


class ExhibitWrite(serializers.Serializer[Any]):
    """An exhibit in its order. A sealed original stands as its redacted copy unless `original` is asked for with a
    `reason`.
    """

    item = serializers.UUIDField()
    part = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")
    original = serializers.BooleanField(required=False, default=False)
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class BundleWrite(serializers.Serializer[Any]):
    """A bundle to be built; the order of `exhibits` is that of the bundle."""

    title = serializers.CharField(max_length=200)
    language = serializers.ChoiceField(choices=settings.LANGUAGES)
    limit_mb = serializers.ChoiceField(choices=[(size, str(size)) for size in LIMITS], required=False, default=25)
    exhibits = serializers.ListField(child=ExhibitWrite(), min_length=1, max_length=MOST_EXHIBITS)


class LateExhibitWrite(ExhibitWrite):
    """An exhibit that came late, and the number that it goes in after."""

    after = serializers.CharField(max_length=8)


class RebuildWrite(serializers.Serializer[Any]):
    """`reason` is asked for where originals in the bundle are sealed to the caller."""

    reason = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class BundleEntryShape(serializers.ModelSerializer[BundleEntry]):
    """An exhibit in the bundle; `item` is empty where it is no longer held."""

    item: Any = serializers.UUIDField(source="item_id", read_only=True, allow_null=True)
    part = serializers.CharField(source="section", read_only=True)

    class Meta:
        model = BundleEntry
        fields = ["number", "title", "part", "shows", "pages", "item"]
        read_only_fields = fields


class BundleVolumeShape(serializers.ModelSerializer[BundleVolume]):
    """One file of the bundle, and the numbers on its first and last page."""

    class Meta:
        model = BundleVolume
        fields = ["number", "pages", "first", "last", "size", "sha256"]
        read_only_fields = fields


class BuildShape(serializers.Serializer[Any]):
    """How far the building is; `fault` says in words why it could not be done."""

    status = serializers.CharField(source="state")
    done = serializers.IntegerField()
    total = serializers.IntegerField()
    fault = serializers.CharField()


class ReadByShape(serializers.Serializer[Any]):
    """The program that read words in pictures, its languages, and the pages it read."""

    program = serializers.CharField()
    languages = serializers.CharField()
    pages = serializers.CharField(allow_blank=True)


class BundleShape(serializers.ModelSerializer[Bundle]):
    """A bundle of exhibits; `words_read_by` is empty where no program read the words in pictures."""

    case_file = serializers.CharField(source="matter", read_only=True)
    build = BuildShape(source="job", read_only=True, allow_null=True)
    exhibits = BundleEntryShape(source="entries", many=True, read_only=True)
    volumes: Any = serializers.SerializerMethodField()
    words_read_by: Any = serializers.SerializerMethodField()

    class Meta:
        model = Bundle
        fields = [
            *("reference", "title", "language", "case_file", "limit_mb", "created_at"),
            *("build", "exhibits", "volumes", "words_read_by"),
        ]
        read_only_fields = fields

    @extend_schema_field(BundleVolumeShape(many=True))
    def get_volumes(self, bundle: Bundle) -> Any:
        return BundleVolumeShape(bundle.volumes.defer("sealed"), many=True).data

    @extend_schema_field(ReadByShape(allow_null=True))
    def get_words_read_by(self, bundle: Bundle) -> Any:
        return bundle.read_by or None
