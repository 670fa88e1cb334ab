"""Addresses of the filing. None of them names a draft: which one is meant stands in the browser's cookie alone."""

from django.urls import path

from caseapp.intake.views import begin, evidence, pages, papers, receipt

app_name = "intake"

urlpatterns = [
    path("file/", begin.start, name="start"),
    path("file/continue/", begin.resume, name="resume"),
    path("file/code/", begin.by_code, name="by_code"),
    path("file/for-somebody/", begin.at_the_desk, name="at_the_desk"),
    path("file/another/", begin.afresh, name="afresh"),
    path("file/delete/", begin.discard, name="discard"),
    path("file/alive/", begin.alive, name="alive"),
    path("file/timed-out/", begin.timed_out, name="timed_out"),
    path("file/leave/", begin.leave, name="leave"),
    path("file/form/", papers.blank, name="blank"),
    path("file/form/complaint-<slug:language>.pdf", papers.blank_pdf, name="blank_pdf"),
    path("file/organisations/", pages.find, name="find"),
    path("file/receipt/", receipt.receipt, name="receipt"),
    path("file/receipt/text/", receipt.download, name="receipt_text"),
    path("file/receipt/pdf/", receipt.pdf, name="receipt_pdf"),
    path("file/receipt/leave/", receipt.leave, name="receipt_leave"),
    path("file/evidence/", evidence.page, name="evidence"),
    path("file/evidence/<uuid:item_id>/remove/", evidence.remove, name="remove_file"),
    path("file/<slug:slug>/", pages.step, name="step"),
]
