"""A respondent at their own browser, and what their pages say."""

import datetime
import re

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from caseapp.enforcement import services
from tests.factories.accounts import AuthorityFactory, actor_of, officer
from tests.factories.enforcement import InvestigationFactory, framework


def soon(days=14):
    return timezone.localdate() + datetime.timedelta(days=days)


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


class Case:
    """An investigation with one request about one element, and its respondent in a browser of its own."""

    def __init__(self):
        self.authority = AuthorityFactory()
        self.lead = officer(self.authority, "investigator")
        self.actor = actor_of(self.lead)
        self.investigation = InvestigationFactory(authority=self.authority, lead=self.lead, complaints_joined=1)
        self.complaint = self.investigation.complaints.get()
        self.element = framework().elements.get()
        services.plan_law(actor=self.actor, investigation=self.investigation, framework=self.element.framework)
        self.request = services.request_information(
            actor=self.actor,
            investigation=self.investigation,
            body="Which system do you use?",
            due_on=soon(),
            elements=[self.element],
        )
        self.invitation, self.link, self.code = services.invite_respondent(
            actor=self.actor, investigation=self.investigation, recipient="Ms Shen, counsel", days=90, language="en"
        )
        self.respondent = services.respondent_actor(self.invitation)

    def browser(self):
        client = Client()
        answer = client.get(reverse("enforcement:respond_link", args=[self.link]))
        # The secret leaves the address at once, and the session keeps its hash alone.
        assert (answer.status_code, answer["Location"]) == (302, "/respond/")
        assert self.link not in str(dict(client.session))
        answer = client.post("/respond/", {"code": self.code.lower()})
        assert (answer.status_code, answer["Location"]) == (302, "/respond/inquiry/")
        return client

    @property
    def answer_url(self):
        return reverse("enforcement:respond_answer", args=[self.request.pk])
