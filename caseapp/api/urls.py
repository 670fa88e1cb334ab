"""Addresses of the HTTP API and of the health checks."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from caseapp.api.views import (
    casework,
    complaints,
    docs,
    documents,
    enforcement,
    evidence,
    health,
    litigation,
    precedents,
    reference,
    tokens,
    uploads,
    worksheets,
)

app_name = "api"

v1 = [
    path("tokens/", tokens.TokenEndpoint.as_view(), name="tokens"),
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
        "complaints/<reference:reference>/evidence/",
        evidence.ComplaintEvidenceEndpoint.as_view(),
        name="complaint_evidence",
    ),
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
    path("clusters/", casework.ClustersEndpoint.as_view(), name="clusters"),
    path("clusters/<reference:reference>/", casework.ClusterEndpoint.as_view(), name="cluster"),
    path(
        "clusters/<reference:reference>/complaints/",
        casework.ClusterComplaintsEndpoint.as_view(),
        name="cluster_complaints",
    ),
    path(
        "clusters/<reference:reference>/transitions/",
        casework.ClusterTransitionsEndpoint.as_view(),
        name="cluster_transitions",
    ),
    path("bulk-acts/", casework.BulkActsEndpoint.as_view(), name="bulk_acts"),
    path("bulk-acts/<reference:reference>/", casework.BulkActEndpoint.as_view(), name="bulk_act"),
    path(
        "bulk-acts/<reference:reference>/transitions/",
        casework.BulkActTransitionsEndpoint.as_view(),
        name="bulk_act_transitions",
    ),
    path("evidence/<uuid:item_id>/", evidence.EvidenceEndpoint.as_view(), name="evidence"),
    path("evidence/<uuid:item_id>/content/", evidence.EvidenceContentEndpoint.as_view(), name="evidence_content"),
    path(
        "evidence/derivatives/<uuid:derivative_id>/",
        evidence.EvidenceDerivativeEndpoint.as_view(),
        name="evidence_derivative",
    ),
    path("evidence/<uuid:item_id>/custody/", evidence.EvidenceCustodyEndpoint.as_view(), name="evidence_custody"),
    path("frameworks/", reference.FrameworksEndpoint.as_view(), name="frameworks"),
    path("frameworks/<slug:code>/", reference.FrameworkEndpoint.as_view(), name="framework"),
    path("frameworks/<slug:code>/versions/", reference.FrameworkVersionsEndpoint.as_view(), name="framework_versions"),
    path("screenings/", reference.ScreeningsEndpoint.as_view(), name="screenings"),
    path("precedents/", reference.PrecedentsEndpoint.as_view(), name="precedents"),
    path("precedents/<slug:slug>/", reference.PrecedentEndpoint.as_view(), name="precedent"),
    path("precedents/<slug:slug>/history/", precedents.PrecedentHistoryEndpoint.as_view(), name="precedent_history"),
    path("precedent-versions/", precedents.RevisionsEndpoint.as_view(), name="precedent_versions"),
    path("precedent-versions/<reference:reference>/", precedents.RevisionEndpoint.as_view(), name="precedent_version"),
    path(
        "precedent-versions/<reference:reference>/transitions/",
        precedents.RevisionTransitionsEndpoint.as_view(),
        name="precedent_version_transitions",
    ),
    path("precedent-suggestions/", precedents.SuggestionsEndpoint.as_view(), name="precedent_suggestions"),
    path(
        "precedent-suggestions/<reference:reference>/",
        precedents.SuggestionEndpoint.as_view(),
        name="precedent_suggestion",
    ),
    path(
        "precedent-suggestions/<reference:reference>/transitions/",
        precedents.SuggestionTransitionsEndpoint.as_view(),
        name="precedent_suggestion_transitions",
    ),
    path("precedent-alerts/", precedents.AlertsEndpoint.as_view(), name="precedent_alerts"),
    path("precedent-alerts/<uuid:identifier>/", precedents.AlertEndpoint.as_view(), name="precedent_alert"),
    path("estimates/", reference.EstimatesEndpoint.as_view(), name="estimates"),
    path("respondents/", reference.RespondentsEndpoint.as_view(), name="respondents"),
    path("respondents/<reference:reference>/", reference.RespondentEndpoint.as_view(), name="respondent"),
    path("register/fines/", reference.RegisterFinesEndpoint.as_view(), name="register_fines"),
    path("register/statistics/", reference.RegisterStatisticsEndpoint.as_view(), name="register_statistics"),
    path("investigations/", enforcement.InvestigationsEndpoint.as_view(), name="investigations"),
    path("investigations/<reference:reference>/", enforcement.InvestigationEndpoint.as_view(), name="investigation"),
    path(
        "investigations/<reference:reference>/transitions/",
        enforcement.InvestigationTransitionsEndpoint.as_view(),
        name="investigation_transitions",
    ),
    path(
        "investigations/<reference:reference>/complaints/",
        enforcement.InvestigationComplaintsEndpoint.as_view(),
        name="investigation_complaints",
    ),
    path(
        "investigations/<reference:reference>/decision/",
        enforcement.InvestigationDecisionEndpoint.as_view(),
        name="investigation_decision",
    ),
    path(
        "investigations/<reference:reference>/worksheet/",
        worksheets.InvestigationWorksheetEndpoint.as_view(),
        name="investigation_worksheet",
    ),
    path(
        "investigations/<reference:reference>/findings/",
        enforcement.InvestigationFindingsEndpoint.as_view(),
        name="investigation_findings",
    ),
    path(
        "fines/<reference:reference>/publication/",
        enforcement.FinePublicationEndpoint.as_view(),
        name="fine_publication",
    ),
    path("engagements/", litigation.EngagementsEndpoint.as_view(), name="engagements"),
    path("engagements/<reference:reference>/", litigation.EngagementEndpoint.as_view(), name="engagement"),
    path(
        "engagements/<reference:reference>/transitions/",
        litigation.EngagementTransitionsEndpoint.as_view(),
        name="engagement_transitions",
    ),
    path(
        "engagements/<reference:reference>/conflict/",
        litigation.EngagementConflictEndpoint.as_view(),
        name="engagement_conflict",
    ),
    path("fines/", enforcement.FinesEndpoint.as_view(), name="fines"),
    path("fines/<reference:reference>/", enforcement.FineEndpoint.as_view(), name="fine"),
    path(
        "fines/<reference:reference>/transitions/",
        enforcement.FineTransitionsEndpoint.as_view(),
        name="fine_transitions",
    ),
    path("fines/<reference:reference>/payments/", enforcement.FinePaymentsEndpoint.as_view(), name="fine_payments"),
    path("fines/<reference:reference>/ledger/", enforcement.FineLedgerEndpoint.as_view(), name="fine_ledger"),
    path("case-files/", litigation.CaseFilesEndpoint.as_view(), name="case_files"),
    path("case-files/<reference:reference>/", litigation.CaseFileEndpoint.as_view(), name="case_file"),
    path(
        "case-files/<reference:reference>/transitions/",
        litigation.CaseFileTransitionsEndpoint.as_view(),
        name="case_file_transitions",
    ),
    path("suits/", litigation.SuitsEndpoint.as_view(), name="suits"),
    path("suits/<reference:reference>/", litigation.SuitEndpoint.as_view(), name="suit"),
    path(
        "suits/<reference:reference>/transitions/",
        litigation.SuitTransitionsEndpoint.as_view(),
        name="suit_transitions",
    ),
    path("suits/<reference:reference>/hearings/", litigation.SuitHearingsEndpoint.as_view(), name="suit_hearings"),
    path("suits/<reference:reference>/awards/", litigation.SuitAwardsEndpoint.as_view(), name="suit_awards"),
]

urlpatterns = [
    path("healthz/live", health.live, name="live"),
    path("healthz/ready", health.ready, name="ready"),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", docs.docs, name="docs"),
    path("api/v1/", include(v1)),
    path("uploads/", uploads.UploadsEndpoint.as_view(), name="uploads"),
    path("uploads/<uuid:upload_id>/", uploads.UploadEndpoint.as_view(), name="upload"),
]
