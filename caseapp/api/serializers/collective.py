"""Collective actions as JSON: the firm's side, and the invited's own."""

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from caseapp.api.serializers.common import SumSerializer, TransitionSerializer, allowed_actions, money
from caseapp.api.serializers.enforcement import RespondentShort
from caseapp.complaints.enums import GrantScope
from caseapp.core.enums import Use
from caseapp.litigation.enums import ShareRule
from caseapp.litigation.models import CollectiveAction, CollectiveInvitation, Distribution
from caseapp.litigation.selectors import collective as selectors
from caseapp.litigation.selectors.agreements import clauses
from caseapp.litigation.selectors.roster import Place
from caseapp.litigation.selectors.share_statements import statements_of
from caseapp.litigation.workflow import ACTION, DISTRIBUTION, INVITATION, MEMBER


class CollectiveTransition(TransitionSerializer):
    """A workflow action of a collective action, a claim on its roster or an invitation, and what it needs."""

    join_by = serializers.DateField(required=False)
    cure_by = serializers.DateField(required=False)
    suit = serializers.CharField(max_length=24, required=False)
    name = serializers.CharField(max_length=200, required=False)
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=GrantScope.choices), required=False)


class ActionRow(serializers.ModelSerializer[CollectiveAction]):
    """A collective action in a list."""

    status = serializers.CharField(source="state")
    case_file = serializers.CharField(source="case_file.reference")
    respondent = RespondentShort(source="case_file.respondent", read_only=True)
    suit = serializers.CharField(source="suit.reference", default=None)
    on_roster = serializers.IntegerField()

    class Meta:
        model = CollectiveAction
        fields = ["reference", "status", "title", "case_file", "respondent", "suit", "join_by", "on_roster"]
        read_only_fields = fields


class ActionRead(ActionRow):
    """A collective action whole. `invited` and `matching` are null below five: nobody is singled out."""

    hoped = serializers.SerializerMethodField()
    cluster = serializers.CharField(source="cluster.reference", default=None)
    invited = serializers.SerializerMethodField()
    matching = serializers.SerializerMethodField()
    allowed_actions = serializers.SerializerMethodField()

    class Meta(ActionRow.Meta):
        fields = [
            *ActionRow.Meta.fields,
            "about",
            "questions",
            "costs",
            "given_up",
            "hoped",
            "use",
            "happened_from",
            "happened_until",
            "cluster",
            "invited",
            "matching",
            "allowed_actions",
        ]
        read_only_fields = fields

    def get_hoped(self, action: CollectiveAction) -> dict[str, str] | None:
        return money(action.hoped_amount, action.currency)

    def get_invited(self, action: CollectiveAction) -> int | None:
        return selectors.invited_count(action)

    def get_matching(self, action: CollectiveAction) -> int | None:
        return selectors.told(selectors.matching_complaints(action).count())

    def get_allowed_actions(self, action: CollectiveAction) -> list[dict[str, Any]]:
        return allowed_actions(ACTION, self.context["actor"], action)


class ActionShape(serializers.Serializer[Any]):
    """What a collective action is about, whom it looks for, and what members are told."""

    title = serializers.CharField(max_length=200)
    about = serializers.CharField(max_length=4000)
    questions = serializers.ListField(child=serializers.CharField(max_length=300), min_length=1, max_length=12)
    costs = serializers.CharField(max_length=2000)
    given_up = serializers.CharField(max_length=2000)
    hoped = SumSerializer(required=False, allow_null=True, default=None)
    currency = serializers.RegexField(r"^[A-Z]{3}$", required=False)
    use = serializers.ChoiceField(choices=Use.choices, required=False, allow_blank=True, default="")
    happened_from = serializers.DateField(required=False, allow_null=True, default=None)
    happened_until = serializers.DateField(required=False, allow_null=True, default=None)
    cluster = serializers.CharField(max_length=24, required=False, allow_blank=True, default="")


class ActionWrite(ActionShape):
    """Propose a collective action in a case file of the firm."""

    case_file = serializers.CharField(max_length=24)


class InvitationCount(serializers.Serializer[Any]):
    """How many were invited and joined; null below five. The firm is never told who was invited."""

    invited = serializers.IntegerField(allow_null=True)
    joined = serializers.IntegerField()
    join_by = serializers.DateField(allow_null=True)


class InviteWrite(serializers.Serializer[Any]):
    """Invite everybody who matches and agreed to be contacted."""

    join_by = serializers.DateField()


class MemberRead(serializers.Serializer[Any]):
    """A claim on the roster, with doubts to look at."""

    number = serializers.IntegerField(source="member.pk")
    status = serializers.CharField(source="member.state")
    name = serializers.CharField()
    complaint = serializers.CharField(source="member.complaint.reference")
    scopes = serializers.ListField(child=serializers.CharField(), source="member.scopes")
    joined_at = serializers.DateTimeField(source="member.joined_at")
    agreed_sha256 = serializers.CharField(source="member.agreed_sha256")
    deficiency = serializers.CharField(source="member.deficiency")
    cure_by = serializers.DateField(source="member.cure_by")
    cured = serializers.CharField(source="member.cured")
    harm_weight = serializers.IntegerField(source="member.harm_weight")
    days = serializers.IntegerField(source="member.days")
    doubts = serializers.ListField(child=serializers.CharField())
    allowed_actions = serializers.SerializerMethodField()

    def get_allowed_actions(self, place: Place) -> list[dict[str, Any]]:
        return allowed_actions(MEMBER, self.context["actor"], place.member)


