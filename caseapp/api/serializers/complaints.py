"""A complaint as JSON."""

from typing import Any

from django.conf import settings
from rest_framework import serializers

from caseapp.accounts.models import Authority
from caseapp.api.serializers.common import AllowedActionSerializer, allowed_actions
from caseapp.complaints.enums import Answer, Channel, Concern, FiledFor, FilingBasis, Harm, Relief, VenueKind
from caseapp.complaints.models import Complaint, Message
from caseapp.complaints.services import ComplaintFacts, Contact
from caseapp.complaints.workflow import WORKFLOW
from caseapp.core.actors import Actor
from caseapp.core.enums import ActorSector, ConsentDefect, Modality, Sector, Use, Vulnerability
from caseapp.law.models import Jurisdiction
from caseapp.respondents.services import describe_respondent


class RespondentNamed(serializers.Serializer[Any]):
    """Whom the complaint is about: an existing `reference`, or a name with country and sector."""

    reference = serializers.CharField(max_length=24, required=False)
    name = serializers.CharField(max_length=200, required=False)
    country = serializers.SlugRelatedField(slug_field="code", queryset=Jurisdiction.objects.all(), required=False)
    sector = serializers.ChoiceField(choices=Sector.choices, required=False)


class Venue(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=VenueKind.choices)
    name = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    address = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class Consent(serializers.Serializer[Any]):
    asked = serializers.ChoiceField(choices=Answer.choices, required=False, allow_blank=True, default="")
    separate = serializers.ChoiceField(choices=Answer.choices, required=False, allow_blank=True, default="")
    alternative_offered = serializers.ChoiceField(choices=Answer.choices, required=False, allow_blank=True, default="")
    withdrawn = serializers.ChoiceField(choices=Answer.choices, required=False, allow_blank=True, default="")


