"""Case files and suits as JSON, for the firm; suits also for the clients."""

from typing import Any

from rest_framework import serializers

from caseapp.accounts.models import Firm
from caseapp.api.serializers.common import SumSerializer, allowed_actions, money
from caseapp.api.serializers.enforcement import RespondentShort
from caseapp.complaints.enums import GrantScope
from caseapp.litigation.enums import AwardKind, ConflictResult
from caseapp.litigation.models import Award, CaseFile, CivilSuit, ConflictCheck, Engagement, Hearing
from caseapp.litigation.workflow import CASE_FILE, ENGAGEMENT, SUIT


class EngagementRead(serializers.ModelSerializer[Engagement]):
    """A request to a firm, with what the caller may do to it now. Names stand on the complaint, once it is open."""

    status = serializers.CharField(source="state")
    complaint = serializers.CharField(source="complaint.reference")
    firm = serializers.CharField(source="firm.slug")
    case_file = serializers.CharField(source="case_file.reference", default=None)
    fee = serializers.SerializerMethodField()
    letter = serializers.CharField(source="letter.reference", default=None)
    allowed_actions = serializers.SerializerMethodField()

    class Meta:
        model = Engagement
        fields = [
            *("reference", "status", "complaint", "firm", "case_file", "scopes", "terms", "fee", "letter"),
            *("offered_at", "accepted_at", "accepted_sha256", "ended_at", "allowed_actions"),
        ]
        read_only_fields = fields

    def get_fee(self, engagement: Engagement) -> dict[str, Any] | None:
        if not engagement.fee_kind:
            return None
        return {
            "kind": engagement.fee_kind,
            "sum": money(engagement.fee_amount, engagement.fee_currency),
            "percent": str(engagement.fee_percent) if engagement.fee_percent is not None else None,
        }

    def get_allowed_actions(self, engagement: Engagement) -> list[dict[str, Any]]:
        return allowed_actions(ENGAGEMENT, self.context["actor"], engagement)


class EngagementWrite(serializers.Serializer[Any]):
    """Ask a firm to act on one's complaint, and choose what it may see once it does."""

    complaint = serializers.CharField(max_length=24)
    firm = serializers.SlugRelatedField(slug_field="slug", queryset=Firm.objects.all())
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=GrantScope.choices), default=list)
    request = serializers.CharField(max_length=4000, required=False, allow_blank=True, default="")


class ConflictDecisionWrite(serializers.Serializer[Any]):
    """What the newest conflict check came to."""

    result = serializers.ChoiceField(choices=ConflictResult.choices)
    reason = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class ConflictCheckRead(serializers.ModelSerializer[ConflictCheck]):
    """A report of a conflict check as it was kept. Names that nobody gave to the firm are empty."""

    class Meta:
        model = ConflictCheck
        fields = ["created_at", "why", "names", "compared", "hits", "result", "reason", "decided_at"]
        read_only_fields = fields


class CaseFileRow(serializers.ModelSerializer[CaseFile]):
    """A case file in a list."""

    status = serializers.CharField(source="state")
    respondent = RespondentShort(read_only=True)
    jurisdiction = serializers.CharField(source="jurisdiction_id")

    class Meta:
        model = CaseFile
        fields = ["reference", "status", "title", "respondent", "jurisdiction", "created_at"]
        read_only_fields = fields


class CaseFileRead(CaseFileRow):
    """A case file whole. Privileged notes never leave by the API."""

    complaints = serializers.SerializerMethodField()
    suits = serializers.SerializerMethodField()
    allowed_actions = serializers.SerializerMethodField()

    class Meta(CaseFileRow.Meta):
        fields = [*CaseFileRow.Meta.fields, "closed_at", "complaints", "suits", "allowed_actions"]
        read_only_fields = fields

    def get_complaints(self, case_file: CaseFile) -> list[str]:
        return list(case_file.engagements.order_by("pk").values_list("complaint__reference", flat=True)[:200])

    def get_suits(self, case_file: CaseFile) -> list[str]:
        return list(case_file.suits.order_by("pk").values_list("reference", flat=True)[:200])

    def get_allowed_actions(self, case_file: CaseFile) -> list[dict[str, Any]]:
        return allowed_actions(CASE_FILE, self.context["actor"], case_file)


class CaseFileWrite(serializers.Serializer[Any]):
    """Open a case file for accepted engagements."""

    title = serializers.CharField(max_length=200)
    engagements = serializers.ListField(child=serializers.CharField(max_length=24), min_length=1, max_length=200)


class HearingShape(serializers.ModelSerializer[Hearing]):
    class Meta:
        model = Hearing
        fields = ["starts_at", "time_zone", "place", "purpose", "outcome"]
        read_only_fields = ["outcome"]


class AwardRead(serializers.ModelSerializer[Award]):
    amount = serializers.SerializerMethodField()

    class Meta:
        model = Award
        fields = ["kind", "amount", "awarded_on"]
        read_only_fields = fields

    def get_amount(self, award: Award) -> dict[str, str] | None:
        return money(award.amount, award.currency)


class AwardWrite(serializers.Serializer[Any]):
    """A sum that the judgment gives, in the suit's currency."""

    kind = serializers.ChoiceField(choices=AwardKind.choices)
    amount = serializers.DecimalField(max_digits=18, decimal_places=2)
    awarded_on = serializers.DateField()


class SuitRow(serializers.ModelSerializer[CivilSuit]):
    """A suit in a list."""

    status = serializers.CharField(source="state")
    respondent = RespondentShort(source="case_file.respondent", read_only=True)
    claimed = serializers.SerializerMethodField()

    class Meta:
        model = CivilSuit
        fields = ["reference", "status", "respondent", "court", "docket_number", "cause", "claimed", "filed_on"]
        read_only_fields = fields

    def get_claimed(self, suit: CivilSuit) -> dict[str, str] | None:
        return money(suit.claimed_amount, suit.currency)


class SuitRead(SuitRow):
    """A suit whole, with what the caller may do to it now."""

    hearings = HearingShape(many=True, read_only=True)
    awards = AwardRead(many=True, read_only=True)
    judgments = serializers.SerializerMethodField()
    allowed_actions = serializers.SerializerMethodField()

    class Meta(SuitRow.Meta):
        fields = [
            *SuitRow.Meta.fields,
            *("judge", "adverse_counsel", "hearings", "judgments", "awards", "allowed_actions"),
        ]
        read_only_fields = fields

    def get_judgments(self, suit: CivilSuit) -> list[dict[str, Any]]:
        return [
            {
                "decided_on": each.decided_on.isoformat(),
                "result": each.result,
                "summary": each.summary,
                "final": each.final,
            }
            for each in suit.judgments.all()
        ]

    def get_allowed_actions(self, suit: CivilSuit) -> list[dict[str, Any]]:
        return allowed_actions(SUIT, self.context["actor"], suit)


class SuitChange(serializers.ModelSerializer[CivilSuit]):
    """What is known of a suit beside its stages."""

    class Meta:
        model = CivilSuit
        fields = ["court", "docket_number", "judge", "adverse_counsel", "cause"]


class SuitWrite(serializers.Serializer[Any]):
    """Open a suit in a case file."""

    case_file = serializers.CharField(max_length=24)
    court = serializers.CharField(max_length=200)
    cause = serializers.CharField(max_length=300)
    claimed = SumSerializer(required=False, allow_null=True, default=None)
    currency = serializers.RegexField(r"^[A-Z]{3}$", required=False)
    docket_number = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
