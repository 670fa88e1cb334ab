"""Addresses of requests, case files and suits."""

from caseapp.litigation.urls import case_files, engagements, suits

app_name = "litigation"

urlpatterns = [*engagements.urlpatterns, *case_files.urlpatterns, *suits.urlpatterns]
