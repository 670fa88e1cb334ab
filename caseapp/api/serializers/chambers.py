"""What a firm works with in a case file, as JSON."""

from typing import Any

from rest_framework import serializers

from caseapp.accounts.models import User
from caseapp.litigation.models import CaseTask, Limitation


class TaskRead(serializers.ModelSerializer[CaseTask]):
    """A task in a case file."""

    assignee = serializers.EmailField(source="assignee.email", default=None)

    class Meta:
        model = CaseTask
        fields = ["id", "title", "assignee", "due_on", "done_at"]
        read_only_fields = fields


class TaskWrite(serializers.Serializer[Any]):
    """A new task; the assignee is of the firm."""

    title = serializers.CharField(max_length=300)
    assignee = serializers.SlugRelatedField(
        slug_field="email", queryset=User.objects.all(), required=False, allow_null=True, default=None
    )
    due_on = serializers.DateField(required=False, allow_null=True, default=None)


class TaskDone(serializers.Serializer[Any]):
    """Whether a task is done."""

    done = serializers.BooleanField()


class LimitationRead(serializers.ModelSerializer[Limitation]):
    """Until when a client can bring a claim under a law, with the working as it is stored."""

    status = serializers.CharField(source="state")
    kind = serializers.SerializerMethodField()
    engagement = serializers.CharField(source="engagement.reference")
    article = serializers.CharField(source="rule.article")

    class Meta:
        model = Limitation
        fields = [
            *("id", "kind", "status", "engagement", "article", "event_on", "known_on", "last_day", "working"),
            *("confirmed_at", "met_on"),
        ]
        read_only_fields = fields

    def get_kind(self, limitation: Limitation) -> str:
        return "limitation"
