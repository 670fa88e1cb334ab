"""Puts a bundle together: front, sheets and exhibits, stamped, linked, bookmarked, in volumes under a size."""

import datetime as dt
import hashlib
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf

from caseapp.core.pdf import render_pdf
from caseapp.documents.bundling.numbering import Span, page_labels, runs
from caseapp.documents.bundling.pages import A4

LINK = "https://bundle.invalid/"
"""Where a row of the index points until its exhibit has a page."""

FULL = 0.94
"""How full a volume is filled by the size of its parts, which grow a little when they are joined."""

MOST_ATTEMPTS = 60
"""How often volumes are tried smaller until each is under the limit."""


@dataclass(frozen=True)
class Exhibit:
    """One exhibit with its pages; `sheet` is what its certificate says, `section` opens a part where it is new.

    `read` are the pages, counted from 0, whose words a machine read.
    """

    number: str
    title: str
    section: str
    pages: pikepdf.Pdf | None
    sheet: dict[str, Any] = field(default_factory=dict)
    read: tuple[int, ...] = ()


@dataclass(frozen=True)
class Volume:
    """One file of a bundle; `read` names the pages of the whole bundle whose words a machine read, `exhibits` each
    exhibit in this file and its pages.
    """

    number: int
    content: bytes
    pages: int
    first: str
    last: str
    front: int = 0
    read: str = ""
    exhibits: tuple[tuple[str, str], ...] = ()

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def assemble(
    exhibits: Sequence[Exhibit],
    *,
    title: str,
    language: str,
    cover: Callable[[str], dict[str, Any]],
    words: dict[str, str],
    made: dt.datetime,
    limit: int,
    front_pages: int | None = None,
) -> list[Volume]:
    """The volumes of a bundle, each under `limit` bytes where its exhibits allow. The same exhibits, words and moment
    give the same bytes. `front_pages` is how many pages cover and index had when the numbers were given; `cover` says
    what stands on the cover, given the pages whose words a machine read.
    """

    def typeset(data: dict[str, Any]) -> pikepdf.Pdf:
        made_pdf = render_pdf("bundle", data={**data, "words": words}, title=title, dated=made, language=language)
        return pikepdf.open(io.BytesIO(made_pdf))

    def front_of(spans: Sequence[Span], volumes: Sequence[Sequence[int]]) -> pikepdf.Pdf:
        told = cover(_read_pages(exhibits, spans, parts))
        return typeset({"part": "front", "cover": told, "rows": _rows(exhibits, spans, volumes)})

    sheets = typeset({"part": "sheets", "sheets": list(_sheets(exhibits))})
    parts = _parts(exhibits, sheets)
    counts = [(one.number, len(part.pages)) for one, part in zip(exhibits, parts, strict=True)]
    sizes = [_size(part) for part in parts]
    pages, room = front_pages or 2, round(limit * FULL)
    volumes = [list(range(len(parts)))]
    for _attempt in range(MOST_ATTEMPTS):
        spans = page_labels(pages, counts, given=front_pages)
        front = front_of(spans, volumes)
        split = _split(sizes, _size(front), room)
        if split != volumes:
            volumes = split
            front = front_of(spans, volumes)
        if len(front.pages) != pages:
            # The numbers in the index count its own pages too.
            pages = len(front.pages)
            continue
        made_volumes = [
            _volume(number, chosen, exhibits, parts, front, spans, title=title, language=language)
            for number, chosen in enumerate(volumes, start=1)
        ]
        over = [one for one in made_volumes if len(one.content) > limit and len(volumes[one.number - 1]) > 1]
        if not over:
            read = _read_pages(exhibits, spans, parts)
            return [replace(one, read=read) for one in made_volumes]
        room = round(room * 0.9)
    raise AssertionError("a bundle comes to rest after a few attempts")


def _read_pages(exhibits: Sequence[Exhibit], spans: Sequence[Span], parts: Sequence[pikepdf.Pdf]) -> str:
    labels: list[str] = []
    for one, span, part in zip(exhibits, spans[1:], parts, strict=True):
        before = len(part.pages) - (len(one.pages.pages) if one.pages is not None else 0)
        labels += [span.labels[before + page] for page in one.read]
    return runs(labels)


def _sheets(exhibits: Sequence[Exhibit]) -> Any:
    section = ""
    for one in exhibits:
        if one.section and one.section != section:
            section = one.section
            yield {"kind": "tab", "title": section}
        yield {"kind": "certificate", "number": one.number, "title": one.title, **one.sheet}


def _parts(exhibits: Sequence[Exhibit], sheets: pikepdf.Pdf) -> list[pikepdf.Pdf]:
    """Each exhibit with the sheets before it."""
    parts: list[pikepdf.Pdf] = []
    # The first page bears the title alone, which tagged documents need; it is left out.
    at, section = 1, ""
    for one in exhibits:
        part = pikepdf.Pdf.new()
        leading = 2 if one.section and one.section != section else 1
        section = one.section or section
        for page in sheets.pages[at : at + leading]:
            part.pages.append(page)
        at += leading
        if one.pages is not None:
            part.pages.extend(one.pages.pages)
        parts.append(part)
    if at != len(sheets.pages):
        raise AssertionError("a sheet ran over its page")
    return parts


def _rows(exhibits: Sequence[Exhibit], spans: Sequence[Span], volumes: Sequence[Sequence[int]]) -> list[Any]:
    of = {place: number for number, chosen in enumerate(volumes, start=1) for place in chosen}
    return [
        {
            "number": one.number,
            "title": one.title,
            "section": one.section,
            "page": spans[place + 1].labels[0],
            "volume": str(of.get(place, 1)) if len(volumes) > 1 else "",
            "link": f"{LINK}{place}",
        }
        for place, one in enumerate(exhibits)
    ]


