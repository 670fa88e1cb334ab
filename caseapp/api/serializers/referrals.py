"""Referrals as JSON."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from caseapp.api.serializers.common import AllowedActionSerializer, allowed_actions
from caseapp.casework.models import ReferralPacket
from caseapp.complaints.models import Complaint, Referral
from caseapp.complaints.workflow import REFERRALS


class PacketRead(serializers.ModelSerializer[ReferralPacket]):
    """What goes with a referral: the facts by their SHA-256, and whether the bag of evidence can be fetched now."""

    evidence_ready = serializers.SerializerMethodField()

    class Meta:
        model = ReferralPacket
        fields = ["facts_sha256", "files", "left_out", "evidence_ready"]
        read_only_fields = fields

    def get_evidence_ready(self, packet: ReferralPacket) -> bool:
        return bool(packet.export and packet.export.storage_name)


class ReferralRead(serializers.ModelSerializer[Referral]):
    """A hand-over. `status` accepted with `answered_at` is the receipt of the authority in `receiver`."""

    status = serializers.CharField(source="state")
    complaint = serializers.SlugRelatedField[Complaint](slug_field="reference", read_only=True)
    sender = serializers.CharField(source="from_authority.code", read_only=True)
    receiver = serializers.CharField(source="to_authority.code", read_only=True)
    packet = serializers.SerializerMethodField()
    allowed_actions = serializers.SerializerMethodField()

    class Meta:
        model = Referral
        fields = [
            "reference",
            "status",
            "complaint",
            "sender",
            "receiver",
            "reason",
            "answer",
            "proposed_by",
            "sent_at",
            "answered_at",
            "packet",
            "allowed_actions",
        ]
        read_only_fields = fields

    @extend_schema_field(PacketRead(allow_null=True))
    def get_packet(self, referral: Referral) -> Any:
        packet = getattr(referral, "packet", None)
        return PacketRead(packet).data if packet is not None else None

    @extend_schema_field(AllowedActionSerializer(many=True))
    def get_allowed_actions(self, referral: Referral) -> list[dict[str, Any]]:
        return allowed_actions(REFERRALS, self.context["actor"], referral)
