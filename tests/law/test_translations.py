"""The law's Chinese texts: complete, none left over, sums and articles as in the English ones."""

import json
import re

import pytest

from caseapp.law.models import wording
from caseapp.law.services.files import DATA, read_law

TEXTS: dict[str, str] = json.loads((DATA / "zh-hans.json").read_text(encoding="utf-8"))["texts"]
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
