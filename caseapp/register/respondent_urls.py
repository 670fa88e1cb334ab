"""Addresses within `respondents` whose pages the register makes; `caseapp.respondents.urls` takes them in."""

from django.urls import path

from caseapp.register.views import respondents

urlpatterns = [path("respondents/<reference:reference>/", respondents.dossier, name="detail")]
