"""Addresses of requests, case files and suits."""

from django.urls import path

from caseapp.litigation.views import bundles, case_files, engagements, papers, suits

app_name = "litigation"

urlpatterns = [
    path("complaints/<reference:reference>/share/", engagements.share, name="share"),
    path("requests/", engagements.requests, name="requests"),
    path("requests/<reference:reference>/", engagements.request_page, name="request"),
    path("requests/<reference:reference>/scopes/", engagements.scopes, name="scopes"),
    path("requests/<reference:reference>/conflict/", engagements.decide_conflict, name="decide_conflict"),
    path("requests/<reference:reference>/case-file/", engagements.open_case_file, name="open_case_file"),
    path("requests/<reference:reference>/do/<slug:action>/", engagements.act, name="engagement_act"),
    path("case-files/", case_files.case_files, name="case_files"),
    path("case-files/<reference:reference>/", case_files.case_file, name="case_file"),
    path("case-files/<reference:reference>/notes/", case_files.notes, name="notes"),
    path("case-files/<reference:reference>/documents/", papers.papers, name="documents"),
    path("case-files/<reference:reference>/bundles/", bundles.bundles, name="bundles"),
    path("case-files/<reference:reference>/bundles/<reference:bundle_reference>/", bundles.bundle, name="bundle"),
    path(
        "case-files/<reference:reference>/bundles/<reference:bundle_reference>/<int:number>/",
        bundles.volume,
        name="volume",
    ),
    path("case-files/<reference:reference>/suits/new/", case_files.open_suit, name="open_suit"),
    path("case-files/<reference:reference>/do/<slug:action>/", case_files.act, name="case_file_act"),
    path("suits/", suits.suits, name="suits"),
    path("suits/<reference:reference>/", suits.suit, name="suit"),
    path("suits/<reference:reference>/hearings/new/", suits.schedule_hearing, name="schedule_hearing"),
    path("suits/<reference:reference>/awards/new/", suits.record_award, name="record_award"),
    path("suits/<reference:reference>/do/<slug:action>/", suits.act, name="suit_act"),
]
