"""What is wrong with a record, for whoever wrote it: beside a field of a page, or by line of a file."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True)
class Wrong:
    """What is wrong with one field of a record, in words for people; `detail` says it of a file, with the value."""

    field: str
    words: "_StrOrPromise"
    detail: str = ""

    def __str__(self) -> str:
        return self.detail or f"{self.field}: {self.words}"


@dataclass(frozen=True)
class Fault:
    """What is wrong in a file: the line (from 1) and the record's id as far as it has one."""

    line: int
    record: str
    what: str

    def __str__(self) -> str:
        return f"line {self.line}, {self.record or 'no id'}: {self.what}"
