"""Any order of saving, changing, a second window or device, mistakes, sending twice: no answer lost, none doubled."""

from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from caseapp.complaints.models import Complaint
from caseapp.core.references import in_groups
from caseapp.intake import services
from caseapp.intake.models import Draft
from tests.factories import intake
from tests.factories.accounts import place

WORDS = st.sampled_from(["One.", "Two. 两", "Three 😀", "x" * 20_000, "  four  "])
SLUGS = ("use", "effect", "contact", "evidence", "consent", "public", "where")


class Filing(RuleBasedStateMachine):
    """A person with two windows on the same draft; `said` is what each page was last told and accepted."""

    def __init__(self) -> None:
        super().__init__()
        self._point = transaction.atomic()
        self._point.__enter__()
        place()
        self.client = Client()
        self.said: dict[str, dict[str, Any]] = {}
        self.old_marks: dict[str, dict[str, str]] = {}
        self.filed = False

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self._point.__exit__(None, None, None)

    def _send(self, slug: str, sent: dict[str, str], changes: dict[str, Any]) -> int:
        answer = self.client.post(f"/file/{slug}/", {**sent, **intake.SENT[slug], **changes})
        assert answer.status_code in {302, 409}, (slug, answer.status_code)
        if answer.status_code == 302 and answer["Location"] != "/file/receipt/":
            self.said[slug] = changes
        return int(answer.status_code)

    def _reachable(self, slug: str) -> bool:
        return not self.filed and self.client.get(f"/file/{slug}/").status_code == 200

    @initialize(words=WORDS, count=st.sampled_from([6, 6, 3, 0]))
    def begin_anywhere(self, words: str, count: int) -> None:
        self._answer(words, count)

    @precondition(lambda self: not self.filed)
    @rule(words=WORDS, count=st.integers(1, 6))
    def answer_the_next_pages(self, words: str, count: int) -> None:
        self._answer(words, count)

    def _answer(self, words: str, count: int) -> None:
        for _ in range(count):
            answer = self.client.get("/file/check/")
            if answer.status_code != 302:
                return
            slug = answer["Location"].split("/")[2]
            self._send(slug, intake.marks(self.client, slug), {"narrative": words} if slug == "effect" else {})

    @precondition(lambda self: not self.filed)
    @rule(words=WORDS)
    def change_what_happened(self, words: str) -> None:
        if self._reachable("effect"):
            assert self._send("effect", intake.marks(self.client, "effect"), {"narrative": words}) == 302

    @precondition(lambda self: not self.filed)
    @rule(slug=st.sampled_from(SLUGS))
    def open_a_second_window(self, slug: str) -> None:
        if self._reachable(slug):
            self.old_marks[slug] = intake.marks(self.client, slug)

    @rule(words=WORDS, slug=st.sampled_from(SLUGS))
    def send_the_second_window(self, words: str, slug: str) -> None:
        if slug in self.old_marks:
            self._send(slug, self.old_marks[slug], {"narrative": words} if slug == "effect" else {})

    @rule(wrong=st.sampled_from([{"narrative": ""}, {"narrative": "\x00"}, {"harms": "made-up"}]))
    def send_something_wrong(self, wrong: dict[str, str]) -> None:
        if self._reachable("effect"):
            sent = {**intake.marks(self.client, "effect"), **intake.SENT["effect"], **wrong}
            assert self.client.post("/file/effect/", sent).status_code == 400

    @precondition(lambda self: not self.filed and bool(self.said))
    @rule(typed=st.sampled_from([str, str.lower, in_groups]))
    def go_on_with_another_device(self, typed: Any) -> None:
        code, elsewhere = intake.held(self.client).code, Client()
        assert elsewhere.post("/file/code/", {"code": typed(code)}).status_code == 302
        cache.clear()
        self.client = elsewhere

    @precondition(lambda self: not self.filed)
    @rule(kind=st.sampled_from(["private", "public"]))
    def change_who_did_it(self, kind: str) -> None:
        """Whether consent is asked for depends on it; the page that no longer applies keeps its answers."""
        if self._reachable("where"):
            assert self._send("where", intake.marks(self.client, "where"), {"respondent_kind": kind}) == 302

    @precondition(lambda self: not self.filed and bool(self.said))
    @rule()
    def let_the_time_run_out(self) -> None:
        row = intake.held(self.client)
        intake.expire(row)
        assert self.client.post("/file/use/", {**intake.SENT["use"]}).status_code == 410
        assert Client().post("/file/code/", {"code": row.code}).status_code == 400
        services.expire_drafts()
        cache.clear()
        assert not Draft.objects.filter(pk=row.pk).exists()
        self.said, self.old_marks = {}, {}

    @precondition(lambda self: not self.filed)
    @rule()
    def send_it_off(self) -> None:
        answer = self.client.get("/file/check/")
        if answer.status_code == 200:
            sent = {"revision": answer.context["form"]["revision"].value(), "truth": "on"}
            assert self.client.post("/file/check/", sent)["Location"] == "/file/receipt/"
            self.filed = True
            self.client.post("/file/check/", sent)

    @invariant()
    def nothing_is_lost_and_nothing_is_doubled(self) -> None:
        assert Complaint.objects.count() == int(self.filed)
        words = self.said.get("effect", {}).get("narrative")
        if self.filed:
            assert Complaint.objects.get().narrative == str(words).strip()
        elif words is not None:
            values = intake.pages(intake.held(self.client))["effect"]["values"]
            assert values["narrative"] == words.strip()
        if self.said and not self.filed:
            assert set(intake.pages(intake.held(self.client))) == set(self.said)


@pytest.mark.slow
@pytest.mark.django_db
def test_any_walk_through_the_pages() -> None:
    """What must hold after every step is the invariant of `Filing`; its rules assert the answers on the way."""
    run_state_machine_as_test(
        Filing,
        settings=settings(
            max_examples=10, stateful_step_count=16, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
