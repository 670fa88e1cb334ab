"""The words that a machine read, put invisibly over the pages they stand on, so that a bundle can be searched."""

import io
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import pikepdf
import structlog

from caseapp.evidence.services.recognition import Interrupted, Reader, invisible_words

log = structlog.get_logger(__name__)

AT_ONCE = 2
MOST_PAGES = 400
MOST_SECONDS = 300.0
"""How many pages of a bundle are looked at for words, and how long; after that they stay unread, and it says so."""

_NAME = "/CountenanceWords"


def read_words(
    exhibits: Sequence[pikepdf.Pdf | None], *, reader: Reader, done: Callable[[], None]
) -> tuple[list[tuple[int, ...]], bool]:
    """Lay what is read on pictures and scans over their pages. Answers, for each exhibit, which of its pages have words
    now, counted from 0, and whether all were looked at. `done` is called after each exhibit.
    """
    until = time.monotonic() + MOST_SECONDS
    whole = True

    def read(content: bytes, most: int) -> dict[int, bytes] | None:
        left = until - time.monotonic()
        if left <= 0 or most <= 0:
            return None
        try:
            return invisible_words(content, reader=reader, most=most, wall_seconds=left)
        except Interrupted as fault:
            log.warning("documents_words_not_read", fault=str(fault))
            return None

    room = MOST_PAGES
    asked = []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for pdf in exhibits:
            asked.append(None if pdf is None else pool.submit(read, _saved(pdf), min(room, len(pdf.pages))))
            if pdf is not None:
                whole = whole and room >= len(pdf.pages)
                room = max(0, room - len(pdf.pages))
        found: list[tuple[int, ...]] = []
        for pdf, answer in zip(exhibits, asked, strict=True):
            layers = answer.result() if answer is not None else {}
            whole = whole and layers is not None
            found.append(_add_words(pdf, layers) if pdf is not None and layers else ())
            done()
    return found, whole


def _saved(pdf: pikepdf.Pdf) -> bytes:
    held = io.BytesIO()
    pdf.save(held)
    return held.getvalue()


def _add_words(pdf: pikepdf.Pdf, layers: Mapping[int, bytes]) -> tuple[int, ...]:
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
