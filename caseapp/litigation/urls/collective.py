"""Addresses of collective actions: the firm's desk, and the invited."""

from django.urls import path

from caseapp.litigation.views import collective, invitations, rosters

_ACTION = "collective-actions/<reference:reference>/"
_MEMBER = f"{_ACTION}members/<int:number>/"
_DISTRIBUTION = f"{_ACTION}distributions/<reference:made>/"
_INVITATION = "invitations/<reference:reference>/"

urlpatterns = [
    path("case-files/<reference:reference>/collective-actions/new/", collective.propose, name="propose_action"),
    path("collective-actions/", collective.actions, name="actions"),
    path(_ACTION, collective.action, name="action"),
    path(f"{_ACTION}change/", collective.change, name="change_action"),
    path(f"{_ACTION}do/<slug:action>/", collective.act, name="action_act"),
    path(f"{_ACTION}members/admit/", rosters.admit_chosen, name="admit_chosen"),
    path(_MEMBER, rosters.member, name="member"),
    path(f"{_MEMBER}weigh/", rosters.weigh, name="weigh"),
    path(f"{_MEMBER}do/<slug:action>/", rosters.member_act, name="member_act"),
    path(f"{_ACTION}distributions/new/", rosters.divide, name="divide"),
    path(_DISTRIBUTION, rosters.distribution, name="distribution"),
    path(f"{_DISTRIBUTION}do/<slug:action>/", rosters.distribution_act, name="distribution_act"),
    path("complaints/<reference:reference>/together/", invitations.together, name="together"),
    path(_INVITATION, invitations.invitation, name="invitation"),
    path(f"{_INVITATION}join/", invitations.join, name="join"),
    path(f"{_INVITATION}decline/", invitations.decline, name="decline_invitation"),
    path(f"{_INVITATION}do/<slug:action>/", invitations.own_place_act, name="own_place_act"),
    path(f"{_INVITATION}statements/<reference:made>/", invitations.statement, name="share_statement"),
]
