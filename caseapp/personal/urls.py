"""Addresses of what is a person's own: taking it away, having it erased, and what is left to say so."""

from django.urls import path

from caseapp.personal.views import erasures, take_outs

app_name = "personal"

urlpatterns = [
    path("complaints/<reference:reference>/take-out/", take_outs.take_out, name="take_out"),
    path("take-outs/<uuid:identifier>/", take_outs.download, name="download"),
    path("complaints/<reference:reference>/erase/", erasures.plan, name="erase"),
    path("complaints/<reference:reference>/erase/confirm/", erasures.confirm, name="erase_confirm"),
    path("erased/<reference:reference>/", erasures.erased, name="erased"),
]
