"""One written text in its shapes: HTML to read on a page, PDF to keep and send, Word to go on writing."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from caseapp.core.pdf import render_pdf
from caseapp.documents.enums import Layout
from caseapp.documents.gateways import Blocks, docx_of, html_of
from caseapp.documents.writing.structure import Node, heading, name_of, own_block, paragraph
from caseapp.documents.writing.word import Looks, reference


@dataclass(frozen=True)
class Head:
    """What stands above a letter: who writes, to whom, when, and its references as (name, value)."""

    sender: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    date: str = ""
    references: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Written:
    """A document's whole content: what is frozen, and all that its shapes are made of. `paper` is the size of the
    sheet: a4 or us-letter.
    """

    title: str
    language: str
    blocks: Blocks
    head: Head = field(default_factory=Head)
    foot: str = ""
    layout: str = Layout.PAPER
    paper: str = "a4"

    def stored(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, stored: dict[str, Any]) -> "Written":
        head = stored["head"]
        kept = Head(
            tuple(head["sender"]),
            tuple(head["recipient"]),
            head["date"],
            tuple((name, value) for name, value in head["references"]),
        )
        layout = stored.get("layout") or (Layout.LETTER if kept.sender or kept.recipient else Layout.PAPER)
        paper = stored.get("paper", "a4")
        return cls(stored["title"], stored["language"], stored["blocks"], kept, stored["foot"], layout, paper)

    @property
    def chinese(self) -> bool:
        return self.language.startswith("zh")

    @property
    def double(self) -> bool:
        """Whether its lines stand as far apart as courts of the United States want them."""
        return self.layout == Layout.PLEADING and self.paper == "us-letter"


def as_pdf(written: Written, *, made: dt.datetime) -> bytes:
    """PDF/UA-1 and PDF/A-2a; the same content and moment give the same bytes."""
    data = {
        "blocks": whole(written),
        "foot": written.foot,
        "layout": written.layout,
        "paper": written.paper,
        "double": written.double,
    }
    return render_pdf("letter", data=data, title=written.title, dated=made, language=written.language, archival=True)


def as_html(written: Written) -> SafeString:
    """For a page of ours: the head, the title one level below the page's own, and the text, every fact escaped."""
    # Pandoc escapes every text, and `structured` lets nothing else through.
    return mark_safe(html_of(whole(written), heading_shift=1))  # noqa: S308


def as_docx(written: Written, *, made: dt.datetime) -> bytes:
    """A Word document; what is changed in it is no longer the frozen version, whose fingerprint is the PDF's."""
    latin = "en-US" if written.paper == "us-letter" else "en-GB"
    looks = Looks(
        language=written.language,
        paper=written.paper,
        letter=written.layout == Layout.LETTER,
        double=written.double,
        foot=written.foot,
    )
    blocks = [_for_word(block) for block in whole(written)]
    lang = "zh-CN" if written.chinese else latin
    return docx_of(blocks, reference=reference(looks), meta={"lang": lang}, made=int(made.timestamp()))


def whole(written: Written) -> Blocks:
    """Everything in its order. A letter begins with sender, date, recipient and references; a Chinese one with sender
    and title, and ends with its date. A paper begins with its title, which the court and the caption of a pleading
    precede.
    """
    head, title, blocks = written.head, heading(written.title), _below(written.blocks)
    if written.layout != Layout.LETTER:
        above = next((place for place, block in enumerate(blocks) if name_of(block) not in _ABOVE_TITLE), len(blocks))
        return [*blocks[:above], title, *blocks[above:]]
    colon = "：" if written.chinese else ": "
    sender, recipient = _above("sender", head.sender), _above("recipient", head.recipient)
    references = _above("references", [f"{name}{colon}{value}" for name, value in head.references])
    if written.chinese:
        return [*sender, title, *references, *recipient, *_dated(blocks, head.date)]
    return [*sender, *_above("date", [head.date]), *recipient, *references, title, *blocks]


_ABOVE_TITLE = ("court", "caption")


def _above(name: str, lines: Sequence[str]) -> Blocks:
    text = "\n".join(line for line in lines if line)
    return [own_block(name, [paragraph(text)])] if text else []


def _dated(blocks: Blocks, date: str) -> Blocks:
    """With the date under the signature, on the same page."""
    if not date:
        return blocks
    signed = blocks[-1]["c"][1] if blocks and name_of(blocks[-1]) == "signature" else None
    if signed is None:
        return [*blocks, own_block("signature", [paragraph(date)])]
    return [*blocks[:-1], own_block("signature", [*signed, paragraph(date)])]


def _below(blocks: Blocks) -> Blocks:
    """Headings of the text stand below the title."""
    return [
        {"t": "Header", "c": [min(block["c"][0] + 1, 6), *block["c"][1:]]} if block["t"] == "Header" else block
        for block in blocks
    ]


_WORD_STYLES = {
    "court": "Court",
    "signature": "Signed",
    "flush": "Flush",
    "parties": "Party",
    "side": "Party",
    "sender": "Above",
    "recipient": "Above",
    "date": "Above",
    "references": "Above",
}


def _for_word(block: Node) -> Node:
    """A block of our own by the name of its style in Word, a caption as a table of two sides; columns as wide as what
    they hold, for Word shares them evenly otherwise.
    """
    name = name_of(block)
    if name == "caption":
        return _sides(block["c"][1])
    if name:
        return {"t": "Div", "c": [["", [], [["custom-style", _WORD_STYLES[name]]]], block["c"][1]]}
    if block["t"] == "Table":
        attributes, caption, columns, head, bodies, foot = block["c"]
        rows = [row[1] for row in (*head[1], *(row for body in bodies for row in body[3]))]
        wanted = [max(_length(row[place]) for row in rows) for place in range(len(columns))]
        shares = [min(max(length, 6) + 5, 33) for length in wanted]
        widths = [[{"t": "AlignDefault"}, {"t": "ColWidth", "c": share / sum(shares)}] for share in shares]
        return {"t": "Table", "c": [attributes, caption, widths, head, bodies, foot]}
    return block


def _length(cell: list[Any]) -> int:
    """Bytes of a cell's words, in which a Chinese sign counts as wide as it is."""
    return sum(len(node["c"].encode()) for block in cell[4] for node in block["c"] if node["t"] == "Str")


def _sides(sides: Blocks) -> Node:
    none: list[Any] = ["", [], []]
    cells = [[none, {"t": "AlignDefault"}, 1, 1, [_for_word(side)]] for side in sides]
    share = {"t": "ColWidth", "c": 1 / len(sides)}
    return {
        "t": "Table",
        "c": [
            ["", [], [["custom-style", "CourtCaption"]]],
            [None, []],
            [[{"t": "AlignDefault"}, share] for _side in sides],
            [none, []],
            [[none, 0, [], [[none, cells]]]],
            [none, []],
        ],
    }
