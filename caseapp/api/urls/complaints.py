"""Complaints, what their complainants may do with them, letters and documents."""

from django.urls import path

from caseapp.api.views import complaints, documents, personal

urlpatterns = [
    path("complaints/", complaints.ComplaintsEndpoint.as_view(), name="complaints"),
    path("complaints/<reference:reference>/", complaints.ComplaintEndpoint.as_view(), name="complaint"),
    path(
        "complaints/<reference:reference>/transitions/",
        complaints.ComplaintTransitionsEndpoint.as_view(),
        name="complaint_transitions",
    ),
    path(
        "complaints/<reference:reference>/messages/",
        complaints.ComplaintMessagesEndpoint.as_view(),
        name="complaint_messages",
    ),
    path(
        "complaints/<reference:reference>/timeline/",
        complaints.ComplaintTimelineEndpoint.as_view(),
        name="complaint_timeline",
    ),
    path(
        "complaints/<reference:reference>/progress-reports/",
        personal.ProgressReportsEndpoint.as_view(),
        name="progress_reports",
    ),
    path(
        "complaints/<reference:reference>/progress-reports/<int:number>/send/",
        personal.ProgressReportSendEndpoint.as_view(),
        name="progress_report_send",
    ),
    path("complaints/<reference:reference>/accesses/", personal.AccessesEndpoint.as_view(), name="accesses"),
    path("complaints/<reference:reference>/shares/", personal.SharesEndpoint.as_view(), name="shares"),
    path("complaints/<reference:reference>/shares/<reference:share>/", personal.ShareEndpoint.as_view(), name="share"),
    path("complaints/<reference:reference>/take-out/", personal.TakeOutEndpoint.as_view(), name="take_out"),
    path("take-outs/<uuid:identifier>/content/", personal.TakeOutContentEndpoint.as_view(), name="take_out_content"),
    path("complaints/<reference:reference>/erasure/", personal.ErasureEndpoint.as_view(), name="erasure"),
    path("erasures/<reference:reference>/", personal.ErasedEndpoint.as_view(), name="erased"),
    path("notices/", personal.NoticesEndpoint.as_view(), name="notices"),
    path(
        "complaints/<reference:reference>/documents/",
        documents.ComplaintDocumentsEndpoint.as_view(),
        name="complaint_documents",
    ),
    path(
        "complaints/<reference:reference>/letters/",
        documents.ComplaintLettersEndpoint.as_view(),
        name="complaint_letters",
    ),
    path(
        "complaints/<reference:reference>/letters/<reference:letter_reference>/transitions/",
        documents.LetterTransitionsEndpoint.as_view(),
        name="letter_transitions",
    ),
    path("documents/<reference:reference>/", documents.DocumentEndpoint.as_view(), name="document"),
    path(
        "documents/<reference:reference>/content/",
        documents.DocumentContentEndpoint.as_view(),
        name="document_content",
    ),
]
