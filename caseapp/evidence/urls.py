"""Addresses of evidence."""

from django.urls import path

from caseapp.evidence import views
from caseapp.evidence.views import exports, files, requests, verify

app_name = "evidence"

urlpatterns = [
    path("complaints/<reference:reference>/evidence/", views.evidence_list, name="list"),
    path("evidence/<uuid:item_id>/", views.evidence_item, name="item"),
    path("evidence/<uuid:item_id>/content/", files.content, name="content"),
    path("evidence/<uuid:item_id>/retry/", views.retry, name="retry"),
    path("evidence/<uuid:item_id>/original/", views.original, name="original"),
    path("evidence/<uuid:item_id>/proves/", views.link, name="link"),
    path("evidence/<uuid:item_id>/proves/<int:link_id>/remove/", views.unlink, name="unlink"),
    path("evidence/<uuid:item_id>/notes/", views.note, name="note"),
    path("evidence/<uuid:item_id>/redact/", views.start, name="redact"),
    path("evidence/<uuid:item_id>/strip/", views.strip, name="strip"),
    path("evidence/redactions/<uuid:redaction_id>/", views.redaction, name="redaction"),
    path("evidence/redactions/<uuid:redaction_id>/<slug:action>/", views.act, name="redaction_act"),
    path("evidence/made/<uuid:derivative_id>/", views.derivative, name="derivative"),
    path("files/<uuid:link_id>/", files.fetch, name="fetch"),
    path("complaints/<reference:reference>/evidence/hand-over/", exports.exports, name="exports"),
    path("evidence/exports/<uuid:export_id>/", exports.progress, name="export_progress"),
    path("evidence/exports/<uuid:export_id>/bag/", files.export, name="export"),
    path("complaints/<reference:reference>/evidence/verify/", verify.verify, name="verify"),
    path("complaints/<reference:reference>/evidence/requests/", requests.requests, name="requests"),
    path("evidence/requests/<uuid:request_id>/revoke/", requests.revoke, name="revoke_request"),
    path("give/<str:code>/", requests.give_link, name="give_link"),
    path("give/", requests.give, name="give"),
]
