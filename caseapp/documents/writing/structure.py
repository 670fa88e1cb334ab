"""A filled text as structure: only kinds that every shape can show, with facts put in as text after parsing."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from caseapp.documents.gateways import Blocks, structure_of
from caseapp.documents.writing.grammar import MARK, Filled

Node = dict[str, Any]

_ATTRIBUTES = ["", [], []]
_SAFE_LINKS = ("https://", "http://", "mailto:")
_BLANK = re.compile("_{5,}")
"""Room to write in by hand, which two of in a line would otherwise set everything between them in bold."""

OWN_BLOCKS = ("court", "caption", "numbered", "signature", "flush", "parties")
"""What a text may say of a block between `::: name` and `:::`. `court`: in the middle, set in bold; `caption`: two
sides, parted by a rule; `numbered`: its lists count on from each other; `signature`: kept on one page, where a
signature stands; `flush`: no room before the first line; `parties`: lines closer together.
"""

_STOPS = tuple("。，；：、）》！？")
"""Signs before which no blank stands in Chinese."""

_BREAK: Node = {"t": "LineBreak"}


def structured(filled: Filled, *, chinese: bool = False) -> Blocks:
    """The blocks of a filled text. Pictures become their words, raw HTML the text it is, and only links to the web and
    to mail addresses stay links. In Chinese a line end inside a paragraph leaves no blank.
    """
    text = _BLANK.sub(lambda blank: "\\_" * len(blank[0]), filled.text)
    return _without_skips(_Put(filled.values, chinese).blocks(structure_of(text)))


def paragraph(text: str) -> Node:
    """One paragraph of plain text, its lines kept."""
    return {"t": "Para", "c": list(_lines(text))}


def own_block(name: str, blocks: Blocks) -> Node:
    """Blocks that belong together and stand on the page as `name` says."""
    return {"t": "Div", "c": [["", [name], []], blocks]}


def name_of(block: Node) -> str:
    """Which block of our own it is; empty for others."""
    return block["c"][0][1][0] if block["t"] == "Div" else ""


def heading(text: str, level: int = 1) -> Node:
    return {"t": "Header", "c": [level, _ATTRIBUTES, list(_lines(text))]}


def _without_skips(blocks: Blocks) -> Blocks:
    """Headings that begin at the first level and go down one at a time, as readers of the structure need them."""
    headings = [block["c"] for block in blocks if block["t"] == "Header"]
    highest = min((content[0] for content in headings), default=1)
    before = 0
    for content in headings:
        before = content[0] = min(content[0] - highest + 1, before + 1)
    return blocks


class _Put:
    def __init__(self, values: tuple[str, ...], chinese: bool) -> None:
        self._values = values
        self._chinese = chinese
        self._counts = False
        self._count = 0

    def blocks(self, nodes: list[Node]) -> Blocks:
        return [made for node in nodes for made in self._block(node)]

    def _inner(self, nodes: list[Node]) -> Blocks:
        """Blocks inside a list or a quote, where a heading is a line set in bold."""
        return [
            {"t": "Para", "c": [{"t": "Strong", "c": block["c"][2]}]} if block["t"] == "Header" else block
            for block in self.blocks(nodes)
        ]

    def _block(self, node: Node) -> Iterator[Node]:
        kind: str = node["t"]
        content: Any = node.get("c")
        match kind:
            case "Para" | "Plain":
                yield {"t": kind, "c": self._inlines(content)}
            case "Header":
                yield {"t": "Header", "c": [content[0], _ATTRIBUTES, self._inlines(content[2])]}
            case "BulletList":
                yield {"t": "BulletList", "c": [self._inner(item) for item in content]}
            case "OrderedList":
                yield self._numbers(*content)
            case "BlockQuote":
                yield {"t": "BlockQuote", "c": self._inner(content)}
            case "HorizontalRule":
                yield {"t": "HorizontalRule"}
            case "Table":
                yield _table(content, self._inlines_of_cell)
            case "CodeBlock" | "RawBlock":
                yield {"t": "Para", "c": list(self._words(content[1]))}
            case "Div":
                yield from self._own(content[0][1], content[1])
            case _:
                raise LookupError(f"a block of the kind {kind} cannot be shown")

    def _numbers(self, given: list[Any], items: list[Any]) -> Node:
        counts, self._counts = self._counts, False
        first = self._count + 1 if counts else given[0]
        made = [self._inner(item) for item in items]
        if counts:
            self._count = first + len(made) - 1
        self._counts = counts
        return {"t": "OrderedList", "c": [[first, {"t": "Decimal"}, {"t": "Period"}], made]}

    def _own(self, names: list[str], content: list[Any]) -> Blocks:
        """A block of our own; of another name the words alone."""
        match next((name for name in names if name in OWN_BLOCKS), ""):
            case "":
                return self.blocks(content)
            case "numbered":
                self._counts = True
                found = self.blocks(content)
                self._counts = False
                return found
            case "caption":
                sides: list[list[Node]] = [[]]
                for node in content:
                    if node["t"] == "HorizontalRule":
                        sides.append([])
                    else:
                        sides[-1].append(node)
                return [own_block("caption", [own_block("side", self._inner(side)) for side in sides])]
            case name:
                return [own_block(name, self._inner(content))]

    def _inlines_of_cell(self, blocks: list[Node]) -> list[Node]:
        return [{"t": "Plain", "c": self._inlines(block["c"])} for block in blocks if block["t"] in {"Plain", "Para"}]

    def _inlines(self, nodes: list[Node]) -> list[Node]:
        made = [made for node in nodes for made in self._inline(node)]
        if not self._chinese:
            return made
        # CommonMark wants a blank between bold words and the stop after them; Chinese does not.
        following = [*made[1:], {"t": ""}]
        return [one for one, after in zip(made, following, strict=True) if one["t"] != "Space" or not _stops(after)]

    def _inline(self, node: Node) -> Iterator[Node]:
        kind: str = node["t"]
        content: Any = node.get("c")
        match kind:
            case "Str":
                yield from self._words(content)
            case "Space" | "LineBreak":
                yield {"t": kind}
            case "SoftBreak":
                if not self._chinese:
                    yield {"t": "Space"}
            case "Emph" | "Strong":
                yield {"t": kind, "c": self._inlines(content)}
            case "Code" | "RawInline":
                yield from self._words(content[1])
            case "Link":
                inner = self._inlines(content[1])
                address = content[2][0]
                if address.startswith(_SAFE_LINKS) and not MARK.search(address):
                    yield {"t": "Link", "c": [_ATTRIBUTES, inner, [address, ""]]}
                else:
                    yield from inner
            case "Image" | "Span":
                yield from self._inlines(content[1])
            case _:
                raise LookupError(f"text of the kind {kind} cannot be shown")

    def _words(self, text: str) -> Iterator[Node]:
        after = 0
        for mark in MARK.finditer(text):
            yield from _lines(text[after : mark.start()])
            yield from _lines(self._values[int(mark[1])])
            after = mark.end()
        yield from _lines(text[after:])


def _stops(node: Node) -> bool:
    return node["t"] == "Str" and node["c"].startswith(_STOPS)


def _lines(text: str) -> Iterator[Node]:
    for number, line in enumerate(text.splitlines()):
        if number:
            yield _BREAK
        if line.strip():
            yield {"t": "Str", "c": " ".join(line.split()) if number else line.rstrip()}


def _table(content: list[Any], cell: Callable[[list[Node]], list[Node]]) -> Node:
    """A table with its texts put in; nothing but head, rows and alignment stays."""
    _attributes, _caption, columns, head, bodies, _foot = content

    def row(given: list[Any]) -> list[Any]:
        return [_ATTRIBUTES, [[_ATTRIBUTES, {"t": "AlignDefault"}, 1, 1, cell(one[4])] for one in given[1]]]

    width = [{"t": "AlignDefault"}, {"t": "ColWidthDefault"}]
    return {
        "t": "Table",
        "c": [
            _ATTRIBUTES,
            [None, []],
            [width for _column in columns],
            [_ATTRIBUTES, [row(one) for one in head[1]]],
            [[_ATTRIBUTES, 0, [], [row(one) for one in body[3]]] for body in bodies],
            [_ATTRIBUTES, []],
        ],
    }
