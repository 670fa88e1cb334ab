"""Versions of precedents, suggestions and saved searches as the API reads and writes them."""

from typing import Any

from rest_framework import serializers

from caseapp.api.serializers.common import allowed_actions
from caseapp.precedents import selectors
from caseapp.precedents.enums import Cadence
from caseapp.precedents.models import Alert, Revision, Suggestion
from caseapp.precedents.workflow import REVISION, SUGGESTION


class ChangeShape(serializers.Serializer[Any]):
    """One field that differs, in words."""

    label = serializers.CharField()  # type: ignore[assignment]
    before = serializers.CharField()
    after = serializers.CharField()


class HistoryShape(serializers.Serializer[Any]):
    """One public version: when, why, and what it changed."""

    number = serializers.IntegerField(source="revision.number")
    decided_at = serializers.DateTimeField(source="revision.decided_at")
    reason = serializers.CharField(source="revision.why")
    note = serializers.CharField(source="revision.answer")
    changes = ChangeShape(many=True)


class RevisionRow(serializers.ModelSerializer[Revision]):
    """A version in a list."""

    precedent = serializers.CharField(source="precedent.slug", default=None, allow_null=True)
    status = serializers.CharField(source="state")
    title = serializers.CharField(source="name")
    version = serializers.IntegerField(source="number", allow_null=True)

    class Meta:
        model = Revision
        fields = ["reference", "precedent", "title", "status", "version", "reason", "created_at", "decided_at"]
        read_only_fields = fields


class RevisionRead(RevisionRow):
    """One version with its whole record, what it changes, and what the caller may do to it now."""

    record = serializers.JSONField(source="content")
    base = serializers.IntegerField()
    note = serializers.CharField(source="answer")
    changes = serializers.SerializerMethodField()
    allowed_actions = serializers.SerializerMethodField()

    class Meta(RevisionRow.Meta):
        fields = [*RevisionRow.Meta.fields, "record", "base", "note", "changes", "allowed_actions"]
        read_only_fields = fields

    def get_changes(self, revision: Revision) -> list[dict[str, str]]:
        return [
            {"label": str(one.label), "before": one.before, "after": one.after}
            for one in selectors.revision_changes(revision)
        ]

    def get_allowed_actions(self, revision: Revision) -> list[dict[str, Any]]:
        return allowed_actions(REVISION, self.context["actor"], revision)


class RevisionWrite(serializers.Serializer[Any]):
    """A version to keep: the record of the data description, with `title_zh`, `summary_zh` and `treatments` if any."""

    precedent = serializers.SlugField(max_length=120, required=False)
    record = serializers.DictField()
    reason = serializers.CharField(max_length=1000)
    propose = serializers.BooleanField(default=False)


class RevisionPatch(serializers.Serializer[Any]):
    """A draft to change: fields of the record that are given replace those that are there."""

    record = serializers.DictField(required=False)
    reason = serializers.CharField(max_length=1000, required=False)


class SuggestionWrite(serializers.Serializer[Any]):
    """A decided matter that is missing, or what is wrong with the `precedent` named."""

    what = serializers.CharField(max_length=4000)
    url = serializers.CharField(max_length=1000)
    title = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")
    country = serializers.RegexField(r"^[A-Z]{2}$", required=False, default="")
    precedent = serializers.SlugField(max_length=120, required=False)


class SuggestionRead(serializers.ModelSerializer[Suggestion]):
    """A suggestion and what became of it."""

    status = serializers.CharField(source="state")
    precedent = serializers.CharField(source="precedent.slug", default=None, allow_null=True)
    became = serializers.SerializerMethodField()
    allowed_actions = serializers.SerializerMethodField()

    class Meta:
        model = Suggestion
        fields = [
            *("reference", "status", "what", "url", "title", "country", "precedent", "answer", "became"),
            *("created_at", "decided_at", "allowed_actions"),
        ]
        read_only_fields = fields

    def get_became(self, suggestion: Suggestion) -> str | None:
        """The precedent that came of it, once that is public."""
        made = suggestion.revision
        return made.precedent.slug if made and made.number and made.precedent else None

    def get_allowed_actions(self, suggestion: Suggestion) -> list[dict[str, Any]]:
        return allowed_actions(SUGGESTION, self.context["actor"], suggestion)


class AlertShape(serializers.ModelSerializer[Alert]):
    """A saved search of the caller."""

    class Meta:
        model = Alert
        fields = ["id", "query", "note", "cadence", "created_at"]
        read_only_fields = ["id", "created_at"]


class AlertWrite(serializers.Serializer[Any]):
    """A search to save; `query` takes the parameters of the list of precedents."""

    query = serializers.DictField(child=serializers.CharField(allow_blank=True, max_length=200), default=dict)
    cadence = serializers.ChoiceField(choices=Cadence.choices, default=Cadence.AT_ONCE)
    note = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
