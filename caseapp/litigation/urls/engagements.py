"""Addresses of requests and engagements."""

from django.urls import path

from caseapp.litigation.views import conflicts, engagements, messages

_REQUEST = "requests/<reference:reference>/"

urlpatterns = [
    path("complaints/<reference:reference>/share/", engagements.share, name="share"),
    path("requests/", engagements.requests, name="requests"),
    path(_REQUEST, engagements.request_page, name="request"),
    path(f"{_REQUEST}scopes/", engagements.scopes, name="scopes"),
    path(f"{_REQUEST}messages/", messages.write, name="write_message"),
    path(f"{_REQUEST}conflict/", conflicts.decide_conflict, name="decide_conflict"),
    path("known/", conflicts.known, name="known"),
    path(f"{_REQUEST}case-file/", engagements.open_case_file, name="open_case_file"),
    path(f"{_REQUEST}do/<slug:action>/", engagements.act, name="engagement_act"),
]
