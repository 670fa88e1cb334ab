"""How alike texts and accounts are: by examples in both languages, and by what must hold for any text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseapp.rules import likeness as rules
from caseapp.rules.likeness import Account, likeness, passages, share, site_key, sketch

ENGLISH = (
    "The management replaced our key cards by a face terminal. I asked for a card and was told there are none. "
    "Nobody asked whether I agree, and nobody could say how long my picture is kept."
)
OTHER = "Quite another story about a different door."
CHINESE = "物业把门禁卡全部停用，只能刷脸进小区。我书面要求提供其他方式，物业回复说统一管理，没有例外。"


def account(text=ENGLISH, **changes):
    values = {"group": 1, "respondent": 1, "site": "gate", "use": "verification", "defects": frozenset({"no_consent"})}
    return Account(**{**values, **changes}, sketch=sketch(text))


@pytest.mark.parametrize("text", [ENGLISH, CHINESE])
def test_a_text_with_a_changed_word_is_nearly_the_same(text):
    changed = text.replace("picture", "photograph").replace("书面", "当面")
    assert share(sketch(text), sketch(changed)) > rules.NEAR_SAME
    assert set(rules.bands(sketch(text))) & set(rules.bands(sketch(changed)))


def test_signs_case_figures_and_width_do_not_count():
    assert sketch("Gate 7: they SCANNED my face!") == sketch("gate 12 they scanned my face")
    assert sketch("ＡＢＣ gate face") == sketch("abc gate face")


def test_other_texts_are_not_alike():
    assert share(sketch(ENGLISH), sketch("The shop sent me a coupon for shoes I had tried on last week.")) < 0.1
    assert share(sketch(CHINESE), sketch("办理入住时我出示了身份证，前台仍然要求刷脸，否则不给房卡。")) < 0.2


def test_the_sketch_is_the_same_on_every_machine():
    assert sketch("Nobody asked me.")[:3] == (1065457912, 3659330351, 1263431440)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.text(max_size=300))
def test_what_holds_for_any_two_texts(one, other):
    a, b = sketch(one), sketch(other)
    assert len(a) in {0, rules.HASHES}
    assert share(a, b) == share(b, a)
    assert 0 <= share(a, b) <= 1
    assert share(a, a) == (1 if a else 0)
    assert rules.unpacked(rules.packed(a)) == a
    assert all(0 <= band < 2**63 for band in rules.bands(a))
    assert "".join(each.text for each in passages(one, other) if each.kind != "new") == one
    assert "".join(each.text for each in passages(one, other) if each.kind != "gone") == other


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from("abcdefghij"), min_size=60, max_size=60), st.integers(0, 59))
def test_the_estimate_is_near_the_true_share(letters, cut):
    one = " ".join(f"{letter}{letter}x" for letter in letters)
    other = " ".join(f"{letter}{letter}x" for letter in letters[cut:])
    a, b = rules.runs(one), rules.runs(other)
    true = len(a & b) / len(a | b) if a | b else 0
    assert abs(share(sketch(one), sketch(other)) - true) < 0.3


class TestAccounts:
    def test_same_site_and_practice_of_one_company(self):
        found = likeness(account(), account("Something else entirely was written here by me."))
        assert found.reasons == ("respondent", "site", "practice")

    def test_another_company_of_the_group_with_nearly_the_same_words(self):
        found = likeness(account(), account(respondent=2, site="other", use="analytics"))
        assert found.reasons == ("group", "text")

    def test_a_mailing_against_strangers(self):
        assert likeness(account(), account(group=2, respondent=3, site="x", use="analytics")).reasons == ("text",)

    def test_same_company_alone_is_not_enough(self):
        assert not likeness(account(), account(OTHER, site="shop"))
        assert not likeness(account(), account(OTHER, defects=frozenset({"retention"})))

    def test_an_unnamed_place_is_no_place_in_common(self):
        assert not likeness(account(site=""), account(OTHER, site=""))


def test_a_place_typed_twice_is_one_place():
    assert site_key(" Harbour-Hotel, 2F ") == site_key("harbour hotel 2f")


def test_passages_say_what_differs():
    assert [(each.kind, each.text) for each in passages("the red gate", "the blue gate")] == [
        ("same", "the "),
        ("gone", "red"),
        ("new", "blue"),
        ("same", " gate"),
    ]


def test_the_most_typical_is_nearest_to_the_rest():
    texts = {7: ENGLISH, 8: ENGLISH + " Thank you.", 9: CHINESE}
    assert rules.most_typical((key, sketch(text)) for key, text in texts.items()) in {7, 8}
    assert rules.most_typical([]) is None
