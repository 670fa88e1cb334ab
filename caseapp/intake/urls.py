"""Addresses of the filing. None of them names a draft: which one is meant stands in the session alone."""

from django.urls import path

from caseapp.intake.views import evidence, pages, receipt

app_name = "intake"

urlpatterns = [
    path("file/", pages.start, name="start"),
    path("file/continue/", pages.resume, name="resume"),
    path("file/another/", pages.afresh, name="afresh"),
    path("file/delete/", pages.discard, name="discard"),
    path("file/organisations/", pages.find, name="find"),
    path("file/receipt/", receipt.receipt, name="receipt"),
    path("file/receipt/text/", receipt.download, name="receipt_text"),
    path("file/receipt/leave/", receipt.leave, name="receipt_leave"),
    path("file/evidence/", evidence.page, name="evidence"),
    path("file/evidence/<uuid:item_id>/remove/", evidence.remove, name="remove_file"),
    path("file/<slug:slug>/", pages.step, name="step"),
]
