"""The arithmetic of estimates as a file to take along: a sceptic can read it, and run it without this service."""

import io
import zipfile
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
FOLDER = "countenance-estimation"
SOURCES = ("caseapp/rules/__init__.py", "LICENSE", "docs/estimation.md")
"""Beside the arithmetic itself; rates and records lie where it looks for them."""

EARLY = (1980, 1, 1, 0, 0, 0)
READ_ME = """The estimator of Countenance, without the rest of it.

    python -m pip install numpy CurrencyConverter
    python -m caseapp.rules.estimation evaluate            the back-test, in about a minute
    python -m caseapp.rules.estimation evaluate --json
    python -m caseapp.rules.estimation tune                the learned numbers, learned again

docs/estimation.md says how it works; caseapp/precedents/data/ holds the records and rates that shipped with it.
Newer records can be had from the page "How estimates are made" and put in place of precedents.jsonl.
"""


@cache
def arithmetic_archive() -> bytes:
    """A ZIP of the estimator's source, its learned numbers, records, rates and documentation; always the same bytes."""
    names = [
        *sorted(
            str(path.relative_to(ROOT))
            for path in (ROOT / "caseapp/rules/estimation").iterdir()
            if path.suffix in {".py", ".json"}
        ),
        *(str(path.relative_to(ROOT)) for path in sorted((ROOT / "caseapp/precedents/data").glob("*.jsonl"))),
        "caseapp/precedents/data/fx-supplement.csv",
        *(name for name in SOURCES if (ROOT / name).exists()),
    ]
    content = {name: (ROOT / name).read_bytes() for name in names}
    # The service's own package starts its task queue; the arithmetic needs none.
    content["caseapp/__init__.py"] = b""
    content["README.txt"] = READ_ME.encode()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(content):
            archive.writestr(
                zipfile.ZipInfo(f"{FOLDER}/{name}", EARLY), content[name], compress_type=zipfile.ZIP_DEFLATED
            )
    return made.getvalue()
