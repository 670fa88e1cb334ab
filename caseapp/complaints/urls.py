"""Addresses of complaints: the list, the acts upon one, its messages, and following by receipt code."""

from django.urls import URLPattern, URLResolver, include, path

from caseapp.complaints.views import acts, follow, progress, recovery

app_name = "complaints"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("caseapp.casework.queue_urls")),
    path("complaints/<reference:reference>/do/<slug:action>/", acts.act, name="act"),
    path("complaints/<reference:reference>/assign/", acts.assign, name="assign"),
    path("complaints/<reference:reference>/identity/", acts.identity, name="identity"),
    path("complaints/<reference:reference>/reports/<int:number>/", progress.update, name="update"),
    path("complaints/<reference:reference>/reports/<int:number>/anew/", progress.redraft, name="redraft"),
    path("reports/", progress.updates, name="updates"),
    path("reports/rule/<slug:code>/", progress.rule, name="progress_rule"),
    path("follow/", follow.follow, name="follow"),
    path("follow/leave/", follow.leave, name="leave"),
    path("follow/lost/", recovery.lost, name="lost"),
    path("follow/lost/key/", recovery.recovery_key, name="recovery_key"),
    path("follow/recovery/", recovery.recovery_address, name="recovery_address"),
]
