"""The words that a machine read, put invisibly over the pages they stand on, so that a bundle can be searched."""

import io
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from types import MappingProxyType

import pikepdf
import structlog

from caseapp.evidence.services.recognition import Interrupted, Reader, Words, invisible_words

log = structlog.get_logger(__name__)

AT_ONCE = 2
PAGES_AT_ONCE = 6
MOST_PAGES = 400
MOST_SECONDS = 300.0
"""How many pages of a bundle are looked at for words, and how long; after that they stay unread, and it says so."""

LAYOUT = 1
"""Counts how `pages` lays files out: words kept for an earlier layout would lie beside what they were read from."""

_NAME = "/CountenanceWords"

Layers = Mapping[int, bytes]
Shown = list[tuple[int, int]]
"""Exhibits that are shown to the reader together: the place of each, and how many of its pages."""


def read_words(
    exhibits: Sequence[pikepdf.Pdf | None],
    *,
    reader: Reader,
    done: Callable[[], None],
    known: Mapping[int, Layers] = MappingProxyType({}),
    keep: Callable[[int, Layers], None] = lambda place, layers: None,
) -> tuple[list[tuple[int, ...]], bool]:
    """Lay what is read on pictures and scans over their pages. Answers, for each exhibit, which of its pages have words
    now, counted from 0, and whether all were looked at. `done` is called after each exhibit.

    What is `known` by an exhibit's place is not read again; `keep` is handed what was read of one, if that is all.
    """
    until = time.monotonic() + MOST_SECONDS
    found: list[tuple[int, ...]] = [()] * len(exhibits)
    looked_at = _within_bounds(exhibits)
    whole = all(pdf is None or len(pdf.pages) == most for pdf, most in zip(exhibits, looked_at, strict=True))

    def read(content: bytes, most: int) -> Words | None:
        left = until - time.monotonic()
        if left <= 0 or most <= 0:
            return None
        try:
            return invisible_words(content, reader=reader, most=most, wall_seconds=left)
        except Interrupted as fault:
            log.warning("documents_words_not_read", fault=str(fault))
            return None

    def lay(place: int, layers: Layers) -> None:
        pdf = exhibits[place]
        found[place] = _add_words(pdf, layers) if pdf is not None and layers else ()
        done()

    def take(shown: Shown, words: Words | None) -> bool:
        at = 0
        for place, pages in shown:
            own = {page - at: layer for page, layer in words.layers.items() if at <= page < at + pages} if words else {}
            lay(place, own)
            all_read = words is not None and words.given_up.isdisjoint(range(at, at + pages))
            if all_read and pages == _count(exhibits[place]):
                keep(place, own)
            at += pages
        return words is not None

    with ThreadPoolExecutor(AT_ONCE) as pool:
        asked = [
            (shown, pool.submit(read, _joined(exhibits, shown), sum(pages for _place, pages in shown)))
            for shown in _portions([0 if place in known else most for place, most in enumerate(looked_at)])
        ]
        for place, layers in known.items():
            lay(place, {page: layer for page, layer in layers.items() if page < looked_at[place]})
        for shown, answer in asked:
            words = answer.result()
            if words is not None and words.finding and len(shown) > 1:
                # One of them cannot be shown: it must not keep the others from being read.
                alone = [take([one], read(_joined(exhibits, [one]), one[1])) for one in shown]
                whole = whole and all(alone)
            else:
                whole = take(shown, words) and whole
    for place, most in enumerate(looked_at):
        if not most and place not in known:
            done()
    return found, whole


def _count(pdf: pikepdf.Pdf | None) -> int:
    return len(pdf.pages) if pdf is not None else 0


def _within_bounds(exhibits: Sequence[pikepdf.Pdf | None]) -> list[int]:
    """How many pages of each exhibit are looked at; the same each time, whatever is known already."""
    room, taken = MOST_PAGES, []
    for pdf in exhibits:
        taken.append(min(room, _count(pdf)))
        room -= taken[-1]
    return taken


def _portions(wanted: Sequence[int]) -> Iterator[Shown]:
    """Exhibits in their order, few pages at a time because every start of the reader takes as long as a page or two."""
    held = Shown()
    for place, pages in enumerate(wanted):
        if not pages:
            continue
        if held and sum(taken for _place, taken in held) + pages > PAGES_AT_ONCE:
            yield held
            held = Shown()
        held.append((place, pages))
    if held:
        yield held


def _joined(exhibits: Sequence[pikepdf.Pdf | None], shown: Shown) -> bytes:
    held, joined = io.BytesIO(), pikepdf.Pdf.new()
    for place, pages in shown:
        pdf = exhibits[place]
        if pdf is not None:
            joined.pages.extend(list(pdf.pages)[:pages])
    joined.save(held)
    return held.getvalue()


def _add_words(pdf: pikepdf.Pdf, layers: Layers) -> tuple[int, ...]:
    """Nothing of a layer but what it draws is taken, so neither its date nor its producer reach the bundle."""
    for number, content in sorted(layers.items()):
        page = pdf.pages[number]
        with pikepdf.open(io.BytesIO(content)) as layer:
            drawn = pdf.copy_foreign(layer.pages[0].as_form_xobject())
        # What pages share must not come to hold the words of one of them.
        held = page.obj.get("/Resources")
        page.obj.Resources = _copied(held if held is not None else pikepdf.Dictionary())
        page.obj.Resources.XObject[_NAME] = drawn
        box = pikepdf.Rectangle(*(float(value) for value in page.cropbox))
        placed = page.calc_form_xobject_placement(
            drawn, pikepdf.Name(_NAME), box, invert_transformations=True, allow_expand=True
        )
        page.contents_add(pdf.make_stream(b"q "), prepend=True)
        page.contents_add(pdf.make_stream(b" Q\n" + placed))
    return tuple(sorted(layers))


def _copied(resources: pikepdf.Object) -> pikepdf.Dictionary:
    """The same resources, and a list of pictures of their own."""
    own = pikepdf.Dictionary(dict(resources.items()))
    own.XObject = pikepdf.Dictionary(dict(resources.XObject.items()) if "/XObject" in resources else {})
    return own
