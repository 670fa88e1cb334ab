"""The demonstration loads at any hour, those included in which two days are on the clocks of the world."""

import pytest
import time_machine
from django.core.management import call_command

from caseapp.complaints.models import Complaint
from caseapp.enforcement.models import Fine
from caseapp.litigation.models import CivilSuit, CollectiveAction


@pytest.mark.django_db
def test_it_loads_when_the_next_day_has_begun_in_ningbo(settings):
    settings.DEMO = True
    with time_machine.travel("2026-11-27T16:30:00Z"):
        for step in ("load_law", "load_procedures", "load_letters", "load_precedents", "load_demo"):
            call_command(step)
    assert Complaint.objects.count() > 100
    assert Fine.objects.filter(state="paid").exists()
    assert CivilSuit.objects.exists()
    assert CollectiveAction.objects.exists()
