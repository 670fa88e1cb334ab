"""Collective actions, invitations to them and what they bring."""

from django.urls import path

from caseapp.api.views import collective, invitations

urlpatterns = [
    path(
        "complaints/<reference:reference>/contact-consent/",
        invitations.ContactConsentEndpoint.as_view(),
        name="contact_consent",
    ),
    path("invitations/", invitations.InvitationsEndpoint.as_view(), name="invitations"),
    path("invitations/<reference:reference>/", invitations.InvitationEndpoint.as_view(), name="invitation"),
    path(
        "invitations/<reference:reference>/transitions/",
        invitations.InvitationTransitionsEndpoint.as_view(),
        name="invitation_transitions",
    ),
    path(
        "invitations/<reference:reference>/statements/<reference:made>/",
        invitations.ShareStatementEndpoint.as_view(),
        name="share_statement",
    ),
    path("collective-actions/", collective.ActionsEndpoint.as_view(), name="actions"),
    path("collective-actions/<reference:reference>/", collective.ActionEndpoint.as_view(), name="action"),
    path(
        "collective-actions/<reference:reference>/transitions/",
        collective.ActionTransitionsEndpoint.as_view(),
        name="action_transitions",
    ),
    path(
        "collective-actions/<reference:reference>/invitations/",
        collective.ActionInvitationsEndpoint.as_view(),
        name="action_invitations",
    ),
    path(
        "collective-actions/<reference:reference>/members/",
        collective.ActionMembersEndpoint.as_view(),
        name="action_members",
    ),
    path(
        "collective-actions/<reference:reference>/members/admissions/",
        collective.AdmissionsEndpoint.as_view(),
        name="action_admissions",
    ),
    path(
        "collective-actions/<reference:reference>/members/<int:number>/transitions/",
        collective.MemberTransitionsEndpoint.as_view(),
        name="member_transitions",
    ),
    path(
        "collective-actions/<reference:reference>/members/<int:number>/weights/",
        collective.MemberWeightsEndpoint.as_view(),
        name="member_weights",
    ),
    path(
        "collective-actions/<reference:reference>/distributions/",
        collective.DistributionsEndpoint.as_view(),
        name="distributions",
    ),
    path(
        "collective-actions/<reference:reference>/distributions/<reference:made>/transitions/",
        collective.DistributionTransitionsEndpoint.as_view(),
        name="distribution_transitions",
    ),
]
