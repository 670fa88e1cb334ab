"""Fills an authority's desk with invented complaints, for trying and for measuring."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from caseapp.accounts.models import Authority
from caseapp.statistics import services as statistics
from caseapp.workspace.demo.generated import generate


class Command(BaseCommand):
    help = "Write invented complaints to an authority: 5,000 for trying, a million for measuring. Same seed, same data."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--complaints", type=int, default=5_000)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--authority", default="ningbo-market-regulation", help="the code of the authority")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Invented complaints are only for demonstration mode (COUNTENANCE_DEMO=1).")
        authority = Authority.objects.select_related("jurisdiction").filter(code=options["authority"]).first()
        if authority is None:
            raise CommandError(f"There is no authority with the code {options['authority']}.")
        if options["complaints"] < 1:
            raise CommandError("Give a number of complaints above zero.")
        begun = time.monotonic()
        with transaction.atomic():
            made = generate(
                complaints=options["complaints"], seed=options["seed"], authority=authority, told=self._progress
            )
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        statistics.count_touched()
        self.stdout.write(f"{made:,} complaints in {time.monotonic() - begun:.0f} s.")

    def _progress(self, made: int) -> None:
        self.stdout.write(f"{made:,}", ending="\r")
        self.stdout.flush()
