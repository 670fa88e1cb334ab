"""Parties, team, facts and the proof of each element of a case file as JSON, for its firm."""

from typing import Any

from rest_framework import serializers

from caseapp.accounts.models import User
from caseapp.litigation.enums import FactStanding, MatterKind, PartyRole, Strength
from caseapp.litigation.models import CaseFact, CaseFile, CaseParty
from caseapp.litigation.models.case_files import VERSION_LENGTH
from caseapp.litigation.services.case_files import NOTES_MAX


class PartyShape(serializers.ModelSerializer[CaseParty]):
    """Somebody in a case file; `other_names` one a line, in any script."""

    number = serializers.IntegerField(source="pk", read_only=True)
    role = serializers.ChoiceField(choices=PartyRole.choices)

    class Meta:
        model = CaseParty
        fields = ["number", "role", "name", "other_names", "note"]


class TeamRead(serializers.ModelSerializer[CaseFile]):
    """Who answers for a case file and who works on it, by e-mail address."""

    responsible = serializers.EmailField(source="responsible.email", default=None, allow_null=True)
    team: Any = serializers.SlugRelatedField(slug_field="email", many=True, read_only=True)

    class Meta:
        model = CaseFile
        fields = ["responsible", "team"]
        read_only_fields = fields


def _person(**options: Any) -> Any:
    return serializers.SlugRelatedField(slug_field="email", queryset=User.objects.filter(is_active=True), **options)


class TeamWrite(serializers.Serializer[Any]):
    """People of the firm, by e-mail address; the list replaces the one before."""

    responsible = _person(required=False, allow_null=True, default=None)
    team = _person(many=True)


class FactShape(serializers.ModelSerializer[CaseFact]):
    """One fact as it is to be proven or is agreed."""

    number = serializers.IntegerField(source="pk", read_only=True)
    text = serializers.CharField(max_length=1000)
    standing = serializers.ChoiceField(choices=FactStanding.choices, required=False, default=FactStanding.UNKNOWN)

    class Meta:
        model = CaseFact
        fields = ["number", "happened_on", "text", "standing"]
        extra_kwargs = {"happened_on": {"default": None}}


class HappeningRead(serializers.Serializer[Any]):
    """A dated fact, or something that was done in the case file, its engagements, its suits and their offers."""

    day = serializers.DateField()
    fact = serializers.BooleanField(source="is_fact")
    sentence = serializers.CharField(source="words")
    by = serializers.CharField(help_text="Who did it; of a fact, how it stands.")
    about = serializers.CharField(help_text="The suit or engagement it belongs to; empty for the case file itself.")


class NotesShape(serializers.Serializer[Any]):
    """The firm's privileged notes in a case file, whole; empty where none were written. Notes that replace others name
    the version of those; where somebody wrote others meanwhile, the answer is 409 and nothing is lost.
    """

    notes = serializers.CharField(max_length=NOTES_MAX, allow_blank=True, trim_whitespace=False)
    version = serializers.CharField(max_length=VERSION_LENGTH, allow_blank=True, default="")


class TaskTemplateShape(serializers.Serializer[Any]):
    """One task of a template: whose work it is, and how many days after it is taken up it is due."""

    key = serializers.CharField()
    title = serializers.CharField()
    days = serializers.IntegerField()
    role = serializers.CharField()


class TemplateWrite(serializers.Serializer[Any]):
    """Which kind of matter's tasks to take up."""

    kind = serializers.ChoiceField(choices=MatterKind.choices)


class ElementRead(serializers.Serializer[Any]):
    """One element: what is asked, what the client's answer amounts to, and how the firm means to prove it."""

    element = serializers.CharField(source="key")
    question = serializers.CharField()
    article = serializers.CharField()
    answer = serializers.CharField()
    finding = serializers.CharField(source="state")
    strength = serializers.SerializerMethodField()
    gap = serializers.SerializerMethodField()
    facts = serializers.ListField(child=serializers.CharField())
    exhibits = serializers.ListField(child=serializers.CharField())
    task = serializers.SerializerMethodField()

    def get_strength(self, row: Any) -> str:
        return str(row.proof.strength if row.proof else Strength.OPEN.value)

    def get_gap(self, row: Any) -> str:
        return str(row.proof.gap) if row.proof else ""

    def get_task(self, row: Any) -> int | None:
        return row.proof.task_id if row.proof else None


class MatrixRead(serializers.Serializer[Any]):
    """The elements of one law, by the version that the complaint was read by."""

    law = serializers.CharField()
    version = serializers.IntegerField()
    name = serializers.CharField()
    open = serializers.IntegerField()
    elements = ElementRead(source="rows", many=True)


class ProofWrite(serializers.Serializer[Any]):
    """How an element is to be proven: numbers of facts, ids of evidence. A gap becomes a task; none finishes it."""

    facts = serializers.ListField(child=serializers.IntegerField(), max_length=200, required=False, default=list)
    exhibits = serializers.ListField(child=serializers.UUIDField(), max_length=200, required=False, default=list)
    strength = serializers.ChoiceField(choices=Strength.choices)
    gap = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
    assignee = _person(required=False, allow_null=True, default=None)
    due_on = serializers.DateField(required=False, allow_null=True, default=None)
