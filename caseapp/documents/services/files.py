"""Letter texts as files that a lawyer can read and correct: a head of names and values, then the text.

    caseapp/documents/data/letters/<kind>.<place>.<language>.md      place: a jurisdiction's code, or `any`

A fourth part before `.md` (a year, say) lets two texts of the same kind stand side by side, each with its `valid_from`.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from caseapp.documents.enums import Kind, Layout
from caseapp.documents.writing.reading import faults_of

DATA = Path(__file__).resolve().parents[1] / "data" / "letters"
ANY = "any"
LANGUAGES = ("en", "zh-hans")
HEAD_NAMES = frozenset({"title", "layout", "answer_days", "dated", "reviewed", "valid_from", "note", "source"})


@dataclass(frozen=True)
class TemplateRecord:
    """One file's text, checked."""

    kind: str
    place: str
    language: str
    title: str
    body: str
    layout: str = Layout.LETTER
    answer_days: int | None = None
    note: str = ""
    sources: tuple[str, ...] = ()
    dated_on: dt.date | None = None
    reviewed_on: dt.date | None = None
    valid_from: dt.date | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        return self.kind, self.place, self.language

    @property
    def fingerprint(self) -> str:
        return fingerprint(
            [
                self.title,
                self.body,
                self.layout,
                self.answer_days,
                self.note,
                list(self.sources),
                str(self.dated_on or ""),
                str(self.reviewed_on or ""),
                str(self.valid_from or ""),
            ]
        )


def fingerprint(values: list[Any]) -> str:
    """SHA-256 over what a text says."""
    return hashlib.sha256(json.dumps(values, ensure_ascii=False).encode()).hexdigest()


def read_files(directory: Path = DATA) -> tuple[list[TemplateRecord], list[str]]:
    """Every text of the folder, and a line for everything that is wrong with one, naming the file."""
    records: list[TemplateRecord] = []
    problems: list[str] = []
    for path in sorted(directory.glob("*.md")):
        try:
            record = _read(path)
        except (ValueError, KeyError) as fault:
            problems.append(f"{path.name}: {fault}")
            continue
        problems.extend(f"{path.name}: {fault}" for fault in faults_of(record.title, record.body))
        records.append(record)
    return records, problems


def _read(path: Path) -> TemplateRecord:
    kind, place, language = [*path.name.removesuffix(".md").split("."), "", ""][:3]
    if kind not in Kind.values:
        raise ValueError(f"there is no kind {kind!r}")
    if language not in LANGUAGES:
        raise ValueError(f"the language {language!r} is none of {', '.join(LANGUAGES)}")
    head, body = _parts(path.read_text(encoding="utf-8"))
    told = dict(_head(head))
    if not told.get("title"):
        raise ValueError("it has no title")
    layout = told.get("layout", [Layout.LETTER.value])[0]
    if layout not in Layout.values:
        raise ValueError(f"there is no layout {layout!r}")
    if not told.get("dated") or not told.get("note"):
        raise ValueError("it does not say when it was written (dated) and what it rests on (note)")
    if place != ANY and not told.get("source"):
        raise ValueError("it names no source of the law of its place")
    days = told.get("answer_days", [""])[0]
    return TemplateRecord(
        kind=kind,
        place="" if place == ANY else place,
        language=language,
        title=told["title"][0],
        body=body.strip() + "\n",
        layout=layout,
        answer_days=int(days) if days else None,
        note=" ".join(told.get("note", [])),
        sources=tuple(told.get("source", [])),
        dated_on=_day(told.get("dated", [""])[0]),
        reviewed_on=_day(told.get("reviewed", [""])[0]),
        valid_from=_day(told.get("valid_from", [""])[0]),
    )


def _parts(text: str) -> tuple[str, str]:
    pieces = text.replace("\r\n", "\n").split("---\n", 2)
    if len(pieces) != 3 or pieces[0].strip():
        raise ValueError("it does not begin with a head between two lines of ---")
    return pieces[1], pieces[2]


def _head(text: str) -> Iterator[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        name, colon, value = line.partition(":")
        if not line.strip():
            continue
        if not colon or name.strip() not in HEAD_NAMES:
            raise ValueError(f"its head has a line that is not understood: {line!r}")
        if value.strip():
            found.setdefault(name.strip(), []).append(value.strip())
    yield from found.items()


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
