"""The law's records: never overwritten, one current version, text in the reader's language."""

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.db.models import F
from django.utils import timezone, translation

from caseapp.law.models import DamagesRule, Element, Framework, Jurisdiction, wording

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_law")]


class TestKept:
    def test_a_version_cannot_be_rewritten(self) -> None:
        with pytest.raises(InternalError), transaction.atomic():
            Framework.objects.filter(code="CN-PIPL").update(consent_standard_en="Anything goes.")
        with pytest.raises(InternalError), transaction.atomic():
            Element.objects.filter(key="separate").update(supports_claim_if="yes")
        with pytest.raises(InternalError), transaction.atomic():
            DamagesRule.objects.update(maximum=1)

    def test_a_version_cannot_be_deleted(self) -> None:
        with pytest.raises(InternalError), transaction.atomic():
            Framework.objects.filter(code="CN-PIPL").delete()

    def test_translations_and_ends_may_change(self) -> None:
        Framework.objects.filter(code="CN-PIPL").update(name_zh="新译名", superseded_at=timezone.now())
        assert Framework.objects.get(code="CN-PIPL").name_zh == "新译名"

    def test_there_is_one_current_version(self) -> None:
        row = Framework.objects.get(code="US-FTC-ACT")
        row.pk, row.version = None, 2
        row._state.adding = True
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()

    def test_a_jurisdiction_is_not_its_own_parent(self) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Jurisdiction.objects.filter(code="FR").update(parent=F("code"))


class TestWording:
    def test_the_readers_language(self) -> None:
        china = Jurisdiction.objects.get(code="CN")
        with translation.override("zh-hans"):
            assert china.name == "中国"
            assert not china.name.is_fallback
            assert china.name.language == "zh-hans"
        with translation.override("en"):
            assert str(china) == "China"

    def test_english_is_marked_where_chinese_is_missing(self) -> None:
        with translation.override("zh-hans"):
            text = wording("Only English", "")
        assert text == "Only English"
        assert text.is_fallback
        assert text.language == "en"

    @pytest.mark.parametrize(
        ("text", "shown"),
        [("household use", "Household use"), ("https://x.example (first)", "https://x.example (first)"), ("", "")],
    )
    def test_a_sentence_begins_with_a_capital(self, text: str, shown: str) -> None:
        assert wording(text, "").sentence == shown

    def test_nothing_is_no_fallback(self) -> None:
        assert not wording("", "", "zh-hans").is_fallback

    def test_the_descriptor_is_seen_on_the_class(self) -> None:
        assert Framework.name is not None