def _split(sizes: Sequence[int], front: int, room: int) -> list[list[int]]:
    volumes: list[list[int]] = [[]]
    held = front
    for place, size in enumerate(sizes):
        if volumes[-1] and held + size > room:
            volumes.append([])
            held = 0
        volumes[-1].append(place)
        held += size
    return volumes


def _size(pdf: pikepdf.Pdf) -> int:
    return len(_saved(pdf))


def _saved(pdf: pikepdf.Pdf) -> bytes:
    held = io.BytesIO()
    pdf.remove_unreferenced_resources()
    pdf.save(held, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return held.getvalue()


def _volume(
    number: int,
    chosen: Sequence[int],
    exhibits: Sequence[Exhibit],
    parts: Sequence[pikepdf.Pdf],
    front: pikepdf.Pdf,
    spans: Sequence[Span],
    *,
    title: str,
    language: str,
) -> Volume:
    out = pikepdf.Pdf.new()
    labels: list[str] = []
    starts: dict[int, int] = {}
    if number == 1:
        out.pages.extend(front.pages)
        labels.extend(spans[0].labels)
    fronts = len(out.pages)
    for place in chosen:
        starts[place] = len(out.pages)
        out.pages.extend(parts[place].pages)
        labels.extend(spans[place + 1].labels)
    font = out.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name("/Helvetica-Bold"))
    )
    for page, label in zip(out.pages, labels, strict=True):
        _stamp(out, page, label, font)
    for page in out.pages[:fronts]:
        _link(out, page, starts)
    _bookmark(out, exhibits, starts)
    out.Root.PageLabels = pikepdf.Dictionary(Nums=_label_numbers(labels))
    out.Root.Lang = pikepdf.String("zh-CN" if language.startswith("zh") else "en-GB")
    out.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    out.docinfo["/Title"] = f"{title} ({number})" if number > 1 else title
    held = tuple((exhibits[place].number, runs(spans[place + 1].labels)) for place in chosen)
    return Volume(number, _saved(out), len(labels), labels[0], labels[-1], fronts, exhibits=held)


def _stamp(out: pikepdf.Pdf, page: pikepdf.Page, label: str, font: Any) -> None:
    """Print the label at the lower right as the page is seen, whatever way it is turned; larger on a page that is
    larger than A4, so that it can be read where that is printed on A4.
    """
    x0, y0, x1, y1 = (float(value) for value in page.cropbox)
    size = max(1.0, round(min(x1 - x0, y1 - y0) / A4[0], 1))
    width = 7.0 * len(label) + 8
    side, foot = (width + 20) * size, 14 * size
    matrix = {
        0: f"{size:g} 0 0 {size:g} {x1 - side:.2f} {y0 + foot:.2f}",
        90: f"0 {size:g} {-size:g} 0 {x1 - foot:.2f} {y1 - side:.2f}",
        180: f"{-size:g} 0 0 {-size:g} {x0 + side:.2f} {y1 - foot:.2f}",
        270: f"0 {-size:g} {size:g} 0 {x0 + foot:.2f} {y0 + side:.2f}",
    }[int(page.get("/Rotate", 0)) % 360]
    if "/Resources" not in page:
        page.Resources = pikepdf.Dictionary()
    if "/Font" not in page.Resources:
        page.Resources.Font = pikepdf.Dictionary()
    page.Resources.Font["/CountenanceStamp"] = font
    drawn = (
        f"Q q {matrix} cm 1 1 1 rg 0 0 {width:.2f} 15 re f 0 0 0 rg BT /CountenanceStamp 11 Tf 4 4 Td ({label}) Tj ET Q"
    )
    page.contents_add(out.make_stream(b"q "), prepend=True)
    page.contents_add(out.make_stream(drawn.encode()))


def _link(out: pikepdf.Pdf, page: pikepdf.Page, starts: dict[int, int]) -> None:
    """Rows of the index lead to their exhibits in this volume; in another volume they lead nowhere."""
    kept = []
    for note in page.get("/Annots", []):
        address = str(note.A.URI) if "/A" in note and "/URI" in note.A else ""
        if not address.startswith(LINK):
            continue
        place = int(address.removeprefix(LINK))
        if place not in starts:
            continue
        del note["/A"]
        note.Dest = pikepdf.Array([out.pages[starts[place]].obj, pikepdf.Name.Fit])
        kept.append(note)
    page.Annots = pikepdf.Array(kept)


def _bookmark(out: pikepdf.Pdf, exhibits: Sequence[Exhibit], starts: dict[int, int]) -> None:
    with out.open_outline() as outline:
        holder: Any = outline.root
        section = ""
        for place, start in starts.items():
            one = exhibits[place]
            if one.section and one.section != section:
                section = one.section
                opened = pikepdf.OutlineItem(section, start)
                outline.root.append(opened)
                holder = opened.children
            holder.append(pikepdf.OutlineItem(f"{one.number}  {one.title}", start))


def _label_numbers(labels: Sequence[str]) -> pikepdf.Array:
    """The labels as PDF tells them: a run for each stretch of pages that count on."""
    runs: list[Any] = []
    before: tuple[str, int] | None = None
    for place, label in enumerate(labels):
        prefix, _dot, figure = label.rpartition(".")
        now = (prefix, int(figure))
        if before is None or before != (now[0], now[1] - 1):
            run = pikepdf.Dictionary(S=pikepdf.Name.D, St=now[1])
            if prefix:
                run.P = pikepdf.String(f"{prefix}.")
            runs += [place, run]
        before = now
    return pikepdf.Array(runs)
