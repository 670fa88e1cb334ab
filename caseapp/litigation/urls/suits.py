"""Addresses of suits."""

from django.urls import path

from caseapp.litigation.views import suits

_SUIT = "suits/<reference:reference>/"

urlpatterns = [
    path("suits/", suits.suits, name="suits"),
    path(_SUIT, suits.suit, name="suit"),
    path(f"{_SUIT}hearings/new/", suits.schedule_hearing, name="schedule_hearing"),
    path(f"{_SUIT}awards/new/", suits.record_award, name="record_award"),
    path(f"{_SUIT}do/<slug:action>/", suits.act, name="suit_act"),
]
