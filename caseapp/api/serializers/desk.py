"""Saved views, weights, routing rules, holds and the desk's home as JSON."""

from typing import Any

from rest_framework import serializers

from caseapp.accounts.models import Authority
from caseapp.casework.enums import Digest
from caseapp.casework.models import PriorityWeights, RoutingRule, SavedView


class SavedViewRead(serializers.ModelSerializer[SavedView]):
    """A list of the queue under a name; `mine` says whether the caller may change it."""

    number = serializers.IntegerField(source="pk", read_only=True)
    mine = serializers.SerializerMethodField()

    class Meta:
        model = SavedView
        fields = ["number", "name", "query", "shared", "threshold", "digest", "mine"]
        read_only_fields = fields

    def get_mine(self, view: SavedView) -> bool:
        return view.owner_id == self.context["actor"].user_id


class SavedViewWrite(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=80)
    query = serializers.CharField(max_length=2_000, allow_blank=True, help_text="the query of the queue")
    shared = serializers.BooleanField(required=False)
    threshold = serializers.IntegerField(min_value=1, max_value=1_000, required=False, allow_null=True)
    digest = serializers.ChoiceField(choices=Digest.choices, required=False)


class PriorityWeightsRead(serializers.ModelSerializer[PriorityWeights]):
    """What each part of the score can add at most, from a day on."""

    class Meta:
        model = PriorityWeights
        fields = ["valid_from", "weights", "note"]
        read_only_fields = fields


class PriorityWeightsWrite(serializers.Serializer[Any]):
    weights = serializers.DictField(child=serializers.IntegerField(min_value=0, max_value=100))
    valid_from = serializers.DateField()
    note = serializers.CharField(max_length=300)


class PriorityTrial(serializers.Serializer[Any]):
    weights = serializers.DictField(child=serializers.IntegerField(min_value=0, max_value=100))


class PriorityTried(serializers.Serializer[Any]):
    """What other weights would have made of the complaints of the last 90 days; nothing was changed."""

    complaints = serializers.IntegerField()
    before = serializers.DictField(child=serializers.IntegerField())
    after = serializers.DictField(child=serializers.IntegerField())
    raised = serializers.IntegerField()
    lowered = serializers.IntegerField()


class RoutingRuleRead(serializers.ModelSerializer[RoutingRule]):
    """An ordered rule; `refer_to` is proposed and confirmed by a person."""

    number = serializers.IntegerField(source="pk", read_only=True)
    assignee = serializers.SlugRelatedField[Any](slug_field="email", read_only=True)
    refer_to = serializers.SlugRelatedField[Authority](slug_field="code", read_only=True)

    class Meta:
        model = RoutingRule
        fields = [
            "number",
            "position",
            "title",
            "conditions",
            "assignee",
            "unit",
            "refer_to",
            "valid_from",
            "valid_to",
        ]
        read_only_fields = fields


class RoutingRuleWrite(serializers.Serializer[Any]):
    title = serializers.CharField(max_length=120)
    position = serializers.IntegerField(min_value=0, max_value=9_999)
    conditions = serializers.DictField(child=serializers.CharField(max_length=40), required=False)
    assignee = serializers.EmailField(required=False, help_text="a colleague’s e-mail address")
    unit = serializers.CharField(max_length=40, required=False)
    refer_to = serializers.SlugRelatedField(slug_field="code", queryset=Authority.objects.all(), required=False)
    valid_from = serializers.DateField()


class HoldShape(serializers.Serializer[Any]):
    held = serializers.BooleanField()


class HoldWrite(serializers.Serializer[Any]):
    held = serializers.BooleanField()
    reason = serializers.CharField(max_length=4_000)


class ColleagueLoad(serializers.Serializer[Any]):
    colleague = serializers.EmailField()
    open = serializers.IntegerField()


class DeskRead(serializers.Serializer[Any]):
    """What waits by the clock, as the home page counts it (each up to 1,000), and how the work is spread."""

    acknowledge_overdue = serializers.IntegerField()
    acknowledge_soon = serializers.IntegerField()
    referred_in = serializers.IntegerField()
    to_refer = serializers.IntegerField()
    clusters = serializers.IntegerField()
    nobodys = serializers.IntegerField()
    contested = serializers.IntegerField()
    load = ColleagueLoad(many=True)
