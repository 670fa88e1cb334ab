"""Starts the whole site on this machine; the launcher does the work and knows no Django."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from caseapp.core.launcher.serve import serve


class Command(BaseCommand):
    help = "Start database, broker, worker, beat, dispatcher and web, and serve until Ctrl-C or SIGTERM."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        sys.exit(serve())