class AdmissionsWrite(serializers.Serializer[Any]):
    """Claims to be admitted at once, 200 at most, by their numbers on the roster."""

    numbers = serializers.ListField(child=serializers.IntegerField(), allow_empty=False, max_length=200)


class WeightsWrite(serializers.Serializer[Any]):
    """How a claim counts where a sum is divided."""

    harm_weight = serializers.IntegerField(min_value=0, max_value=100)
    days = serializers.IntegerField(min_value=0, max_value=36_600)


class DistributionWrite(serializers.Serializer[Any]):
    """What came in, what goes off, and the rule for the rest; in the currency of the suit or the action."""

    rule = serializers.ChoiceField(choices=ShareRule.choices)
    gross = serializers.DecimalField(max_digits=18, decimal_places=2)
    costs = serializers.DecimalField(max_digits=18, decimal_places=2, required=False, default=Decimal(0))
    fee = serializers.DecimalField(max_digits=18, decimal_places=2, required=False, default=Decimal(0))
    basis = serializers.CharField(max_length=4000)


class DistributionRead(serializers.ModelSerializer[Distribution]):
    """A distribution with every share."""

    status = serializers.CharField(source="state")
    gross = serializers.SerializerMethodField()
    costs = serializers.SerializerMethodField()
    fee = serializers.SerializerMethodField()
    net = serializers.SerializerMethodField()
    shares = serializers.SerializerMethodField()
    allowed_actions = serializers.SerializerMethodField()

    class Meta:
        model = Distribution
        fields = ["reference", "status", "rule", "gross", "costs", "fee", "net", "basis", "shares", "allowed_actions"]
        read_only_fields = fields

    def get_gross(self, made: Distribution) -> dict[str, str] | None:
        return money(made.gross_amount, made.currency)

    def get_costs(self, made: Distribution) -> dict[str, str] | None:
        return money(made.costs_amount, made.currency)

    def get_fee(self, made: Distribution) -> dict[str, str] | None:
        return money(made.fee_amount, made.currency)

    def get_net(self, made: Distribution) -> dict[str, str] | None:
        return money(made.net_amount, made.currency)

    def get_shares(self, made: Distribution) -> list[dict[str, Any]]:
        return [
            {"member": share.member_id, "weight": share.weight, "amount": money(share.amount, made.currency)}
            for share in made.shares.all()
        ]

    def get_allowed_actions(self, made: Distribution) -> list[dict[str, Any]]:
        return allowed_actions(DISTRIBUTION, self.context["actor"], made)


class InvitationRow(serializers.ModelSerializer[CollectiveInvitation]):
    """An invitation in a list of one's own."""

    status = serializers.CharField(source="state")
    complaint = serializers.CharField(source="complaint.reference")
    title = serializers.CharField(source="action.title")
    firm = serializers.CharField(source="action.firm.slug")
    join_by = serializers.DateField(source="action.join_by")

    class Meta:
        model = CollectiveInvitation
        fields = ["reference", "status", "complaint", "title", "firm", "join_by"]
        read_only_fields = fields


class InvitationRead(InvitationRow):
    """An invitation whole; once joined, one's place on the roster and one's shares."""

    clauses = serializers.SerializerMethodField()
    membership = serializers.SerializerMethodField()
    allowed_actions = serializers.SerializerMethodField()

    class Meta(InvitationRow.Meta):
        fields = [*InvitationRow.Meta.fields, "clauses", "membership", "allowed_actions"]
        read_only_fields = fields

    def get_clauses(self, invitation: CollectiveInvitation) -> list[dict[str, Any]]:
        return [
            {"heading": one.heading, "text": one.text, "points": list(one.points)} for one in clauses(invitation.action)
        ]

    def get_membership(self, invitation: CollectiveInvitation) -> dict[str, Any] | None:
        member = getattr(invitation, "member", None)
        if member is None:
            return None
        return {
            "status": member.state,
            "joined_at": member.joined_at.isoformat(),
            "agreed_sha256": member.agreed_sha256,
            "deficiency": member.deficiency,
            "cure_by": member.cure_by.isoformat() if member.cure_by else None,
            "shares": [
                {
                    "distribution": one.distribution.reference,
                    "status": one.distribution.state,
                    "amount": money(one.amount, one.currency),
                    "weight": one.weight,
                    "weights": one.weights,
                }
                for one in statements_of(member)
            ],
        }

    def get_allowed_actions(self, invitation: CollectiveInvitation) -> list[dict[str, Any]]:
        actor, member = self.context["actor"], getattr(invitation, "member", None)
        own = allowed_actions(MEMBER, actor, member) if member is not None else []
        return [*allowed_actions(INVITATION, actor, invitation), *own]


class ContactConsentShape(serializers.Serializer[Any]):
    """Whether law firms may invite the complainant to act together with others. No firm sees it."""

    agreed = serializers.BooleanField()
