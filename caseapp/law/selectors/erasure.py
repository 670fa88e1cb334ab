"""Which law gives somebody the right to have their data erased, and by which article a record may stay all the same."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).resolve().parents[1] / "data" / "erasure.json"


@dataclass(frozen=True)
class ErasureRight:
    """A law by its code, where it reaches, the article that gives the right, and that by which a record stays."""

    framework: str
    places: tuple[str, ...]
    right: str
    kept: str


@cache
def erasure_rights() -> dict[str, ErasureRight]:
    """Every such right that was looked up, by the code of its law."""
    told = json.loads(FILE.read_text(encoding="utf-8"))
    return {code: ErasureRight(code, tuple(one["places"]), one["right"], one["kept"]) for code, one in told.items()}
