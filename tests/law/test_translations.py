"""The law's Chinese texts: complete, none left over, sums and articles as in the English ones."""

import json
import re

import pytest
from django.utils import translation

from caseapp.law.models import Framework, wording
from caseapp.law.selectors import located
from caseapp.law.services.files import DATA, read_law

FILE: dict[str, dict[str, str]] = json.loads((DATA / "zh-hans.json").read_text(encoding="utf-8"))
TEXTS, ARTICLES = FILE["texts"], FILE["articles"]
NAMES_THAT_STAY = re.compile(r"RCW [\d.(), ]+(; [\d.(), ]+)?|735 ILCS 5/13-205|Mon[e]ll( 1978)?|.* v\.? .*|DPA 2018 .*")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def pairs() -> list[tuple[str, str, str]]:
    """Where, English, Chinese: of every text that a reader may see."""
    files = read_law()
    found = []
    for row in (*files.topics, *files.procedure, *files.jurisdictions):
        found += [
            (str(row.get("key") or row["code"]), row[name], row[f"{name[:-3]}_zh"])
            for name in row
            if name.endswith("_en")
        ]
    for record in files.frameworks:
        for row in (record.columns, *(row for rows in record.parts.values() for row in rows)):
            found += [(record.code, row[name], row[f"{name[:-3]}_zh"]) for name in row if name.endswith("_en")]
        found += [
            (record.code, amendment["what"], chinese)
            for amendment, chinese in zip(record.columns["amendments"], record.columns["amendments_zh"], strict=True)
        ]
    return found


PAIRS = pairs()


def test_every_text_of_every_law_is_there_in_chinese() -> None:
    missing = [
        (where, english) for where, english, chinese in PAIRS if wording(english, chinese, "zh-hans").is_fallback
    ]
    assert missing == []


def test_chinese_texts_are_chinese() -> None:
    wrong = [
        chinese
        for _, english, chinese in PAIRS
        if chinese and not CHINESE.search(chinese) and wording(english, "", "zh-hans").is_fallback
    ]
    assert wrong == []


def test_no_translation_is_left_over() -> None:
    used = {english for _, english, _ in PAIRS}
    assert set(TEXTS) - used == set()


def test_long_numbers_survive_translation() -> None:
    """Sums, years and section numbers of three digits and more, except where Chinese writes them in words."""
    for _, english, chinese in PAIRS:
        if not chinese or re.search(r"[十百千万亿]", chinese):
            continue
        wanted = set(re.findall(r"\d{3,}", english.replace(",", "")))
        assert wanted <= set(re.findall(r"\d{3,}", chinese.replace(",", ""))), english


@pytest.mark.parametrize(
    "text", ["83(5)", "79, 82 GDPR", "https://www.kvkk.gov.tr", "cppa.ca.gov", "22-1201 to 22-1205"]
)
def test_numbers_and_addresses_are_no_language(text: str) -> None:
    assert not wording(text, "", "zh-hans").is_fallback


def articles() -> set[str]:
    """Every place in a law that a reader may see beside a statement."""
    files = read_law()
    rows = [row for record in files.frameworks for part in record.parts.values() for row in part]
    rows += [record.columns for record in files.frameworks] + list(files.procedure)
    rows += [factor for record in files.frameworks for factor in record.columns["fine_factors"]]
    names = ("article", "last_day_article", "police_article")
    return {row[name] for row in rows for name in names if row.get(name)}


def test_every_factor_of_a_fine_has_its_words_in_chinese() -> None:
    for record in read_law().frameworks:
        chinese = record.columns["fine_factors_zh"]
        assert len(chinese) == len(record.columns["fine_factors"])
        assert all(re.search(r"[\u4e00-\u9fff]", text) for text in chinese), record.code


def test_every_article_with_words_has_a_chinese_name() -> None:
    wordy = {one for one in articles() if re.search(r"[A-Za-z]{3,}", one)}
    assert {one for one in wordy - set(ARTICLES) if not NAMES_THAT_STAY.fullmatch(one)} == set()
    assert set(ARTICLES) - articles() == set()


@pytest.mark.parametrize(
    ("code", "article", "english", "chinese"),
    [
        ("CN-PIPL", "29", "article 29", "第29条"),
        ("CN-SPC-FRT-2021", "2(2)", "article 2(2)", "第2条第2项"),
        ("CN-SPC-FRT-2021", "4, 5(4)", "article 4, 5(4)", "第4条、第5条第4项"),
        ("CN-CIVIL-CODE", "1035(2)-(3)", "article 1035(2)-(3)", "第1035条第2项至第3项"),
        ("EU-GDPR", "9(2)(a), 7", "article 9(2)(a), 7", "第9条第2款(a)项、第7条"),
        ("EU-GDPR", "4(14)", "article 4(14)", "第4条第14项"),
        ("EU-AI-ACT", "5(1)(h), 5(2)-(7)", "article 5(1)(h), 5(2)-(7)", "第5条第1款(h)项、第5条第2款至第7款"),
        ("BR-LGPD", "52(1)(10)", "article 52(1)(10)", "第52条第1款第10项"),
        ("CH-FADP", "5(c)", "article 5(c)", "第5条(c)项"),
        ("KR-PIPA", "39(1)", "article 39(1)", "第39条第1款"),
        ("HK-PDPO", "64A(1)", "section 64A(1)", "第64A(1)条"),
        ("US-IL-BIPA", "14/15(b)(1)-(2)", "section 14/15(b)(1)-(2)", "第14/15条(b)款(1)项至(2)项"),
        ("US-TX-CUBI", "503.001(c-1)", "section 503.001(c-1)", "第503.001条(c-1)款"),
        ("CN-FRT-MEASURES-2025", "not seen", "article not verified", "条文序号未核实"),
        ("CN-SPC-FRT-2021", "8; Civil Code 1182", "8; Civil Code 1182", "第8条；民法典第1182条"),
        ("US-CIVIL-RIGHTS-1983", "Wallace v. Kato", "Wallace v. Kato", "Wallace v. Kato"),
    ],
)
def test_how_a_place_in_the_law_is_named(code: str, article: str, english: str, chinese: str) -> None:
    row = Framework(code=code, jurisdiction_id=code.partition("-")[0])
    with translation.override("en"):
        assert located(row, article) == english
    with translation.override("zh-hans"):
        assert located(row, article) == chinese
