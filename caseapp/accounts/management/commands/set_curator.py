"""Gives an account the right to curate precedents, or takes it away."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from caseapp.accounts.services import set_curator
from caseapp.core.actors import SYSTEM
from caseapp.core.errors import InvalidInput


class Command(BaseCommand):
    help = "Let an account curate precedents; two curators are needed, because nobody approves their own."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--take-away", action="store_true", help="Take the right away again.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            user = set_curator(actor=SYSTEM, email=options["email"], wanted=not options["take_away"])
        except InvalidInput as refusal:
            raise CommandError("; ".join(str(fault) for fault in refusal.errors.values())) from refusal
        self.stdout.write(f"{user.email} {'may now curate precedents' if user.is_curator else 'curates no longer'}.")
