"""The few signs by which a template names facts. Nothing in them is code: a fact is put in, or a part is shown or not.

    {{ name }}                          the fact, as plain text
    {{# name }} … {{/ name }}           shown when there is such a fact; once for each entry where it is a list
    {{^ name }} … {{/ name }}           shown when there is no such fact
    {{ . }}                             inside a list's part: the entry itself

Names are small letters, figures and `_`. Inside a list's part the entry's own names come first. A sign alone on its
line leaves no empty line behind. Facts never become part of the text that is parsed for structure: `fill` puts a mark
in their place (two private-use characters round a number), and whoever lays the text out puts the value there, as text.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

OPEN, CLOSE = "\ue000", "\ue001"
MARK = re.compile(f"{OPEN}(\\d+){CLOSE}")

LONGEST = 60_000
"""Characters of a template."""
DEEPEST = 6
"""Parts within parts."""
MOST = 400_000
"""Characters of a filled text: a list in a list in a list ends here."""

_SIGN = re.compile(
    r"^[ \t]{0,9}\{\{[ \t]{0,9}([#^/])([^{}\n]{0,90})\}\}[ \t]{0,9}(?:\n|\Z)|\{\{[ \t]{0,9}([#^/]?)([^{}\n]{0,90})\}\}",
    re.MULTILINE,
)
"""A sign of a part that is alone on its line, taken with its line end; or any sign."""
_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}|\.")


class TemplateFault(ValueError):
    """The template cannot be read: what is wrong, and in which line. `code` is one of `FAULTS`."""

    def __init__(self, code: str, line: int, name: str = "") -> None:
        super().__init__(f"{code} in line {line}{f' ({name})' if name else ''}")
        self.code = code
        self.line = line
        self.name = name


class MissingFacts(ValueError):
    """Facts that the text needs and that were not given, in the order of the text."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(", ".join(names))
        self.names = names


FAULTS = ("bad_name", "not_closed", "not_opened", "too_deep", "too_long", "private_character", "stray_braces")


@dataclass(frozen=True)
class Place:
    """Where a fact goes."""

    name: str


@dataclass(frozen=True)
class Part:
    """Text shown for a fact that is there, or with `absent` for one that is not."""

    name: str
    absent: bool
    inner: "tuple[str | Place | Part, ...]"


Node = str | Place | Part
Template = tuple[Node, ...]


@dataclass(frozen=True)
class Filled:
    """A text with marks, and the values that the marks stand for."""

    text: str
    values: tuple[str, ...] = ()


@dataclass
class _Open:
    name: str = ""
    absent: bool = False
    line: int = 0
    inner: list[Node] = field(default_factory=list)


def parse(source: str) -> Template:
    """The template as a tree. Raises TemplateFault, and nothing else, for whatever text it is given."""
    if len(source) > LONGEST:
        raise TemplateFault("too_long", 1)
    source = source.replace("\r\n", "\n")
    for private in (OPEN, CLOSE):
        if private in source:
            raise TemplateFault("private_character", _line(source, source.index(private)))
    stack = [_Open()]
    after = 0
    for sign in _SIGN.finditer(source):
        _literal(stack[-1], source, after, sign.start())
        after = sign.end()
        how, name, line = sign[1] or sign[3] or "", (sign[2] or sign[4] or "").strip(), _line(source, sign.start())
        if not _NAME.fullmatch(name):
            raise TemplateFault("bad_name", line, name[:60])
        if how in {"#", "^"}:
            if len(stack) > DEEPEST:
                raise TemplateFault("too_deep", line, name)
            stack.append(_Open(name, how == "^", line))
        elif how == "/":
            opened = stack.pop()
            if not stack or opened.name != name:
                raise TemplateFault("not_opened", line, name)
            stack[-1].inner.append(Part(name, opened.absent, tuple(opened.inner)))
        else:
            stack[-1].inner.append(Place(name))
    _literal(stack[-1], source, after, len(source))
    if len(stack) > 1:
        raise TemplateFault("not_closed", stack[-1].line, stack[-1].name)
    return tuple(stack[0].inner)


