"""What a firm works with in a case file, as JSON."""

from typing import Any

from rest_framework import serializers

from caseapp.accounts.models import User
from caseapp.api.serializers.common import TransitionSerializer, allowed_actions
from caseapp.litigation.enums import TollingKind
from caseapp.litigation.models import CaseTask, Limitation, Tolling
from caseapp.litigation.workflow import LIMITATION


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


class TollingShape(serializers.ModelSerializer[Tolling]):
    """What holds a period up from one day to another, or begins it anew on a day."""

    number = serializers.IntegerField(source="pk", read_only=True)
    kind = serializers.ChoiceField(choices=TollingKind.choices)

    class Meta:
        model = Tolling
        fields = ["number", "kind", "first", "last", "reason"]
        extra_kwargs = {"last": {"default": None}}


class LimitationRead(serializers.ModelSerializer[Limitation]):
    """Until when a client can bring a claim under a law, with the working as it is stored and what was confirmed
    before the facts changed.
    """

    status = serializers.CharField(source="state")
    kind = serializers.SerializerMethodField()
    engagement = serializers.CharField(source="engagement.reference")
    article = serializers.CharField(source="rule.article")
    tollings = TollingShape(many=True, read_only=True)
    met_by = serializers.CharField(source="met_by.reference", default=None, allow_null=True)
    allowed_actions = serializers.SerializerMethodField()

    class Meta:
        model = Limitation
        fields = [
            *("id", "kind", "status", "engagement", "article", "event_on", "known_on", "last_day", "working"),
            *("before", "tollings", "confirmed_at", "met_on", "met_by", "allowed_actions"),
        ]
        read_only_fields = fields

    def get_kind(self, limitation: Limitation) -> str:
        return "limitation"

    def get_allowed_actions(self, limitation: Limitation) -> list[dict[str, Any]]:
        return allowed_actions(LIMITATION, self.context["actor"], limitation)


class LimitationFactsWrite(serializers.Serializer[Any]):
    """The facts that a date follows from; the day the client learned of it may not be known yet."""

    event_on = serializers.DateField()
    known_on = serializers.DateField(required=False, allow_null=True, default=None)


class LimitationTransition(TransitionSerializer):
    """What is done to a date: `confirm` with the day one worked out, `meet` with the day, `run_again` with a reason."""

    last_day = serializers.DateField(required=False)
    met_on = serializers.DateField(required=False)
