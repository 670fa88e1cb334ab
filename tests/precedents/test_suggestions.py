"""Anybody suggests a case; a curator takes it up or says why not; programs wait last and nobody is kept out."""

import time

import pytest
from django.core import signing
from django.test import Client

from caseapp.core.actors import VISITOR
from caseapp.core.errors import InvalidInput, TooManyRequests, WrongState
from caseapp.precedents import services
from caseapp.precedents.enums import SuggestionState
from caseapp.precedents.forms_suggestions import SALT
from caseapp.precedents.models import Precedent, Revision, Suggestion
from caseapp.precedents.selectors import suggestions, waiting_suggestions
from caseapp.precedents.workflow import SUGGESTION
from tests.factories.accounts import UserFactory, actor_of
from tests.factories.precedents import record, stored
from tests.factories.roles import ROLES, cast
from tests.matrices import cell

pytestmark = pytest.mark.django_db

S = SuggestionState
GIVEN = {"what": "A gym was fined for face gates.", "url": "https://court.example/7", "title": "Gazette"}


@pytest.fixture
def ann():
    return actor_of(UserFactory(is_curator=True))


def suggested(**changes):
    return services.suggest(**{"actor": VISITOR, "throttle_key": "somewhere", "country": "PT", **GIVEN, **changes})


def posted(client, seconds=60, **changes):
    begun = signing.dumps(int(time.time()) - seconds, salt=SALT)
    return client.post("/precedents/suggest/", {**GIVEN, "begun": begun, **changes})


def test_it_is_sent_without_an_account_and_followed_by_its_reference():
    client = Client()
    answer = posted(client)
    made = Suggestion.objects.get()
    assert answer["Location"] == f"/precedents/suggestions/{made.reference}/"
    assert (made.state, made.doubtful, made.what) == (S.WAITING, False, GIVEN["what"])
    assert "Waits for a curator" in client.get(answer["Location"]).content.decode()
    assert Client().get("/precedents/suggestions/PS-2026-0000-0000/").status_code == 404


@pytest.mark.parametrize("sign", [{"website": "http://spam.example"}, {"seconds": 0}, {"begun": "forged"}])
def test_what_looks_like_a_program_is_queued_last_and_not_refused(ann, sign):
    client = Client()
    assert posted(client, **sign).status_code == 302
    posted(client, what="A person wrote this.")
    assert [one.doubtful for one in waiting_suggestions(ann)] == [False, True]


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"what": " "}, "what"), ({"url": "not an address"}, "url"), ({"url": "ftp://a.example/1"}, "url")],
)
def test_bad_input_is_named_beside_its_field(changes, field):
    answer = posted(Client(), **changes)
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [field]
    assert not Suggestion.objects.exists()


def test_too_many_from_one_place_wait():
    for _time in range(10):
        suggested()
    with pytest.raises(TooManyRequests):
        suggested()
    suggested(throttle_key="elsewhere")


def test_a_curator_takes_it_up_as_a_draft_with_its_source(ann):
    made = services.answer_suggestion(actor=ann, suggestion=suggested(), action="accept")
    draft = Revision.objects.get()
    assert (made.revision, draft.state, draft.author_id) == (draft, "draft", ann.user_id)
    assert draft.content["country"] == "PT"
    assert draft.content["sources"] == [
        {"url": "https://court.example/7", "title": "Gazette", "read": "A gym was fined for face gates."}
    ]
    assert made.reference in draft.reason
    with pytest.raises(WrongState):
        services.answer_suggestion(actor=ann, suggestion=made, action="accept")


def test_one_about_a_precedent_becomes_a_correction_of_it_and_its_maker_sees_it_public(ann, tmp_path):
    (row,) = stored(tmp_path, record())
    client = Client()
    begun = signing.dumps(int(time.time()) - 60, salt=SALT)
    client.post(f"/precedents/suggest/?about={row.slug}", {**GIVEN, "begun": begun})
    made = services.answer_suggestion(actor=ann, suggestion=Suggestion.objects.get(), action="accept")
    services.perform(actor=ann, revision=made.revision, action="propose")
    second = actor_of(UserFactory(is_curator=True))
    services.perform(actor=second, revision=made.revision, action="approve")
    assert Precedent.objects.get().sources.count() == 2
    page = client.get(f"/precedents/suggestions/{made.reference}/").content.decode()
    assert "What came of it" in page
    assert f"/precedents/{row.slug}/" in page


def test_a_declined_one_tells_its_maker_why(ann):
    made = suggested()
    with pytest.raises(InvalidInput):
        services.answer_suggestion(actor=ann, suggestion=made, action="decline")
    services.answer_suggestion(actor=ann, suggestion=made, action="decline", given={"reason": "The link is dead."})
    address = f"/precedents/suggestions/{made.reference}/"
    told = Client().get(address).content.decode()
    assert "The link is dead." in told
    assert "Your suggestion" in told
    curator = Client()
    curator.force_login(UserFactory(is_curator=True))
    assert "Your suggestion" not in curator.get(address).content.decode()
    assert not waiting_suggestions(ann)


MATRIX = {
    "accept": ({"curator", "administrator"}, {S.WAITING}, S.ACCEPTED),
    "decline": ({"curator", "administrator"}, {S.WAITING}, S.DECLINED),
}


def test_every_role_in_every_state(ann):
    subject = suggested()
    assert set(MATRIX) == {row.action for row in SUGGESTION.transitions}
    assert SUGGESTION.states == set(S.values)
    actors = {**cast().actors, "curator": ann}
    assert {*ROLES, "curator"} == set(actors)
    for role, actor in actors.items():
        assert suggestions(actor).exists() == (role in {"curator", "administrator"}), role
        for state in S.values:
            for action, (may, sources, target) in MATRIX.items():
                Suggestion.objects.filter(pk=subject.pk).update(state=state)
                here = Suggestion.objects.get(pk=subject.pk)
                offered = action in {row.action for row in SUGGESTION.allowed(actor, here)}
                assert offered == (role in may and state in sources), cell
                with cell(role, action, state, may=role in may, legal=state in sources):
                    after = SUGGESTION.apply(actor, here, action, given={"reason": "Because."})
                    assert after.state == target


def test_strangers_answer_nothing():
    made = suggested()
    client = Client()
    client.force_login(UserFactory())
    assert client.get(f"/precedents/suggestions/{made.reference}/accept/").status_code == 403
    assert "accept/" not in client.get(f"/precedents/suggestions/{made.reference}/").content.decode()
