"""Takes a mail that came back, from a file or from the mail server's pipe."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from caseapp.notifications.services import record_bounce


class Command(BaseCommand):
    help = "Record that a mail came back: a delivery report (RFC 3464) as a file, or on standard input."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("report", nargs="?", default="-", help="a file; without one, standard input is read")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = sys.stdin.buffer.read() if options["report"] == "-" else Path(options["report"]).read_bytes()
        except OSError as fault:
            raise CommandError(f"The report cannot be read: {fault.strerror}") from fault
        count = record_bounce(report=report)
        self.stdout.write(f"{count} notices came back." if count else "Nothing of ours came back for good.")
