"""Acts upon many complaints, from the choice to the end, for tests."""

from caseapp.casework import services
from caseapp.complaints.models import Complaint
from caseapp.core import queue
from tests.factories.complaints import ComplaintFactory


def made(authority, number=3, **fields):
    return [ComplaintFactory(authority=authority, **fields) for _ in range(number)]


def chosen(complaints):
    return Complaint.objects.filter(pk__in=[each.pk for each in complaints])


def done(me, action, complaints, **given):
    bulk = services.freeze(actor=me, action=action, complaints=chosen(complaints))
    services.start(actor=me, bulk=bulk, given=given)
    queue.run_pending()
    bulk.refresh_from_db()
    return bulk


def states(complaints):
    return sorted(chosen(complaints).values_list("state", flat=True))
