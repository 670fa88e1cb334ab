"""Command line of the estimator: `python -m caseapp.rules.estimation evaluate|tune`, without database or Django."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from caseapp.rules.estimation.evaluation import evaluate
from caseapp.rules.estimation.facts import FactError, PrecedentFacts
from caseapp.rules.estimation.method import WEIGHTS_FILE, frozen_weights
from caseapp.rules.estimation.money import SUPPLEMENT, published_rates
from caseapp.rules.estimation.sample import data_version
from caseapp.rules.estimation.tuning import document, tune

RECORDS = SUPPLEMENT.with_name("precedents.jsonl")
TUNE_COMMAND = "python -m caseapp.rules.estimation tune"


def read_records(path: Path) -> list[PrecedentFacts]:
    """A file of precedents, one JSON object a line.

    Refuses a bad line, naming the record or the line, an id that stands in it twice, and what is not UTF-8.
    """
    found: dict[str, PrecedentFacts] = {}
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise FactError(f"{path.name}: not UTF-8 text ({error.reason} at byte {error.start})") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            raise FactError(f"{path.name}, line {number}: not JSON ({error})") from error
        if not isinstance(record, dict):
            raise FactError(f"{path.name}, line {number}: not a JSON object")
        one = PrecedentFacts.from_record(record)
        if one.id in found:
            raise FactError(f"{path.name}, line {number}: {one.id} stands in the file twice")
        found[one.id] = one
    return list(found.values())


def table(result: dict[str, Any]) -> str:
    """The scores as text for a terminal."""
    lines = []
    for target in ("compensation", "fine"):
        part = result[target]
        lines.append(f"{target}: n = {part['n']}")
        if not part["n"]:
            continue
        lines.append(f"  {'':26}{'pinball':>9}{'50 %':>8}{'80 %':>8}{'median error':>14}")
        for name in ("model", "model_without_proceeding", "global", "framework"):
            if name in part:
                s = part[name]
                lines.append(
                    f"  {name.replace('_', ' '):26}{s['pinball']:9.4f}{s['coverage50']:8.3f}{s['coverage80']:8.3f}"
                    f"{s['median_abs_log10_error']:14.4f}"
                )
        lines.append(f"  loss below the better baseline: {part['improvement']:.1%}; refused: {part['refused']}")
        lines.append(f"  odds: {part['odds']}")
    lines.append(f"method {result['method_version']}, data {result['data_version']}, {result['mode']}")
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Run one of the two commands; 0 on success, 2 with one clear line where a file is bad."""
    parser = argparse.ArgumentParser(prog="python -m caseapp.rules.estimation", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("evaluate", "tune"):
        command = commands.add_parser(name)
        command.add_argument("--records", type=Path, default=RECORDS, help="precedents, one JSON object a line")
        if name == "evaluate":
            command.add_argument("--holdout", type=Path, help="records to score, never learned from")
            command.add_argument("--json", action="store_true", help="print JSON")
        else:
            command.add_argument("--out", type=Path, default=WEIGHTS_FILE, help="the weights file to write")
    options = parser.parse_args(arguments)
    try:
        records, rates = read_records(options.records), published_rates()
        if options.command == "evaluate":
            result = evaluate(records, rates, read_records(options.holdout) if options.holdout else None)
            print(json.dumps(result, indent=2) if options.json else table(result))
            return 0
    except (FactError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    try:
        weights, scores = tune(records, rates), evaluate(records, rates)
    except FactError as error:
        print(error, file=sys.stderr)
        return 2
    told = document(
        weights,
        command=TUNE_COMMAND,
        data_version=data_version(records, rates),
        scores={"mode": scores["mode"], **{part: scores[part] for part in ("compensation", "fine")}},
    )
    options.out.write_text(json.dumps(told, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    if options.out == WEIGHTS_FILE:
        frozen_weights.cache_clear()
    print(f"{options.out.name}: method {weights.version}, data {told['data_version']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
