"""Addresses of requests, case files, suits and collective actions."""

from caseapp.litigation.urls import case_files, collective, engagements, suits, working

app_name = "litigation"

urlpatterns = [
    *engagements.urlpatterns,
    *case_files.urlpatterns,
    *suits.urlpatterns,
    *working.urlpatterns,
    *collective.urlpatterns,
]
