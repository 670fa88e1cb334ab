"""Addresses of the first page, the homes, one complaint's page and what the service says about itself."""

from django.urls import path

from caseapp.workspace.views import (
    complaints,
    deadlines,
    following,
    front,
    gallery,
    home,
    law,
    mailbox,
    messages,
    notices,
    operations,
)

app_name = "workspace"

urlpatterns = [
    path("", front.front, name="front"),
    path("home/", home.home, name="home"),
    path("home/read/", home.notices_read, name="notices_read"),
    path("complaints/<reference:reference>/", complaints.complaint, name="complaint"),
    path("complaints/<reference:reference>/send/", complaints.send, name="send"),
    path("complaints/<reference:reference>/dates.ics", deadlines.deadlines, name="deadlines"),
    path("complaints/<reference:reference>/messages/", messages.messages, name="messages"),
    path("complaints/<reference:reference>/contact/", following.contact, name="contact"),
    path("notices/", notices.notices, name="notices"),
    path("notices/settings/", notices.settings, name="notice_settings"),
    path("notices/address-works/", notices.address_works, name="address_works"),
    path("notices/no-more/<str:token>/", notices.unsubscribe, name="unsubscribe"),
    path("demo/mailbox/", mailbox.mailbox, name="mailbox"),
    path("audit/", operations.audit, name="audit"),
    path("law/", law.laws, name="law"),
    path("law/<slug:code>/", law.framework, name="law_framework"),
    path("law/<slug:code>/compare/", law.compare, name="law_compare"),
    path("law/<slug:code>/edit/<slug:section>/", law.edit, name="law_edit"),
    path("jobs/", operations.jobs, name="jobs"),
    path("jobs/<int:message_id>/replay/", operations.replay, name="replay"),
    path("professionals/", front.professionals, name="professionals"),
    path("about/", front.about, name="about"),
    path("accessibility/", front.accessibility, name="accessibility"),
    path("privacy/", front.privacy, name="privacy"),
    path("components/", gallery.gallery, name="gallery"),
    path("components/desk/", gallery.desk, name="gallery_desk"),
]
