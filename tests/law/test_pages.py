"""The rights pages: every place in both languages, each statement with its article, nothing invented."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from caseapp.law.models import Framework, Jurisdiction

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_law")]

PLACES = ["CN", "CN-ZJ", "EU", "FR", "DE", "GB", "US-IL", "US-NY", "US", "HK", "AU", "IN", "TR", "CH", "BR", "PL", "NO"]


def text(client: Client, code: str, language: str = "en") -> str:
    response = client.get(reverse("law:rights_detail", args=[code]), headers={"accept-language": language})
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


class TestList:
    def test_places_as_a_tree(self, client: Client) -> None:
        page = client.get(reverse("law:rights")).content.decode()
        assert reverse("law:rights_detail", args=["CN"]) in page
        assert reverse("law:rights_detail", args=["FR"]) in page
        assert reverse("law:rights_detail", args=["US-IL"]) in page
        assert "5 laws" in page

    def test_a_chosen_place_leads_to_its_page(self, client: Client) -> None:
        response = client.get(reverse("law:rights"), {"place": "PL"})
        assert response.headers["Location"] == reverse("law:rights_detail", args=["PL"])

    @pytest.mark.parametrize("place", ["", "ZZ", "US-ZZ", "\x1b", "中国"])
    def test_a_choice_that_is_none_is_explained(self, client: Client, place: str) -> None:
        response = client.get(reverse("law:rights"), {"place": place})
        assert response.status_code == 200
        assert "Choose a country, state or territory" in response.content.decode()

    def test_in_chinese(self, client: Client) -> None:
        page = client.get(reverse("law:rights"), headers={"accept-language": "zh-hans"}).content.decode()
        assert "伊利诺伊州" in page

    def test_names_are_in_the_readers_order(self, client: Client) -> None:
        english = client.get(reverse("law:rights")).content.decode()
        assert english.index(">Türkiye<") < english.index(">United Kingdom<")
        chinese = client.get(reverse("law:rights"), headers={"accept-language": "zh-hans"}).content.decode()
        listed = chinese[chinese.index('id="places"') :]
        assert listed.index(">澳大利亚<") < listed.index(">巴西<") < listed.index(">中国<")


class TestDetail:
    @pytest.mark.parametrize("language", ["en", "zh-hans"])
    @pytest.mark.parametrize("code", PLACES)
    def test_opens_in_both_languages(self, client: Client, code: str, language: str) -> None:
        page = text(client, code, language)
        for part in ("forbidden", "consent", "exempt", "complain", "get", "time", "laws"):
            assert f'id="{part}"' in page
        assert not re.search(r">\s*None\s*<", page)

    def test_every_statement_names_its_article_under_its_law(self, client: Client) -> None:
        page = text(client, "CN")
        provisions, rest = page.index("Face recognition provisions (2021)"), page.index("Civil Code")
        assert provisions < page.index("article 2(3)") < rest
        assert "article 29" in page
        assert "Civil Code art. 188" in page
        assert "section 14/15(b)(3)" in text(client, "US-IL")

    def test_chinese_names_the_article_too(self, client: Client) -> None:
        page = text(client, "CN", "zh-hans")
        assert "未取得单独同意就处理人脸等敏感个人信息" in page
        assert "(in English only)" not in page

    def test_null_is_not_verified(self, client: Client) -> None:
        page = text(client, "FR")
        limitation = page[page.index("Time limit for a claim in court") :]
        assert "Not verified" in limitation[:400]

    def test_sums_and_to_whom_they_go(self, client: Client) -> None:
        assert "USD 5,000" in text(client, "US-IL")
        assert "This sum goes to the State, not to you." in text(client, "US-TX")

    def test_police_take_another_path(self, client: Client) -> None:
        page = text(client, "DE")
        assert "GDPR in Germany leaves police work to other law." in page
        assert "Law Enforcement Directive" in page

    def test_sources_without_an_address_are_no_links(self, client: Client) -> None:
        page = text(client, "SG")
        assert "Note on s. 48O and pending Commission decisions" in page
        assert 'href="stored' not in page

    def test_a_place_without_described_law_says_what_to_do(self, client: Client) -> None:
        response = client.get(reverse("law:rights_detail", args=["CL"]))
        assert response.status_code == 200
        assert "We have not described the law of this place yet" in response.content.decode()

    def test_a_small_letter_is_forgiven_and_an_unknown_place_is_not_found(self, client: Client) -> None:
        response = client.get(reverse("law:rights_detail", args=["us-il"]))
        assert (response.status_code, response.headers["Location"]) == (301, "/rights/US-IL/")
        assert client.get("/rights/nowhere/").status_code == 404

    def test_queries_do_not_grow_with_the_laws(self, client: Client, django_assert_max_num_queries: object) -> None:
        with django_assert_max_num_queries(16):  # type: ignore[operator]
            client.get(reverse("law:rights_detail", args=["CN"]))
        with django_assert_max_num_queries(16):  # type: ignore[operator]
            client.get(reverse("law:rights_detail", args=["NO"]))

    def test_only_reading_is_allowed(self, client: Client) -> None:
        assert client.post(reverse("law:rights")).status_code == 405
        assert client.post(reverse("law:rights_detail", args=["CN"])).status_code == 405

    def test_a_missing_translation_is_marked(self, client: Client) -> None:
        Framework.objects.filter(code="SG-PDPA").update(consent_standard_zh="")
        page = text(client, "SG", "zh-hans")
        assert '<span lang="en">General consent and purpose rules' in page

    def test_every_country_has_a_page(self, client: Client) -> None:
        for code in Jurisdiction.objects.filter(kind="country").values_list("code", flat=True)[:20]:
            assert client.get(reverse("law:rights_detail", args=[code])).status_code == 200
