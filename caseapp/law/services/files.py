"""All files of the law's data, read and checked together."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from caseapp.law.services.framework_records import framework_records
from caseapp.law.services.records import FrameworkRecord, Problems, Row, read_json
from caseapp.law.services.reference_records import (
    jurisdiction_rows,
    late_payment_rows,
    procedure_rows,
    topic_rows,
)

DATA = Path(__file__).resolve().parent.parent / "data"


@dataclass(frozen=True)
class LawFiles:
    """Everything that `load_law` reads, checked as a whole."""

    jurisdictions: tuple[Row, ...]
    topics: tuple[Row, ...]
    frameworks: tuple[FrameworkRecord, ...]
    procedure: tuple[Row, ...]
    late_payment: tuple[Row, ...]


def read_law(directory: Path = DATA, frameworks_file: Path | None = None) -> LawFiles:
    """All files of a directory, checked together. Raises `InvalidLaw` with every problem found."""
    problems = Problems()
    texts = read_json(directory / "zh-hans.json").get("texts", {})
    jurisdictions = jurisdiction_rows(read_json(directory / "jurisdictions.json"), problems)
    codes = {row["code"] for row in jurisdictions}
    topics = topic_rows(read_json(directory / "topics.json"), problems)
    frameworks = framework_records(
        read_json(frameworks_file or directory / "frameworks.json"),
        _with_fining(read_json(directory / "reading.json"), read_json(directory / "fining.json"), problems),
        texts,
        codes,
        problems,
    )
    procedure = procedure_rows(read_json(directory / "procedure.json"), codes, problems)
    late_payment = late_payment_rows(read_json(directory / "late_payment.json"), codes, problems)
    problems.raise_if_any()
    return LawFiles(jurisdictions, topics, frameworks, procedure, late_payment)


def _with_fining(readings: Mapping[str, Any], fining: Mapping[str, Any], problems: Problems) -> dict[str, Any]:
    """Each reading with how its law sets fines: several laws share one list of factors."""
    found = dict(readings)
    for code, one in fining["frameworks"].items():
        if code not in found:
            problems.say(f"fining.json {code}", "is a law that there is not")
            continue
        found[code] = {
            **found[code],
            "fining": {
                "rule": one["rule"],
                "gain_times": one.get("gain_times"),
                "factors": fining["factors"][one["factors"]] if one["factors"] else [],
                "sources": [fining["sources"][name] for name in one["sources"]],
            },
        }
    return found