def names(template: Template) -> tuple[str, ...]:
    """Every name in the template, in order; those that only show a part included."""
    return tuple(dict.fromkeys(_names(template)))


def fill(template: Template, facts: Mapping[str, Any], *, show_missing: bool = False) -> Filled:
    """Put marks where facts go. Values are texts, numbers, true or false, or lists of texts or of mappings.

    Raises MissingFacts with every name that is asked for outright and not there; with `show_missing` their names stand
    in the text instead, as `[name]`. Raises TemplateFault `too_long` where lists make it longer than anybody reads.
    """
    filling = _Filling(show_missing)
    filling.write(template, (facts,))
    if filling.missing and not show_missing:
        raise MissingFacts(tuple(dict.fromkeys(filling.missing)))
    return Filled("".join(filling.pieces), tuple(filling.values))


def fill_line(template: Template, facts: Mapping[str, Any], *, show_missing: bool = False) -> str:
    """A filled template as one plain line, for titles."""
    filled = fill(template, facts, show_missing=show_missing)
    return " ".join(MARK.sub(lambda mark: filled.values[int(mark[1])], filled.text).split())


class _Filling:
    def __init__(self, show_missing: bool) -> None:
        self.show_missing = show_missing
        self.pieces: list[str] = []
        self.values: list[str] = []
        self.missing: list[str] = []
        self._length = 0

    def write(self, nodes: Template, scopes: tuple[Any, ...]) -> None:
        for node in nodes:
            if isinstance(node, str):
                self._put(node)
            elif isinstance(node, Place):
                self._place(node.name, scopes)
            else:
                self._part(node, scopes)

    def _place(self, name: str, scopes: tuple[Any, ...]) -> None:
        value = _plain(_found(name, scopes))
        if not value:
            self.missing.append(name)
            value = f"[{name}]"
        self._put(f"{OPEN}{len(self.values)}{CLOSE}")
        self.values.append(value)
        self._length += len(value)

    def _part(self, part: Part, scopes: tuple[Any, ...]) -> None:
        value = _found(part.name, scopes)
        if part.absent:
            if not _there(value):
                self.write(part.inner, scopes)
        elif isinstance(value, list | tuple):
            for entry in value:
                self.write(part.inner, (entry, *scopes))
        elif _there(value):
            self.write(part.inner, (value, *scopes) if isinstance(value, Mapping) else scopes)

    def _put(self, text: str) -> None:
        self._length += len(text)
        if self._length > MOST:
            raise TemplateFault("too_long", 1)
        self.pieces.append(text)


def _found(name: str, scopes: tuple[Any, ...]) -> Any:
    if name == ".":
        return None if isinstance(scopes[0], Mapping) else scopes[0]
    for scope in scopes:
        if isinstance(scope, Mapping) and name in scope:
            return scope[name]
    return None


def _there(value: Any) -> bool:
    return value not in (None, "", False) and value != [] and value != ()


def _plain(value: Any) -> str:
    """A value as text; a list in a single place stands in one line. Marks that somebody typed are taken out."""
    if value is None or isinstance(value, bool | Mapping):
        return ""
    if isinstance(value, list | tuple):
        value = "; ".join(filter(None, (_plain(one) for one in value)))
    return str(value).replace(OPEN, "").replace(CLOSE, "").replace("\0", "").strip()


def _names(nodes: Template) -> Iterator[str]:
    for node in nodes:
        if not isinstance(node, str):
            yield node.name
        if isinstance(node, Part):
            yield from _names(node.inner)


def _literal(opened: _Open, source: str, start: int, end: int) -> None:
    text = source[start:end]
    if not text:
        return
    for braces in ("{{", "}}"):
        if braces in text:
            raise TemplateFault("stray_braces", _line(source, start + text.index(braces)))
    opened.inner.append(text)


def _line(source: str, place: int) -> int:
    return source.count("\n", 0, place) + 1
