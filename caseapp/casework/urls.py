"""Addresses of an authority's order of work: clusters and acts upon many."""

from django.urls import path

from caseapp.casework.views import (
    bulk,
    clusters,
    holding,
    notes,
    priority,
    queue,
    referrals,
    routing,
    same_person,
    saved,
)

app_name = "casework"

urlpatterns = [
    path("clusters/", clusters.cluster_list, name="clusters"),
    path("clusters/<reference:reference>/", clusters.cluster, name="cluster"),
    path("clusters/<reference:reference>/do/<slug:action>/", clusters.act, name="cluster_act"),
    path("referrals/", referrals.referrals, name="referrals"),
    path("referrals/<reference:reference>/", referrals.referral, name="referral"),
    path("referrals/<reference:reference>/facts/", referrals.facts, name="referral_facts"),
    path("referrals/<reference:reference>/evidence/", referrals.bag, name="referral_bag"),
    path("referrals/<reference:reference>/do/<slug:action>/", referrals.act, name="referral_act"),
    path("complaints/views/", saved.views, name="views"),
    path("complaints/views/keep/", saved.keep, name="view_keep"),
    path("complaints/views/<int:number>/", saved.keep, name="view_change"),
    path("complaints/views/<int:number>/forget/", saved.forget, name="view_forget"),
    path("complaints/rules/", routing.rules, name="rules"),
    path("complaints/rules/<int:number>/end/", routing.end, name="rule_end"),
    path("complaints/priority/", priority.weights, name="weights"),
    path("complaints/<reference:reference>/notes/", notes.notes, name="notes"),
    path("complaints/<reference:reference>/same-person/", same_person.same_person, name="same_person"),
    path("complaints/<reference:reference>/cluster/", clusters.put_in, name="put_into_cluster"),
    path("complaints/<reference:reference>/hold/", holding.hold, name="hold"),
    path("complaints/<reference:reference>/at-once/<slug:action>/", queue.at_once, name="at_once"),
    path("complaints/many/", bulk.acts, name="bulk_list"),
    path("complaints/many/prepare/", bulk.freeze, name="bulk_freeze"),
    path("complaints/many/<reference:reference>/", bulk.bulk, name="bulk"),
    path("complaints/many/<reference:reference>/progress/", bulk.progress, name="bulk_progress"),
    path("complaints/many/<reference:reference>/do/<slug:action>/", bulk.act, name="bulk_act"),
]
