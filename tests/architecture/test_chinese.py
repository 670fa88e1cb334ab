"""Chinese speaks to its readers in one way on every page, wherever the words come from."""

from pathlib import Path

CASEAPP = Path(__file__).resolve().parents[2] / "caseapp"
TEMPLATES = CASEAPP.parent / "templates"
WORDS = {".po", ".py", ".json", ".jsonl", ".md", ".html", ".txt", ".csv"}

FAMILIAR = "\u4f60"
"""The familiar word for “you”; the service says the polite one, and mixing them reads like two authors."""


def test_nobody_is_addressed_in_two_ways() -> None:
    files = [file for folder in (CASEAPP, TEMPLATES) for file in folder.rglob("*") if file.suffix in WORDS]
    assert any(file.name == "topics.json" for file in files)
    assert any(file.name == "django.po" for file in files)
    found = [file.name for file in files if FAMILIAR in file.read_text(encoding="utf-8")]
    assert not found, found