class ContactGiven(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    email = serializers.EmailField(required=False, allow_blank=True, default="")
    phone = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")


class ComplaintWrite(serializers.Serializer[Any]):
    """What filing takes. Enumerations are those of the schema; `language` is the language of the case."""

    jurisdiction = serializers.SlugRelatedField(slug_field="code", queryset=Jurisdiction.objects.all())
    authority = serializers.SlugRelatedField(
        slug_field="code", queryset=Authority.objects.all(), required=False, allow_null=True, default=None
    )
    respondent = RespondentNamed()
    venue = Venue()
    occurred_on = serializers.DateField()
    ongoing = serializers.BooleanField(default=False)
    actor = serializers.ChoiceField(choices=ActorSector.choices)
    use = serializers.ChoiceField(choices=Use.choices)
    modality = serializers.ChoiceField(choices=Modality.choices, default=Modality.FACE)
    consent = Consent(required=False)
    consent_defect = serializers.ListField(
        child=serializers.ChoiceField(choices=ConsentDefect.choices), required=False, default=list, max_length=11
    )
    harms = serializers.ListField(
        child=serializers.ChoiceField(choices=Harm.choices), required=False, default=list, max_length=10
    )
    relief_sought = serializers.ListField(
        child=serializers.ChoiceField(choices=Relief.choices), required=False, default=list, max_length=7
    )
    narrative = serializers.CharField(max_length=20_000)
    concerns = serializers.ListField(
        child=serializers.ChoiceField(choices=Concern.choices), required=False, default=list, max_length=7
    )
    filed_for = serializers.ChoiceField(choices=FiledFor.choices, default=FiledFor.SELF)
    filer_relation = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")
    filer_basis = serializers.ChoiceField(choices=FilingBasis.choices, required=False, allow_blank=True, default="")
    persons_affected = serializers.IntegerField(min_value=1, max_value=2_000_000_000, default=1)
    minors = serializers.BooleanField(default=False)
    vulnerable = serializers.ChoiceField(choices=Vulnerability.choices, required=False, allow_blank=True, default="")
    language = serializers.ChoiceField(choices=settings.LANGUAGES, default="en")
    contact = ContactGiven(required=False)
    anonymous = serializers.BooleanField(default=False)
    recovery_email = serializers.EmailField(
        required=False,
        allow_blank=True,
        default="",
        help_text="For an anonymous complaint: kept sealed, for a lost receipt code alone.",
    )

    def validate_respondent(self, value: dict[str, Any]) -> dict[str, Any]:
        if not (value.get("reference") or (value.get("name", "").strip() and value.get("country"))):
            raise serializers.ValidationError("Give a reference, or a name with a country.")
        return value

    def facts(self, actor: Actor) -> ComplaintFacts:
        """The facts to file; a respondent that is only named is entered as described."""
        from caseapp.respondents.selectors import respondent_by_reference

        data = self.validated_data
        named, venue, consent = data["respondent"], data["venue"], data.get("consent", {})
        respondent = (
            respondent_by_reference(named["reference"])
            if named.get("reference")
            else describe_respondent(
                actor=actor,
                name=named["name"],
                country=named["country"],
                sector=named.get("sector", Sector.OTHER),
                kind=data["actor"],
                address=venue["address"],
            )
        )
        return ComplaintFacts(
            jurisdiction=data["jurisdiction"],
            authority=data["authority"],
            respondent=respondent,
            sector=named.get("sector") or respondent.sector,
            respondent_kind=data["actor"],
            venue_kind=venue["kind"],
            venue_name=venue["name"],
            venue_address=venue["address"],
            occurred_on=data["occurred_on"],
            ongoing=data["ongoing"],
            use=data["use"],
            modality=data["modality"],
            consent_asked=consent.get("asked", ""),
            consent_separate=consent.get("separate", ""),
            alternative_offered=consent.get("alternative_offered", ""),
            consent_withdrawn=consent.get("withdrawn", ""),
            consent_defect=tuple(data["consent_defect"]),
            harms=tuple(data["harms"]),
            relief_sought=tuple(data["relief_sought"]),
            narrative=data["narrative"],
            persons_affected=data["persons_affected"],
            minors=data["minors"],
            vulnerable=data["vulnerable"],
            language=data["language"],
            anonymous=data["anonymous"],
            concerns=tuple(data["concerns"]),
            filed_for=data["filed_for"],
            filer_relation=data["filer_relation"],
            filer_basis=data["filer_basis"],
            channel=Channel.API,
        )

    def contact_given(self) -> Contact | None:
        given = self.validated_data.get("contact")
        return Contact(**given) if given else None


class ComplaintRow(serializers.ModelSerializer[Complaint]):
    """A complaint in a list."""

    status = serializers.CharField(source="state")
    jurisdiction = serializers.CharField(source="jurisdiction_id")
    authority: Any = serializers.SlugRelatedField(slug_field="code", read_only=True)
    respondent = serializers.SerializerMethodField()
    assigned_to = serializers.CharField(source="assigned_to.display_name", default=None)

    class Meta:
        model = Complaint
        fields = [
            "reference",
            "status",
            "jurisdiction",
            "authority",
            "respondent",
            "sector",
            "use",
            "occurred_on",
            "ongoing",
            "anonymous",
            "assigned_to",
            "outcome",
            "submitted_at",
        ]
        read_only_fields = fields

    def get_respondent(self, complaint: Complaint) -> dict[str, str]:
        return {
            "reference": complaint.respondent.reference,
            "name": complaint.respondent.name,
            "country": complaint.respondent.country_id,
            "sector": complaint.respondent.sector,
        }


class ComplaintRead(ComplaintRow):
    """A complaint whole, with what the caller may do to it now. `contact` stands only for those who were given it."""

    actor = serializers.CharField(source="respondent_kind")
    venue = serializers.SerializerMethodField()
    consent = serializers.SerializerMethodField()
    allowed_actions = serializers.SerializerMethodField()

    class Meta(ComplaintRow.Meta):
        fields = [
            *ComplaintRow.Meta.fields,
            "actor",
            "venue",
            "consent",
            "consent_defect",
            "harms",
            "relief_sought",
            "narrative",
            "persons_affected",
            "minors",
            "vulnerable",
            "modality",
            "language",
            "concerns",
            "filed_for",
            "filer_relation",
            "filer_basis",
            "channel",
            "received_on",
            "statement_sha256",
            "acknowledged_at",
            "closed_at",
            "allowed_actions",
        ]
        read_only_fields = fields

    def get_venue(self, complaint: Complaint) -> dict[str, str]:
        return {"kind": complaint.venue_kind, "name": complaint.venue_name, "address": complaint.venue_address}

    def get_consent(self, complaint: Complaint) -> dict[str, str]:
        return {
            "asked": complaint.consent_asked,
            "separate": complaint.consent_separate,
            "alternative_offered": complaint.alternative_offered,
            "withdrawn": complaint.consent_withdrawn,
        }

    def get_allowed_actions(self, complaint: Complaint) -> "AllowedActionSerializer":
        return allowed_actions(WORKFLOW, self.context["actor"], complaint)  # type: ignore[return-value]


class ComplaintFiled(ComplaintRead):
    """The answer to filing; `receipt_code` for a complaint without an account only, and only this once."""

    receipt_code = serializers.SerializerMethodField()

    class Meta(ComplaintRead.Meta):
        fields = [*ComplaintRead.Meta.fields, "receipt_code"]
        read_only_fields = fields

    def get_receipt_code(self, complaint: Complaint) -> str | None:
        code: str | None = self.context.get("receipt_code")
        return code


class MessageSerializer(serializers.ModelSerializer[Message]):
    """One letter of the correspondence; `attachments` are the ids of evidence that was sent with it."""

    attachments: Any = serializers.PrimaryKeyRelatedField(many=True, read_only=True)

    class Meta:
        model = Message
        fields = ["side", "body", "is_request", "due_on", "created_at", "attachments"]
        read_only_fields = ["side", "is_request", "due_on", "created_at", "attachments"]
