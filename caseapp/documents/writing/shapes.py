"""One written text in its shapes: HTML to read on a page, PDF to keep and send, Word to go on writing."""

import datetime as dt
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from caseapp.core.pdf import render_pdf
from caseapp.documents.gateways import Blocks, docx_of, html_of
from caseapp.documents.writing.structure import heading, paragraph


@dataclass(frozen=True)
class Head:
    """What stands above a letter: who writes, to whom, when, and its references as (name, value)."""

    sender: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    date: str = ""
    references: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Written:
    """A document's whole content: what is frozen, and all that its shapes are made of."""

    title: str
    language: str
    blocks: Blocks
    head: Head = field(default_factory=Head)
    foot: str = ""

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
        return cls(stored["title"], stored["language"], stored["blocks"], kept, stored["foot"])


def as_pdf(written: Written, *, made: dt.datetime) -> bytes:
    """PDF/UA-1 and PDF/A-2a; the same content and moment give the same bytes."""
    data = {
        "sender": written.head.sender,
        "recipient": written.head.recipient,
        "date": written.head.date,
        "references": written.head.references,
        "blocks": written.blocks,
        "foot": written.foot,
    }
    return render_pdf("letter", data=data, title=written.title, dated=made, language=written.language, archival=True)


def as_html(written: Written) -> SafeString:
    """For a page of ours: the head, the title one level below the page's own, and the text, every fact escaped."""
    # Pandoc escapes every text, and `structured` lets nothing else through.
    return mark_safe(html_of(_with_head(written), heading_shift=1))  # noqa: S308


def as_docx(written: Written, *, made: dt.datetime) -> bytes:
    """A Word document; what is changed in it is no longer the frozen version, whose fingerprint is the PDF's."""
    lang = "zh-CN" if written.language.startswith("zh") else "en-GB"
    return docx_of(_with_head(written), meta={"lang": lang}, made=int(made.timestamp()))


def _with_head(written: Written) -> Blocks:
    head = written.head
    colon = "：" if written.language.startswith("zh") else ": "
    above = [
        "\n".join(head.sender),
        head.date,
        "\n".join(head.recipient),
        "\n".join(f"{name}{colon}{value}" for name, value in head.references),
    ]
    return [*(paragraph(text) for text in above if text), heading(written.title), *_below(written.blocks)]


def _below(blocks: Blocks) -> Blocks:
    """Headings of the text stand below the title."""
    return [
        {"t": "Header", "c": [min(block["c"][0] + 1, 6), *block["c"][1:]]} if block["t"] == "Header" else block
        for block in blocks
    ]
