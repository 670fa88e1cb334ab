"""Laws, screenings, precedents, estimates and respondents."""

from django.urls import path

from caseapp.api.views import precedents, reference, registry

urlpatterns = [
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
    path("respondents/", registry.RespondentsEndpoint.as_view(), name="respondents"),
    path("respondents/<reference:reference>/", registry.RespondentEndpoint.as_view(), name="respondent"),
    path("respondents/<reference:reference>/dossier/", registry.DossierEndpoint.as_view(), name="respondent_dossier"),
    path(
        "respondents/<reference:reference>/verification/",
        registry.VerificationEndpoint.as_view(),
        name="respondent_verification",
    ),
    path("respondents/<reference:reference>/places/", registry.PlacesEndpoint.as_view(), name="respondent_places"),
    path(
        "respondents/<reference:reference>/places/<int:number>/supplies/",
        registry.SuppliesEndpoint.as_view(),
        name="respondent_supplies",
    ),
    path("respondents/<reference:reference>/merges/", registry.MergesEndpoint.as_view(), name="respondent_merges"),
    path(
        "respondents/<reference:reference>/merges/<int:number>/undo/",
        registry.MergeUndoEndpoint.as_view(),
        name="respondent_merge_undo",
    ),
]
