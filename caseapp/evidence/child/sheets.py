"""A PDF of pictures, written page by page as they come: no words, no layers, no dates, never all of it in memory."""

from typing import Any

_CATALOGUE, _PAGES, _FIRST_FREE = 1, 2, 3


class Sheets:
    """Writes one JPEG a page to a stream that only goes forward; `finish` writes what a reader needs to find them."""

    def __init__(self, sink: Any) -> None:
        self._sink = sink
        self._at = 0
        self._starts: dict[int, int] = {}
        self._next = _FIRST_FREE
        self._pages: list[int] = []
        self._say(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def add(self, jpeg: bytes, points: tuple[int, int], size: tuple[float, float]) -> None:
        """One page: a picture of so many points across and down, filling a sheet of that size in 1/72 inch."""
        width, height = size
        picture = self._object(
            f"/Type/XObject/Subtype/Image/Width {points[0]}/Height {points[1]}/ColorSpace/DeviceRGB"
            "/BitsPerComponent 8/Filter/DCTDecode",
            jpeg,
        )
        drawn = self._object("", f"{width:.2f} 0 0 {height:.2f} 0 0 cm /P Do".encode())
        page = self._object(
            f"/Type/Page/Parent {_PAGES} 0 R/MediaBox[0 0 {width:.2f} {height:.2f}]"
            f"/Resources<</XObject<</P {picture} 0 R>>>>/Contents {drawn} 0 R"
        )
        self._pages.append(page)

    def finish(self) -> None:
        """The list of pages, the catalogue and the table of places."""
        kids = " ".join(f"{page} 0 R" for page in self._pages)
        self._object(f"/Type/Pages/Kids[{kids}]/Count {len(self._pages)}", number=_PAGES)
        self._object(f"/Type/Catalog/Pages {_PAGES} 0 R", number=_CATALOGUE)
        table = self._at
        places = "".join(f"{self._starts[number]:010d} 00000 n \n" for number in range(1, self._next))
        self._say(f"xref\n0 {self._next}\n0000000000 65535 f \n{places}".encode())
        self._say(f"trailer\n<</Size {self._next}/Root {_CATALOGUE} 0 R>>\nstartxref\n{table}\n%%EOF\n".encode())

    def _object(self, words: str, content: bytes | None = None, *, number: int = 0) -> int:
        if not number:
            number, self._next = self._next, self._next + 1
        self._starts[number] = self._at
        if content is None:
            self._say(f"{number} 0 obj\n<<{words}>>\nendobj\n".encode())
        else:
            self._say(f"{number} 0 obj\n<<{words}/Length {len(content)}>>\nstream\n".encode())
            self._say(content)
            self._say(b"\nendstream\nendobj\n")
        return number

    def _say(self, content: bytes) -> None:
        self._sink.write(content)
        self._at += len(content)
