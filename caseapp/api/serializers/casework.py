"""Clusters and acts upon many as JSON."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from caseapp.api.serializers.common import AllowedActionSerializer, allowed_actions
from caseapp.api.serializers.enforcement import RespondentShort
from caseapp.casework.models import BulkAct, InternalNote
from caseapp.casework.selectors.bulk import outcomes, preview, to_read
from caseapp.casework.workflow import BULK
from caseapp.complaints import selectors
from caseapp.complaints.models import Cluster
from caseapp.complaints.workflow import CLUSTERS


class ClusterRow(serializers.ModelSerializer[Cluster]):
    """A cluster in a list; `people` tells apart by account or contact, and counts each anonymous filing as one."""

    status = serializers.CharField(source="state")
    respondent = RespondentShort(read_only=True)

    class Meta:
        model = Cluster
        fields = [
            "reference",
            "status",
            "respondent",
            "reasons",
            "size",
            "people",
            "anonymous",
            "unconfirmed",
            "priority",
            "newest_at",
        ]
        read_only_fields = fields


class AnswerCount(serializers.Serializer[Any]):
    value = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    count = serializers.IntegerField()


class ComparedField(serializers.Serializer[Any]):
    """One field over the whole cluster; `alike` when all give the same answer."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    alike = serializers.BooleanField()
    answers = AnswerCount(many=True)
    further = serializers.IntegerField()


class ClusterRead(ClusterRow):
    """A cluster whole: where its complaints differ, and what the caller may do to it now."""

    merged_into = serializers.SlugRelatedField[Cluster](slug_field="reference", read_only=True)
    split_from = serializers.SlugRelatedField[Cluster](slug_field="reference", read_only=True)
    compared = serializers.SerializerMethodField()
    allowed_actions = serializers.SerializerMethodField()

    class Meta(ClusterRow.Meta):
        fields = [*ClusterRow.Meta.fields, "merged_into", "split_from", "compared", "allowed_actions"]
        read_only_fields = fields

    @extend_schema_field(ComparedField(many=True))
    def get_compared(self, cluster: Cluster) -> Any:
        return ComparedField(selectors.differences(self.context["actor"], cluster), many=True).data

    @extend_schema_field(AllowedActionSerializer(many=True))
    def get_allowed_actions(self, cluster: Cluster) -> list[dict[str, Any]]:
        return allowed_actions(CLUSTERS, self.context["actor"], cluster)


class ClusterTransition(serializers.Serializer[Any]):
    """An act upon a cluster; `complaints` for adding, splitting and taking out, `into` for merging."""

    action = serializers.CharField(max_length=40)
    complaints = serializers.ListField(child=serializers.CharField(max_length=24), required=False, max_length=5_000)
    into = serializers.CharField(max_length=24, required=False)
    reason = serializers.CharField(max_length=4_000, required=False)


class BulkActWrite(serializers.Serializer[Any]):
    """Freeze complaints for an act: those named, or all that the queue’s `query` holds. Nothing is done yet."""

    action = serializers.CharField(max_length=32)
    complaints = serializers.ListField(child=serializers.CharField(max_length=24), required=False, max_length=10_000)
    query = serializers.CharField(max_length=2_000, required=False, help_text="the query of the queue, state=submitted")


class LeftOut(serializers.Serializer[Any]):
    why = serializers.CharField()
    count = serializers.IntegerField()
    references = serializers.ListField(child=serializers.CharField())


class BulkPreview(serializers.Serializer[Any]):
    """What the act would do now: how many, whom it leaves out and why, and what must be read first."""

    ready = serializers.IntegerField()
    languages = serializers.DictField(child=serializers.IntegerField())
    left_out = LeftOut(many=True)
    read_first = serializers.ListField(child=serializers.CharField())


class BulkActRead(serializers.ModelSerializer[BulkAct]):
    """An act upon many; `preview` while it is prepared, `outcomes` by state of the items ever after."""

    status = serializers.CharField(source="state")
    preview = serializers.SerializerMethodField()
    outcomes = serializers.SerializerMethodField()
    allowed_actions = serializers.SerializerMethodField()

    class Meta:
        model = BulkAct
        fields = [
            "reference",
            "action",
            "status",
            "total",
            "started_at",
            "finished_at",
            "preview",
            "outcomes",
            "allowed_actions",
        ]
        read_only_fields = fields

    @extend_schema_field(BulkPreview(allow_null=True))
    def get_preview(self, bulk: BulkAct) -> dict[str, Any] | None:
        if bulk.state != "prepared":
            return None
        actor = self.context["actor"]
        found = preview(actor, bulk)
        return {
            "ready": found.ready,
            "languages": dict(found.languages),
            "left_out": LeftOut(list(found.refused.values()), many=True).data,
            "read_first": [item.complaint.reference for item in to_read(actor, bulk)],
        }

    @extend_schema_field(serializers.DictField(child=serializers.IntegerField()))
    def get_outcomes(self, bulk: BulkAct) -> dict[str, int]:
        return outcomes(bulk)

    @extend_schema_field(AllowedActionSerializer(many=True))
    def get_allowed_actions(self, bulk: BulkAct) -> list[dict[str, Any]]:
        return allowed_actions(BULK, self.context["actor"], bulk)


class BulkTransition(serializers.Serializer[Any]):
    """`start` with what the act needs (texts by language), `discard`, or `take_back` within 24 hours."""

    action = serializers.ChoiceField(choices=["start", "discard", "take_back"])
    texts = serializers.DictField(child=serializers.CharField(max_length=4_000), required=False)
    word = serializers.CharField(max_length=40, required=False)
    assignee = serializers.EmailField(required=False, help_text="a colleague’s e-mail address; nobody without one")
    authority = serializers.SlugField(required=False, help_text="the code of the authority to refer to")
    outcome = serializers.CharField(max_length=40, required=False)
    due_on = serializers.DateField(required=False)
    investigation = serializers.CharField(max_length=24, required=False, help_text="a reference, or `new`")
    title = serializers.CharField(max_length=200, required=False)


class InternalNoteRead(serializers.ModelSerializer[InternalNote]):
    """A note of the caller’s own authority; no other caller ever gets one."""

    by = serializers.CharField(source="by.email", default=None, read_only=True, allow_null=True)
    body = serializers.CharField(read_only=True)

    class Meta:
        model = InternalNote
        fields = ["created_at", "by", "body"]
        read_only_fields = fields


class InternalNoteWrite(serializers.Serializer[Any]):
    body = serializers.CharField(max_length=4_000)
