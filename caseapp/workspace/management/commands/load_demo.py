"""Fills an empty installation with the demonstration."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from caseapp.accounts.models import User
from caseapp.core import queue
from caseapp.statistics import services as statistics
from caseapp.workspace.demo.caseload import make_caseload
from caseapp.workspace.demo.chambers import practise
from caseapp.workspace.demo.ningbo import tell_story
from caseapp.workspace.demo.organisations import make_organisations
from caseapp.workspace.demo.people import make_people


class Command(BaseCommand):
    help = "Load the demonstration data, once; refused outside demonstration mode."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Demonstration data is only for demonstration mode (COUNTENANCE_DEMO=1).")
        if User.objects.filter(is_demo=True).exists():
            self.stdout.write("The demonstration is already there.")
            return
        with transaction.atomic():
            cast = make_people()
            respondents = make_organisations()
            citizens = tell_story(cast, respondents)
            complaints = make_caseload(cast, respondents)
            practise(cast, respondents, citizens)
            queue.enqueue("register.make_snapshot")
        statistics.count_touched()
        self.stdout.write(f"{len(complaints)} complaints, {len(respondents)} organisations and the Ningbo story.")
