"""Addresses of what is a person's own: taking it away, having it erased, and what is left to say so."""

from django.urls import path

from caseapp.personal.views import erasures, retention, take_outs

app_name = "personal"

urlpatterns = [
    path("complaints/<reference:reference>/take-out/", take_outs.take_out, name="take_out"),
    path("take-outs/<uuid:identifier>/", take_outs.download, name="download"),
    path("complaints/<reference:reference>/erase/", erasures.plan, name="erase"),
    path("complaints/<reference:reference>/erase/confirm/", erasures.confirm, name="erase_confirm"),
    path("erased/<reference:reference>/", erasures.erased, name="erased"),
    path("retention/", retention.schedule, name="retention"),
    path("retention/due/", retention.due, name="retention_due"),
    path("retention/<int:number>/end/", retention.end, name="retention_end"),
    path("disposals/<reference:reference>/", retention.disposal, name="disposal"),
    path("disposals/<reference:reference>/do/<slug:action>/", retention.act, name="disposal_act"),
]
