"""Addresses of suits."""

from django.urls import path

from caseapp.litigation.views import collecting, docket, feeds, outcomes, suits

_SUIT = "suits/<reference:reference>/"

urlpatterns = [
    path("suits/", suits.suits, name="suits"),
    path(_SUIT, suits.suit, name="suit"),
    path(f"{_SUIT}hearings/new/", suits.schedule_hearing, name="schedule_hearing"),
    path(f"{_SUIT}awards/new/", suits.record_award, name="record_award"),
    path(f"{_SUIT}do/<slug:action>/", suits.act, name="suit_act"),
    path(f"{_SUIT}change/", docket.change, name="change_suit"),
    path(f"{_SUIT}heads/new/", docket.add_head, name="add_head"),
    path(f"{_SUIT}heads/<int:number>/remove/", docket.remove_head, name="remove_head"),
    path(f"{_SUIT}docket/new/", docket.add_entry, name="add_docket_entry"),
    path(f"{_SUIT}stages/new/", docket.add_stage, name="add_stage"),
    path(f"{_SUIT}offers/new/", collecting.record_offer, name="record_offer"),
    path(f"{_SUIT}offers/<int:number>/do/<slug:action>/", collecting.offer_act, name="offer_act"),
    path(f"{_SUIT}receipts/new/", collecting.record_receipt, name="record_receipt"),
    path(f"{_SUIT}receipts/<int:number>/reverse/", collecting.reverse_receipt, name="reverse_receipt"),
    path(f"{_SUIT}interest/", collecting.add_interest, name="add_interest"),
    path(f"{_SUIT}waive/", collecting.waive, name="waive"),
    path(f"{_SUIT}client-account/", collecting.reckon, name="reckon"),
    path(f"{_SUIT}client-account/paper/", suits.client_account_paper, name="client_account_paper"),
    path(f"{_SUIT}outcome/new/", outcomes.propose, name="propose_outcome"),
    path("calendar/", feeds.feed_page, name="feed_page"),
    path("calendar/revoke/", feeds.revoke, name="revoke_feed"),
    path("calendar/<slug:secret>.ics", feeds.feed, name="feed"),
]
