"""A firm's home, its list of names, its correspondence with clients, and the calendar's secret address, as JSON."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from caseapp.api.serializers.chambers import TaskRead
from caseapp.litigation.enums import KnownRole
from caseapp.litigation.models import DocketEntry, EngagementMessage, Hearing, KnownParty, Limitation


class MessageShape(serializers.ModelSerializer[EngagementMessage]):
    """What a firm and its client write to each other; for these two alone."""

    body = serializers.CharField(max_length=10_000)

    class Meta:
        model = EngagementMessage
        fields = ["from_firm", "body", "created_at", "read_at"]
        read_only_fields = ["from_firm", "created_at", "read_at"]


class KnownPartyShape(serializers.ModelSerializer[KnownParty]):
    """A name of the firm's own list, for conflict checks alone."""

    name = serializers.CharField(max_length=200)
    role = serializers.ChoiceField(choices=KnownRole.choices)
    matter = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")

    class Meta:
        model = KnownParty
        fields = ["name", "role", "matter"]


class KnownPartiesWrite(serializers.Serializer[Any]):
    """Names to add; those on the list already stay as they are."""

    names = serializers.ListField(child=KnownPartyShape(), min_length=1, max_length=5000)


class KnownPartiesAdded(serializers.Serializer[Any]):
    """How many were new."""

    added = serializers.IntegerField()


class LikenessRead(serializers.Serializer[Any]):
    """Somebody whom the firm has known under a name like the one that was asked for."""

    known = serializers.CharField()
    standing = serializers.CharField()
    matter = serializers.CharField()
    how = serializers.CharField()
    likeness = serializers.FloatField()


class RunningDate(serializers.ModelSerializer[Limitation]):
    """A limitation date that runs."""

    case_file = serializers.CharField(source="case_file.reference")
    status = serializers.CharField(source="state")

    class Meta:
        model = Limitation
        fields = ["id", "case_file", "status", "last_day"]
        read_only_fields = fields


class HearingAhead(serializers.ModelSerializer[Hearing]):
    """A hearing of the coming thirty days."""

    suit = serializers.CharField(source="suit.reference")

    class Meta:
        model = Hearing
        fields = ["suit", "starts_at", "time_zone", "place", "purpose"]
        read_only_fields = fields


class AnswerAhead(serializers.ModelSerializer[DocketEntry]):
    """A day by which something in a suit's docket has to be answered."""

    suit = serializers.CharField(source="suit.reference")

    class Meta:
        model = DocketEntry
        fields = ["suit", "title", "answer_by"]
        read_only_fields = fields


class OwnTask(TaskRead):
    """A task of one's own."""

    case_file = serializers.CharField(source="case_file.reference")

    class Meta(TaskRead.Meta):
        fields = ["case_file", *TaskRead.Meta.fields]
        read_only_fields = fields


class ChambersRead(serializers.Serializer[Any]):
    """What waits for a lawyer: dates first, then hearings, days to answer, tasks, messages, reviews and requests."""

    deadlines = RunningDate(many=True)
    hearings = HearingAhead(many=True)
    answers = AnswerAhead(many=True)
    tasks = OwnTask(many=True)
    unread_messages = serializers.SerializerMethodField()
    conflict_reviews = serializers.SerializerMethodField()
    requests = serializers.SerializerMethodField()

    def get_unread_messages(self, found: Any) -> list[str]:
        return [row.reference for row in found["unread_messages"]]

    def get_conflict_reviews(self, found: Any) -> list[str]:
        return [row.engagement.reference for row in found["reviews"]]

    @extend_schema_field(serializers.ListField(child=serializers.DictField(child=serializers.CharField())))
    def get_requests(self, found: Any) -> Any:
        return [{"reference": row.reference, "status": row.state} for row in found["requests"]]


class FeedRead(serializers.Serializer[Any]):
    """Since when one has a secret calendar address and when it was read last; the address only as it is made."""

    made_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)
    address = serializers.CharField(required=False)
