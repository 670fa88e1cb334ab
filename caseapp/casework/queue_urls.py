"""The list of complaints, within `complaints`, for the desks that work on it; `caseapp.complaints.urls` takes it in."""

from django.urls import path

from caseapp.casework.views import queue

urlpatterns = [path("complaints/", queue.complaint_list, name="list")]
