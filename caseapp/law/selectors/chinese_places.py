"""A place in a law as Chinese legal writing names it: 条, 款, 项, where the records have 9(2)(a)."""

import re

PIECE = re.compile(
    r"(?P<article>[\w.:/]+(?:[-–][\w.:/]+)?)(?P<parts>(?:\([\w\-]+\))*)(?:[-–]\((?P<last>\w+)\))?", re.ASCII
)
RANGE = re.compile(r"(\d+)[-–](\d+)")
PART = re.compile(r"\(([\w\-]+)\)")

AS_WRITTEN = frozenset({"HK", "SG"})
"""Places whose own Chinese texts keep the brackets: 第64A(1)条."""

ITEMS = frozenset({"CN"})
"""Places whose articles are cited by item where one number stands in brackets: 第2条第2项."""


def chinese_place(place: str, number: str) -> str:
    """One or several places in a law of `place` (a country's code): `9(2)(a), 7` is 第9条第2款(a)项、第7条."""
    pieces = [piece.strip() for piece in number.split(",")]
    found = [PIECE.fullmatch(piece) for piece in pieces]
    if place in AS_WRITTEN:
        return f"第{'、'.join(pieces)}条"
    return "、".join(
        _piece(place, match) if match else f"第{piece}条" for piece, match in zip(pieces, found, strict=True)
    )


def _piece(place: str, match: re.Match[str]) -> str:
    article, parts, last = match["article"], PART.findall(match["parts"]), match["last"]
    if place != "US" and (between := RANGE.fullmatch(article)):
        article = f"{between[1]}至{between[2]}"
    units = ["项"] if place in ITEMS and len(parts) == 1 else _units(place, parts)
    told = [_part(part, unit, bare=place == "US") for part, unit in zip(parts, units, strict=True)]
    if last and parts:
        told.append(f"至{_part(last, units[-1], bare=place == 'US')}")
    return f"第{article}条{''.join(told)}"


def _units(place: str, parts: list[str]) -> list[str]:
    """A letter that comes first is an item, but for American sections, whose paragraphs bear letters."""
    if parts and parts[0][0].isalpha() and place != "US":
        return ["项", *["目"] * (len(parts) - 1)]
    return ["款", "项", *["目"] * len(parts)][: len(parts)]


def _part(part: str, unit: str, *, bare: bool) -> str:
    """A number is an ordinal; a letter, and all in American sections, stand in their brackets."""
    return f"第{part}{unit}" if part.isdigit() and not bare else f"({part}){unit}"
