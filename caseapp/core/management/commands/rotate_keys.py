"""Seals everything anew under the first of KEY_ENCRYPTION_KEYS, while the site runs."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from caseapp.core.rotation import rotate_keys, waiting
from caseapp.core.sealing import sealed_columns


class Command(BaseCommand):
    help = (
        "Seal every vault key, address and note under the first key of KEY_ENCRYPTION_KEYS. Put the new key first and "
        "keep the old one behind it, restart, run this (again, if it was cut off), then take the old key out."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say what still lies under an older key")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["check"]:
            try:
                done = rotate_keys()
            except ValueError as fault:
                raise CommandError(f"A value cannot be opened with any of the keys: {fault}") from fault
            for name, count in done.items():
                self.stdout.write(f"{name}: {count} sealed anew")
        left = {column.name: count for column in sealed_columns() if (count := waiting(column).count())}
        if left:
            told = ", ".join(f"{name} {count}" for name, count in left.items())
            raise CommandError(f"Still under an older key: {told}.", returncode=1)
        self.stdout.write(self.style.SUCCESS("Everything is sealed under the current key."))
