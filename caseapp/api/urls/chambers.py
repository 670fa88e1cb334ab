"""Engagements, case files and civil suits."""

from django.urls import path

from caseapp.api.views import (
    bundles,
    case_work,
    chambers,
    documents,
    firm,
    limitation,
    litigation,
    moving,
    suit_money,
    texts,
)

_CASE_FILE = "case-files/<reference:reference>/"
_DEADLINE = f"{_CASE_FILE}deadlines/<int:number>/"

working = [
    path(f"{_CASE_FILE}parties/", case_work.PartiesEndpoint.as_view(), name="case_file_parties"),
    path(f"{_CASE_FILE}parties/<int:number>/", case_work.PartyEndpoint.as_view(), name="case_file_party"),
    path(f"{_CASE_FILE}notes/", case_work.NotesEndpoint.as_view(), name="case_file_notes"),
    path(f"{_CASE_FILE}timeline/", case_work.CaseTimelineEndpoint.as_view(), name="case_file_timeline"),
    path(f"{_CASE_FILE}team/", case_work.TeamEndpoint.as_view(), name="case_file_team"),
    path(f"{_CASE_FILE}facts/", case_work.FactsEndpoint.as_view(), name="case_file_facts"),
    path(f"{_CASE_FILE}facts/<int:number>/", case_work.FactEndpoint.as_view(), name="case_file_fact"),
    path(f"{_CASE_FILE}elements/", case_work.ElementsEndpoint.as_view(), name="case_file_elements"),
    path(
        f"{_CASE_FILE}elements/<slug:law>/<int:version>/<str:element>/",
        case_work.ProofEndpoint.as_view(),
        name="case_file_proof",
    ),
    path(f"{_CASE_FILE}tasks/", chambers.TasksEndpoint.as_view(), name="case_file_tasks"),
    path(f"{_CASE_FILE}tasks/<int:number>/", chambers.TaskEndpoint.as_view(), name="case_file_task"),
    path(f"{_CASE_FILE}task-templates/", case_work.TaskTemplatesEndpoint.as_view(), name="case_file_task_templates"),
    path(f"{_CASE_FILE}deadlines/", limitation.DeadlinesEndpoint.as_view(), name="case_file_deadlines"),
    path(_DEADLINE, limitation.DeadlineEndpoint.as_view(), name="case_file_deadline"),
    path(f"{_DEADLINE}tollings/", limitation.TollingsEndpoint.as_view(), name="deadline_tollings"),
    path(f"{_DEADLINE}tollings/<int:tolling>/", limitation.TollingEndpoint.as_view(), name="deadline_tolling"),
    path(f"{_DEADLINE}transitions/", limitation.DeadlineTransitionsEndpoint.as_view(), name="deadline_transitions"),
]

urlpatterns = [
    *working,
    path("letter-texts/", texts.TextsEndpoint.as_view(), name="letter_texts"),
    path("letter-texts/<int:number>/", texts.TextEndpoint.as_view(), name="letter_text"),
    path("letter-texts/<int:number>/trials/", texts.TextTrialsEndpoint.as_view(), name="letter_text_trials"),
    path("letter-texts/<int:number>/copies/", texts.TextCopiesEndpoint.as_view(), name="letter_text_copies"),
    path("letter-texts/<int:number>/reviews/", texts.TextReviewsEndpoint.as_view(), name="letter_text_reviews"),
    path("chambers/", firm.ChambersEndpoint.as_view(), name="chambers"),
    path("calendar-feed/", firm.CalendarFeedEndpoint.as_view(), name="calendar_feed"),
    path("known-parties/", firm.KnownPartiesEndpoint.as_view(), name="known_parties"),
    path("known-parties/like/", firm.LikenessesEndpoint.as_view(), name="known_parties_like"),
    path(
        "engagements/<reference:reference>/messages/",
        firm.MessagesEndpoint.as_view(),
        name="engagement_messages",
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
    path("case-files/", litigation.CaseFilesEndpoint.as_view(), name="case_files"),
    path("case-files/<reference:reference>/", litigation.CaseFileEndpoint.as_view(), name="case_file"),
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
    path("suits/<reference:reference>/heads/<int:number>/", suit_money.SuitHeadEndpoint.as_view(), name="suit_head"),
    path("suits/<reference:reference>/appeals/", suit_money.SuitAppealsEndpoint.as_view(), name="suit_appeals"),
    path("suits/<reference:reference>/outcome/", suit_money.SuitOutcomeEndpoint.as_view(), name="suit_outcome"),
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
    path(
        "suits/<reference:reference>/client-account/paper/",
        suit_money.SuitAccountPaperEndpoint.as_view(),
        name="suit_account_paper",
    ),
    path("suits/<reference:reference>/hearings/", litigation.SuitHearingsEndpoint.as_view(), name="suit_hearings"),
    path("suits/<reference:reference>/awards/", litigation.SuitAwardsEndpoint.as_view(), name="suit_awards"),
]
