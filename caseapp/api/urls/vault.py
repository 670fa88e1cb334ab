"""Evidence: files, custody, redactions, exports and requests."""

from django.urls import path

from caseapp.api.views import evidence, vault

urlpatterns = [
    path(
        "complaints/<reference:reference>/evidence/",
        evidence.ComplaintEvidenceEndpoint.as_view(),
        name="complaint_evidence",
    ),
    path("evidence/<uuid:item_id>/", evidence.EvidenceEndpoint.as_view(), name="evidence"),
    path("evidence/<uuid:item_id>/content/", evidence.EvidenceContentEndpoint.as_view(), name="evidence_content"),
    path(
        "evidence/derivatives/<uuid:derivative_id>/",
        evidence.EvidenceDerivativeEndpoint.as_view(),
        name="evidence_derivative",
    ),
    path("evidence/<uuid:item_id>/custody/", evidence.EvidenceCustodyEndpoint.as_view(), name="evidence_custody"),
    path(
        "complaints/<reference:reference>/evidence-exports/", vault.ExportsEndpoint.as_view(), name="evidence_exports"
    ),
    path("evidence-exports/<uuid:export_id>/", vault.ExportEndpoint.as_view(), name="evidence_export"),
    path(
        "evidence-exports/<uuid:export_id>/content/",
        vault.ExportContentEndpoint.as_view(),
        name="evidence_export_content",
    ),
    path(
        "complaints/<reference:reference>/evidence-requests/",
        vault.EvidenceRequestsEndpoint.as_view(),
        name="evidence_requests",
    ),
    path("evidence-requests/<uuid:request_id>/", vault.EvidenceRequestEndpoint.as_view(), name="evidence_request"),
    path("complaints/<reference:reference>/evidence/verify/", vault.VerifyEndpoint.as_view(), name="evidence_verify"),
    path("evidence/<uuid:item_id>/redactions/", vault.RedactionsEndpoint.as_view(), name="redactions"),
    path("redactions/<uuid:redaction_id>/", vault.RedactionEndpoint.as_view(), name="redaction"),
    path(
        "redactions/<uuid:redaction_id>/transitions/",
        vault.RedactionTransitionsEndpoint.as_view(),
        name="redaction_transitions",
    ),
    path("evidence/<uuid:item_id>/disclosures/", vault.DisclosuresEndpoint.as_view(), name="evidence_disclosures"),
]
