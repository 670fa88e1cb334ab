"""What is asked of a respondent and what it answers, as JSON."""

from typing import Any

from django.conf import settings
from rest_framework import serializers

from caseapp.api.serializers.common import allowed_actions
from caseapp.enforcement.models import InformationRequest, Invitation, RequestedElement, TimeWish
from caseapp.enforcement.services.invitations import MOST_DAYS
from caseapp.enforcement.workflow import TIME_WISH


class ElementName(serializers.Serializer[Any]):
    """An element of a law by the law's code and its key."""

    framework = serializers.CharField(max_length=40)
    element = serializers.CharField(max_length=80)


class RequestedElementRead(serializers.ModelSerializer[RequestedElement]):
    """One element asked about; the answer is empty until the whole answer was sent."""

    framework = serializers.CharField(source="element.framework.code", read_only=True)
    key = serializers.CharField(source="element.key", read_only=True)
    question = serializers.CharField(source="element.question", read_only=True)
    answer = serializers.SerializerMethodField()

    class Meta:
        model = RequestedElement
        fields = ["framework", "key", "question", "answer"]
        read_only_fields = fields

    def get_answer(self, row: RequestedElement) -> str:
        return row.answer if row.request.answered_on is not None else ""


class InformationRequestRead(serializers.ModelSerializer[InformationRequest]):
    """A request for information, the days that were missed, and the answer once it was sent."""

    elements = RequestedElementRead(many=True, read_only=True)
    answer = serializers.SerializerMethodField()
    files = serializers.SerializerMethodField()
    missed = serializers.SerializerMethodField()

    class Meta:
        model = InformationRequest
        fields = ["id", "body", "due_on", "created_at", "answered_on", "answer", "elements", "files", "missed"]
        read_only_fields = fields

    def get_answer(self, asked: InformationRequest) -> str:
        return asked.answer if asked.answered_on is not None else ""

    def get_files(self, asked: InformationRequest) -> list[str]:
        """Ids of evidence, for `/evidence/{id}/`."""
        return [str(item.pk) for item in asked.files.all()]

    def get_missed(self, asked: InformationRequest) -> list[str]:
        """Days by which nothing had come."""
        return [row.due_on.isoformat() for row in asked.missed_days.all()]


class InformationRequestWrite(serializers.Serializer[Any]):
    """What the respondent is asked, by when, and which elements it has to answer one by one."""

    body = serializers.CharField(max_length=10_000)
    due_on = serializers.DateField()
    elements = ElementName(many=True, required=False)


class AnswerWrite(serializers.Serializer[Any]):
    """What the respondent answered, and on which day it came."""

    answered_on = serializers.DateField()
    answer = serializers.CharField(max_length=20_000)


class RespondentInvitationRead(serializers.ModelSerializer[Invitation]):
    """An invitation; never its link or code."""

    recipient = serializers.CharField(read_only=True)

    class Meta:
        model = Invitation
        fields = ["id", "recipient", "language", "created_at", "expires_at", "revoked_at", "opened_at"]
        read_only_fields = fields


class InvitationMade(RespondentInvitationRead):
    """A new invitation with the address of its link and its code, shown this once."""

    link = serializers.URLField(read_only=True)
    code = serializers.CharField(read_only=True)

    class Meta(RespondentInvitationRead.Meta):
        fields = [*RespondentInvitationRead.Meta.fields, "link", "code"]
        read_only_fields = fields


class InvitationWrite(serializers.Serializer[Any]):
    """Whom to invite, for how many days, and the language of the page."""

    recipient = serializers.CharField(max_length=200)
    days = serializers.IntegerField(min_value=1, max_value=MOST_DAYS, default=180)
    language = serializers.CharField(max_length=10, default="en")

    def validate_language(self, value: str) -> str:
        if value not in dict(settings.LANGUAGES):
            raise serializers.ValidationError("There are no pages in this language.")
        return value


class TimeWishRead(serializers.ModelSerializer[TimeWish]):
    """A wish of the respondent for more time; `request` is empty when it is about the notice of intent."""

    status = serializers.CharField(source="state", read_only=True)
    allowed_actions = serializers.SerializerMethodField()

    class Meta:
        model = TimeWish
        fields = [
            "id",
            "status",
            "request",
            "wanted_until",
            "reason",
            "granted_until",
            "answer",
            "created_at",
            "decided_at",
            "allowed_actions",
        ]
        read_only_fields = fields

    def get_allowed_actions(self, wish: TimeWish) -> list[dict[str, Any]]:
        return allowed_actions(TIME_WISH, self.context["actor"], wish)
