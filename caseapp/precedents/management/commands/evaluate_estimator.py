"""Scores the estimator against two plain baselines, on what is loaded or on records that it never saw."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from caseapp.precedents.models import Precedent
from caseapp.rules.estimation.__main__ import read_records, table
from caseapp.rules.estimation.evaluation import evaluate
from caseapp.rules.estimation.facts import FactError, PrecedentFacts
from caseapp.rules.estimation.money import published_rates


class Command(BaseCommand):
    help = (
        "Score estimates of compensation and fines: leave-one-out with nested tuning over the precedents that are"
        " loaded, or trained on them and scored on a file (see docs/estimation.md)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--holdout", type=Path, help="Records to score, one JSON object a line; never learned from."
        )
        parser.add_argument("--json", action="store_true", help="Print JSON instead of tables.")

    def handle(self, *args: Any, **options: Any) -> None:
        records = [
            PrecedentFacts.from_record(record)
            for record in Precedent.objects.order_by("slug").values_list("record", flat=True)
        ]
        if not records:
            raise CommandError("No precedents are loaded. Run load_precedents first.")
        try:
            holdout = read_records(options["holdout"]) if options["holdout"] else None
            result = evaluate(records, published_rates(), holdout)
        except (FactError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(result, indent=2) if options["json"] else table(result))
