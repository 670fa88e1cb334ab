"""The dates of a complaint for the reader's own calendar."""

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from caseapp.accounts.access import known
from caseapp.complaints.selectors import complaint_by_reference
from caseapp.core.calendars import MEDIA_TYPE, Reminder, calendar
from caseapp.core.views.requests import ActorRequest
from caseapp.workspace.views.complaints import dates_that_run


@never_cache
@known
@require_safe
def deadlines(request: ActorRequest, reference: str) -> HttpResponse:
    """The dates that the complaint's page shows, as an iCalendar file that names neither the case nor its parties."""
    complaint = complaint_by_reference(request.actor, reference)
    # The way back in, not the page itself: a calendar is seen by others, and a reference is nobody else's business.
    address = settings.SITE_URL + reverse("complaints:follow" if request.actor.is_receipt_holder else "workspace:home")
    reminders = [Reminder(f"{complaint.pk}/{clock.kind}", clock.day, address) for clock in dates_that_run(complaint)]
    content = calendar(reminders, made_at=timezone.now())
    return HttpResponse(
        content, content_type=MEDIA_TYPE, headers={"Content-Disposition": 'attachment; filename="dates.ics"'}
    )
