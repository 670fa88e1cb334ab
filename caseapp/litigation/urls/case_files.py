"""Addresses of case files and what is kept in them."""

from django.urls import path

from caseapp.litigation.views import bundles, case_files, papers

_CASE_FILE = "case-files/<reference:reference>/"
_BUNDLE = f"{_CASE_FILE}bundles/<reference:bundle_reference>/"

urlpatterns = [
    path("case-files/", case_files.case_files, name="case_files"),
    path(_CASE_FILE, case_files.case_file, name="case_file"),
    path(f"{_CASE_FILE}notes/", case_files.notes, name="notes"),
    path(f"{_CASE_FILE}documents/", papers.papers, name="documents"),
    path(f"{_CASE_FILE}bundles/", bundles.bundles, name="bundles"),
    path(_BUNDLE, bundles.bundle, name="bundle"),
    path(f"{_BUNDLE}<int:number>/", bundles.volume, name="volume"),
    path(f"{_CASE_FILE}suits/new/", case_files.open_suit, name="open_suit"),
    path(f"{_CASE_FILE}do/<slug:action>/", case_files.act, name="case_file_act"),
]
