"""Hands promised work to the broker, for as long as it runs."""

import signal
import time
from typing import Any

import structlog
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections
from kombu.exceptions import OperationalError

from caseapp.core.queue import dispatch

log = structlog.get_logger(__name__)


class Command(BaseCommand):
    help = "Publish promised tasks from the outbox until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Publish what is due now and end.")
        parser.add_argument("--pause", type=float, default=0.25, help="Seconds between two looks when idle.")

    def handle(self, *args: Any, **options: Any) -> None:
        self.running = True
        if not options["once"]:
            signal.signal(signal.SIGTERM, self._stop)
            signal.signal(signal.SIGINT, self._stop)
        while self.running:
            sent = self._dispatch()
            if options["once"]:
                break
            if not sent:
                time.sleep(options["pause"])

    def _dispatch(self) -> int:
        try:
            return dispatch()
        except (DatabaseError, OperationalError, OSError) as fault:
            # The rows stand; the next look finds them again once database and broker are back.
            log.warning("outbox_dispatch_failed", fault=type(fault).__name__)
            close_old_connections()
            time.sleep(1)
            return 0

    def _stop(self, *args: Any) -> None:
        self.running = False
