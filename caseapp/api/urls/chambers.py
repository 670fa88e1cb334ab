"""Engagements, case files and civil suits."""

from django.urls import path

from caseapp.api.views import bundles, chambers, documents, litigation, moving, suit_money

urlpatterns = [
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
    path("case-files/", litigation.CaseFilesEndpoint.as_view(), name="case_files"),
    path("case-files/<reference:reference>/", litigation.CaseFileEndpoint.as_view(), name="case_file"),
    path("case-files/<reference:reference>/tasks/", chambers.TasksEndpoint.as_view(), name="case_file_tasks"),
    path(
        "case-files/<reference:reference>/tasks/<int:number>/", chambers.TaskEndpoint.as_view(), name="case_file_task"
    ),
    path(
        "case-files/<reference:reference>/deadlines/",
        chambers.DeadlinesEndpoint.as_view(),
        name="case_file_deadlines",
    ),
    path(
        "case-files/<reference:reference>/transitions/",
        litigation.CaseFileTransitionsEndpoint.as_view(),
        name="case_file_transitions",
    ),
    path(
        "case-files/<reference:reference>/documents/",
        documents.CaseFileDocumentsEndpoint.as_view(),
        name="case_file_documents",
    ),
    path(
        "case-files/<reference:reference>/bundles/",
        bundles.CaseFileBundlesEndpoint.as_view(),
        name="case_file_bundles",
    ),
    path(
        "case-files/<reference:reference>/archives/",
        moving.CaseFileArchivesEndpoint.as_view(),
        name="case_file_archives",
    ),
    path(
        "case-files/<reference:reference>/archives/<uuid:identifier>/content/",
        moving.ArchiveContentEndpoint.as_view(),
        name="archive_content",
    ),
    path("matters/arrivals/", moving.ArrivalsEndpoint.as_view(), name="arrivals"),
    path("matters/arrivals/<uuid:identifier>/", moving.ArrivalEndpoint.as_view(), name="arrival"),
    path("matters/arrivals/<uuid:identifier>/bring-in/", moving.BringInEndpoint.as_view(), name="bring_in"),
    path("bundles/<reference:reference>/", bundles.BundleEndpoint.as_view(), name="bundle"),
    path("bundles/<reference:reference>/exhibits/", bundles.BundleExhibitsEndpoint.as_view(), name="bundle_exhibits"),
    path("bundles/<reference:reference>/builds/", bundles.BundleBuildsEndpoint.as_view(), name="bundle_builds"),
    path(
        "bundles/<reference:reference>/volumes/<int:number>/content/",
        bundles.BundleVolumeEndpoint.as_view(),
        name="bundle_volume",
    ),
    path("suits/", litigation.SuitsEndpoint.as_view(), name="suits"),
    path("suits/<reference:reference>/", litigation.SuitEndpoint.as_view(), name="suit"),
    path(
        "suits/<reference:reference>/transitions/",
        litigation.SuitTransitionsEndpoint.as_view(),
        name="suit_transitions",
    ),
    path("suits/<reference:reference>/stages/", suit_money.SuitStagesEndpoint.as_view(), name="suit_stages"),
    path("suits/<reference:reference>/docket/", suit_money.SuitDocketEndpoint.as_view(), name="suit_docket"),
    path("suits/<reference:reference>/heads/", suit_money.SuitHeadsEndpoint.as_view(), name="suit_heads"),
    path("suits/<reference:reference>/offers/", suit_money.SuitOffersEndpoint.as_view(), name="suit_offers"),
    path(
        "suits/<reference:reference>/offers/<int:number>/transitions/",
        suit_money.OfferTransitionsEndpoint.as_view(),
        name="offer_transitions",
    ),
    path(
        "suits/<reference:reference>/collection/", suit_money.SuitCollectionEndpoint.as_view(), name="suit_collection"
    ),
    path("suits/<reference:reference>/client-account/", suit_money.SuitAccountEndpoint.as_view(), name="suit_account"),
    path("suits/<reference:reference>/hearings/", litigation.SuitHearingsEndpoint.as_view(), name="suit_hearings"),
    path("suits/<reference:reference>/awards/", litigation.SuitAwardsEndpoint.as_view(), name="suit_awards"),
]
