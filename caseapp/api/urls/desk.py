"""The authority's caseload: clusters, acts on many, views, rules, referrals, retention, statistics and exports."""

from django.urls import path

from caseapp.api.views import casework, desk, exports, referrals, retention, statistics

urlpatterns = [
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
    path(
        "complaints/<reference:reference>/internal-notes/",
        casework.InternalNotesEndpoint.as_view(),
        name="internal_notes",
    ),
    path("desk/", desk.DeskEndpoint.as_view(), name="desk"),
    path("saved-views/", desk.SavedViewsEndpoint.as_view(), name="saved_views"),
    path("saved-views/<int:number>/", desk.SavedViewEndpoint.as_view(), name="saved_view"),
    path("priority-weights/", desk.PriorityWeightsEndpoint.as_view(), name="priority_weights"),
    path("priority-weights/trial/", desk.PriorityTrialEndpoint.as_view(), name="priority_trial"),
    path("routing-rules/", desk.RoutingRulesEndpoint.as_view(), name="routing_rules"),
    path("routing-rules/<int:number>/", desk.RoutingRuleEndpoint.as_view(), name="routing_rule"),
    path("complaints/<reference:reference>/hold/", desk.HoldEndpoint.as_view(), name="hold"),
    path("complaints/<reference:reference>/same-person/", desk.SamePersonEndpoint.as_view(), name="same_person"),
    path("retention-rules/", retention.RetentionRulesEndpoint.as_view(), name="retention_rules"),
    path("retention-rules/<int:number>/", retention.RetentionRuleEndpoint.as_view(), name="retention_rule"),
    path("retention-due/", retention.RetentionDueEndpoint.as_view(), name="retention_due"),
    path("disposals/", retention.DisposalsEndpoint.as_view(), name="disposals"),
    path("disposals/<reference:reference>/", retention.DisposalEndpoint.as_view(), name="disposal"),
    path(
        "disposals/<reference:reference>/transitions/",
        retention.DisposalTransitionsEndpoint.as_view(),
        name="disposal_transitions",
    ),
    path("referrals/", referrals.ReferralsEndpoint.as_view(), name="referrals"),
    path("referrals/<reference:reference>/", referrals.ReferralEndpoint.as_view(), name="referral"),
    path(
        "referrals/<reference:reference>/transitions/",
        referrals.ReferralTransitionsEndpoint.as_view(),
        name="referral_transitions",
    ),
    path(
        "referrals/<reference:reference>/packet/facts/",
        referrals.ReferralFactsEndpoint.as_view(),
        name="referral_facts",
    ),
    path(
        "referrals/<reference:reference>/packet/evidence/",
        referrals.ReferralEvidenceEndpoint.as_view(),
        name="referral_evidence",
    ),
    path("bulk-acts/", casework.BulkActsEndpoint.as_view(), name="bulk_acts"),
    path("bulk-acts/<reference:reference>/", casework.BulkActEndpoint.as_view(), name="bulk_act"),
    path(
        "bulk-acts/<reference:reference>/transitions/",
        casework.BulkActTransitionsEndpoint.as_view(),
        name="bulk_act_transitions",
    ),
    path("reports/", exports.ReportsEndpoint.as_view(), name="reports"),
    path("reports/<int:number>/", exports.ReportEndpoint.as_view(), name="report"),
    path("list-exports/", exports.ExportsEndpoint.as_view(), name="exports"),
    path("list-exports/<uuid:identifier>/", exports.ExportEndpoint.as_view(), name="export"),
    path("list-exports/<uuid:identifier>/content/", exports.ExportContentEndpoint.as_view(), name="export_content"),
    path("statistics/", statistics.StatisticsEndpoint.as_view(), name="statistics"),
]
