"""Opens the first account of a new installation."""

import getpass
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from caseapp.accounts.services import create_administrator
from caseapp.core.actors import SYSTEM
from caseapp.core.errors import InvalidInput


class Command(BaseCommand):
    help = "Open an administrator's account; the password is asked for, or read from standard input."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        password = getpass.getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
        try:
            user = create_administrator(
                actor=SYSTEM, email=options["email"], password=password, display_name=options["name"]
            )
        except InvalidInput as refusal:
            raise CommandError("; ".join(f"{name}: {fault}" for name, fault in refusal.errors.items())) from refusal
        self.stdout.write(f"{user.email} may now sign in.")
