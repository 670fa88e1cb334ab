"""Documents and letters as JSON."""

from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from caseapp.api.serializers.common import AllowedActionSerializer, allowed_actions
from caseapp.documents.enums import FIRM_KINDS, RIGHTS_KINDS, Channel, Reply
from caseapp.documents.models import Document, LetterTemplate, RightsLetter, TextReview
from caseapp.documents.selectors.letters import clock_of
from caseapp.documents.workflow import LETTER
from caseapp.documents.writing.grammar import LONGEST


class DocumentShape(serializers.ModelSerializer[Document]):
    """What is known of a frozen document; `sha256` is its PDF's."""

    complaint: Any = serializers.SlugRelatedField(slug_field="reference", read_only=True, allow_null=True)

    class Meta:
        model = Document
        fields = [
            "reference",
            "kind",
            "title",
            "language",
            "version",
            "side",
            "complaint",
            "matter",
            "made_at",
            "sha256",
            "size",
        ]
        read_only_fields = fields


class TextReviewShape(serializers.ModelSerializer[TextReview]):
    """Who stands for one version of a text."""

    reviewed_by = serializers.CharField(source="reviewed_by.display_name", read_only=True)

    class Meta:
        model = TextReview
        fields = ["reviewed_by", "admission", "note", "reviewed_at"]
        read_only_fields = fields


class TextRowShape(serializers.ModelSerializer[LetterTemplate]):
    """A text in its current version; `place` is null where it serves every place without one of its own, `own` is true
    for the copy of a firm or an authority. `reviews` are those of this version, the newest first; none means that no
    lawyer has reviewed it, unless `reviewed_on` says when it was held against the law.
    """

    place: Any = serializers.SlugRelatedField(source="jurisdiction", slug_field="code", read_only=True, allow_null=True)
    own = serializers.BooleanField(source="is_own", read_only=True)
    reviews = TextReviewShape(many=True, read_only=True)

    class Meta:
        model = LetterTemplate
        fields = [
            "id",
            "kind",
            "place",
            "language",
            "version",
            "own",
            "title",
            "answer_days",
            "note",
            "sources",
            "dated_on",
            "reviewed_on",
            "valid_from",
            "valid_to",
            "fingerprint",
            "reviews",
        ]
        read_only_fields = fields


class TextShape(TextRowShape):
    """The same with its words."""

    class Meta(TextRowShape.Meta):
        fields = [*TextRowShape.Meta.fields, "body"]
        read_only_fields = fields


class TextWrite(serializers.Serializer[Any]):
    """A text in one's own words."""

    title = serializers.CharField(max_length=300)
    body = serializers.CharField(max_length=LONGEST, trim_whitespace=False)


class TextTrialShape(serializers.Serializer[Any]):
    """What a text came to with sample facts: what keeps it from being used, what was missing, and how it reads."""

    faults = serializers.ListField(child=serializers.CharField())
    missing = serializers.ListField(child=serializers.CharField())
    html = serializers.CharField()


class TextReviewWrite(serializers.Serializer[Any]):
    """Where the reviewer is admitted to practise, and what they looked at."""

    admission = serializers.CharField(max_length=200)
    note = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class LetterWrite(serializers.Serializer[Any]):
    """What writing a letter takes; the rest comes from the complaint. `language` is the one it goes out in."""

    kind = serializers.ChoiceField(choices=[(kind.value, kind.label) for kind in RIGHTS_KINDS])
    language = serializers.ChoiceField(choices=settings.LANGUAGES, required=False)
    name = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    mail_address = serializers.CharField(max_length=300)
    respondent_address = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
    own_words = serializers.CharField(max_length=4000, required=False, allow_blank=True, default="")


class LetterClockShape(serializers.Serializer[Any]):
    """By when an answer is due and how that day came about; `by_law` is false where the letter itself asks for it."""

    day = serializers.DateField()
    article = serializers.CharField()
    working = serializers.ListField(child=serializers.CharField())
    by_law = serializers.BooleanField()


class LetterShape(serializers.ModelSerializer[RightsLetter]):
    """A complainant's letter: what goes out, the copy to read, its clock, what came, and what may be done now."""

    document = DocumentShape(read_only=True)
    reading_copy = DocumentShape(read_only=True, allow_null=True)
    record = DocumentShape(read_only=True, allow_null=True)
    clock = serializers.SerializerMethodField()
    allowed_actions = serializers.SerializerMethodField()

    class Meta:
        model = RightsLetter
        fields = [
            "kind",
            "state",
            "document",
            "reading_copy",
            "sent_on",
            "sent_by",
            "received_on",
            "clock",
            "answered_on",
            "answer",
            "record",
            "allowed_actions",
        ]
        read_only_fields = fields

    @extend_schema_field(LetterClockShape(allow_null=True))
    def get_clock(self, letter: RightsLetter) -> Any:
        clock = clock_of(letter)
        if clock is None:
            return None
        return LetterClockShape(
            {"day": clock.day, "article": clock.article, "working": list(clock.working), "by_law": clock.by_law}
        ).data

    @extend_schema_field(AllowedActionSerializer(many=True))
    def get_allowed_actions(self, letter: RightsLetter) -> Any:
        return allowed_actions(LETTER, self.context["actor"], letter)


class LetterTransition(serializers.Serializer[Any]):
    """An action upon a letter and what it needs."""

    action = serializers.ChoiceField(choices=["send", "record_answer", "record_silence", "discard"])
    sent_on = serializers.DateField(required=False)
    sent_by = serializers.ChoiceField(choices=Channel.choices, required=False)
    received_on = serializers.DateField(required=False)
    keep = serializers.BooleanField(required=False)
    answered_on = serializers.DateField(required=False)
    answer = serializers.ChoiceField(choices=Reply.choices, required=False)
    note = serializers.CharField(max_length=4000, required=False)


class PaperWrite(serializers.Serializer[Any]):
    """Which paper of a case file to make; court, docket number and sum come from the suit."""

    kind = serializers.ChoiceField(choices=[(kind.value, kind.label) for kind in FIRM_KINDS])
    language = serializers.ChoiceField(choices=settings.LANGUAGES)
    suit = serializers.CharField(max_length=24, required=False)
