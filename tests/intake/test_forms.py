"""What each page takes and what it refuses, always with a message beside the field and never by breaking."""

import datetime as dt
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone, translation
from time_machine import travel

from caseapp.complaints.models import Complaint, Contact
from caseapp.core.actors import Actor
from caseapp.intake.forms.base import PastDayField
from caseapp.intake.forms.contact import ContactForm
from caseapp.intake.forms.steps import STEPS
from caseapp.intake.forms.use import UseForm
from caseapp.intake.forms.where import WhereForm
from caseapp.intake.selectors import Answers
from caseapp.intake.views.session import COOKIE
from caseapp.law.gateways import reference_changed
from caseapp.law.models import Jurisdiction
from tests.factories import intake
from tests.factories.accounts import AuthorityFactory, UserFactory, place
from tests.factories.respondents import RespondentFactory

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
ARABIC = "شركة النهر للعقارات"
CHINESE = "宁波海曙置业有限公司"


def form(slug: str, *, actor: Actor | None = None, answers: Answers | None = None, **changes: Any) -> Any:
    step = next(step for step in STEPS if step.slug == slug)
    sent = {**intake.SENT[slug], **changes}
    return step.form(sent, answers=answers or Answers(), slug=slug, actor=actor or Actor())


def day(day: str, month: str, year: str) -> dict[str, str]:
    return {"occurred_on_day": day, "occurred_on_month": month, "occurred_on_year": year}


@pytest.fixture(autouse=True)
def _china(db: None) -> None:
    place()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (day("", "", ""), "Enter the day"),
        (day("14", "", "2026"), "Enter a day, a month and a year"),
        (day("31", "2", "2026"), "does not exist"),
        (day("a", "b", "c"), "does not exist"),
        (day("14", "3", "26"), "four figures"),
        (day("1", "1", "1989"), "before 1990"),
        (day("1", "1", "9999"), "in the future"),
        (day("1", "1", "99999999999"), "does not exist"),
        (day("-1", "1", "2026"), "does not exist"),
        (day("1\x00", "1", "2026"), "does not exist"),
        (day("½", "1", "2026"), "does not exist"),
    ],
)
def test_a_wrong_day_is_told_apart(given: dict[str, str], words: str) -> None:
    wrong = form("where", **given)
    assert words in wrong.errors["occurred_on"][0]
    for part in ("day", "month", "year"):
        assert given[f"occurred_on_{part}"][:1] in str(wrong["occurred_on"])


@pytest.mark.parametrize(
    "body",
    [
        {"narrative": "x" * 1_100_000},
        {f"field-{number}": "" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)},
    ],
    ids=["bytes", "fields"],
)
def test_a_form_over_the_limit_gets_the_sites_own_page_and_the_draft_stays(
    client: Client, body: dict[str, str]
) -> None:
    intake.answer_all(client, upto="consent")
    before = intake.pages(intake.held(client))
    answer = client.post("/file/effect/", "&".join(f"{key}={value}" for key, value in body.items()), FORM)
    assert answer.status_code == 413
    assert "Your draft is kept as it was before." in answer.content.decode()
    assert intake.pages(intake.held(client)) == before


def test_today_is_the_day_of_the_place() -> None:
    Jurisdiction.objects.filter(pk="CN").update(time_zone="Asia/Shanghai")
    reference_changed()
    with travel(dt.datetime(2026, 11, 22, 20, 0, tzinfo=dt.UTC)):
        assert "occurred_on" not in form("where", **day("23", "11", "2026")).errors
        assert "future" in form("where", **day("24", "11", "2026")).errors["occurred_on"][0]
        Jurisdiction.objects.filter(pk="CN").update(time_zone="America/Chicago")
        reference_changed()
        assert "future" in form("where", **day("23", "11", "2026")).errors["occurred_on"][0]


def test_tomorrow_is_the_future_and_today_is_not() -> None:
    today = timezone.localdate()
    assert PastDayField().clean(today.isoformat()) == today
    tomorrow = today + dt.timedelta(days=1)
    given = day(str(tomorrow.day), str(tomorrow.month), str(tomorrow.year))
    assert "future" in form("where", **given).errors["occurred_on"][0]


def test_figures_of_other_scripts_are_figures() -> None:
    assert form("where", **day("１４", "３", "２０２６")).is_valid()


@pytest.mark.parametrize(("language", "first"), [("en", "day"), ("zh-hans", "year")])
def test_the_boxes_of_a_day_follow_the_language(language: str, first: str) -> None:
    with translation.override(language):
        shown = str(form("where")["occurred_on"])
        assert form("where")["occurred_on"].id_for_label == f"id_occurred_on_{first}"
    places = {part: shown.index(f"occurred_on_{part}") for part in ("day", "month", "year")}
    assert min(places, key=places.__getitem__) == first


@pytest.mark.parametrize("slug", ["where", "use", "consent", "effect"])
def test_what_is_left_empty_is_named_beside_its_field(client: Client, slug: str) -> None:
    if slug != "where":
        intake.answer_all(client, upto={"use": "where", "consent": "use", "effect": "consent"}[slug])
    answer = client.post(f"/file/{slug}/", intake.marks(client, slug))
    assert answer.status_code == 400
    form = answer.context["form"]
    needed = {"where": "venue_kind", "use": "use", "consent": "asked", "effect": "narrative"}[slug]
    assert needed in form.errors
    assert "There is a problem" in answer.content.decode()


@pytest.mark.parametrize(
    ("slug", "name"),
    [("where", "venue_name"), ("where", "venue_address"), ("where", "respondent_name"), ("effect", "narrative")],
)
def test_nul_is_refused_beside_the_field(slug: str, name: str) -> None:
    assert "Null characters" in form(slug, **{name: "one\x00two"}).errors[name][0]


@pytest.mark.parametrize("words", ["😡🏠", ARABIC, CHINESE, "Ünï©ødé \u202e", "<script>alert(1)</script>", "'; DROP"])
def test_any_script_and_sign_can_be_filed(client: Client, words: str) -> None:
    intake.file(client, where={"respondent_name": words, "venue_name": words}, effect={"narrative": words})
    complaint = Complaint.objects.select_related("respondent").get()
    assert complaint.narrative == words
    assert complaint.venue_name == words
    assert "<script>alert" not in client.get("/file/receipt/").content.decode()


@pytest.mark.parametrize(
    ("slug", "name", "most"),
    [
        ("where", "venue_name", 200),
        ("where", "venue_address", 300),
        ("where", "respondent_name", 200),
        ("effect", "narrative", 20_000),
    ],
)
def test_text_that_is_too_long_is_kept_and_told(slug: str, name: str, most: int) -> None:
    assert form(slug, **{name: "长" * most}).is_valid()
    wrong = form(slug, **{name: "长" * (most + 1)})
    assert name in wrong.errors
    assert wrong[name].value() == "长" * (most + 1)


def test_a_line_break_counts_as_one_character() -> None:
    assert form("effect", narrative="a" + "\r\n" * 19_998 + "b").is_valid()


@pytest.mark.parametrize(
    ("given", "words"),
    [("0", "At least one"), ("-3", "At least one"), ("many", "in figures"), ("", "Enter a number"), ("9" * 30, "more")],
)
def test_the_number_of_people_is_a_number(given: str, words: str) -> None:
    assert words in form("use", persons_affected=given).errors["persons_affected"][0]


def test_a_childs_face_is_that_of_somebody_under_18() -> None:
    assert "minors" in form("use", about="child", minors="no").errors


def test_no_harm_beside_a_harm_says_nothing() -> None:
    chosen = form("effect", harms=["none_yet", "distress"])
    assert chosen.is_valid()
    assert chosen.values()["harms"] == ["distress"]


@pytest.mark.parametrize("name", ["use", "about", "relation", "minors"])
def test_a_choice_nobody_offered_is_refused(name: str) -> None:
    assert name in form("use", **{name: "made-up"}).errors


class TestOrganisation:
    """The respondent: found, chosen, or described."""

    def test_names_alike_are_offered_before_going_on(self) -> None:
        RespondentFactory(name="Haishu Estates", country=place())
        asked = form("where", respondent_name="Haishu Estate", respondent="")
        assert "Choose the organisation you mean" in asked.errors["respondent"][0]
        assert "Haishu Estates" in str(asked["respondent"])

    def test_an_exact_name_chooses_itself(self) -> None:
        known = RespondentFactory(name="Haishu Estates", name_local=CHINESE, country=place())
        for name in ("haishu  estates", CHINESE):
            chosen = form("where", respondent_name=name, respondent="", respondent_kind="", sector="")
            assert chosen.is_valid(), chosen.errors
            assert chosen.values()["respondent"] == known.reference

    def test_a_typing_error_in_chinese_is_forgiven(self) -> None:
        RespondentFactory(name="Haishu", name_local=CHINESE, country=place())
        assert CHINESE in str(form("where", respondent_name="宁波海署置业有限公司", respondent="")["respondent"])

    def test_one_that_is_not_listed_must_be_described(self) -> None:
        bare = form("where", respondent="new", respondent_kind="", sector="")
        assert set(bare.errors) == {"respondent_kind", "sector"}

    def test_a_name_nobody_knows_counts_as_not_listed(self) -> None:
        described = form("where", respondent="")
        assert described.is_valid()
        assert described.values()["respondent"] == "new"

    def test_a_reference_that_was_not_offered_is_refused(self) -> None:
        other = RespondentFactory(name="Quite Another", country=place())
        for reference in ("ORG-2026-0000-0000", other.reference):
            assert form("where", respondent=reference).errors["respondent"]

    def test_another_name_lets_go_of_the_choice_made_for_the_first(self) -> None:
        first, second = (RespondentFactory(name=name, country=place()) for name in ("Haishu Estates", "Yinzhou Gym"))
        changed = form("where", respondent_name="Yinzhou Gyms", respondent=first.reference)
        assert changed.errors["respondent"]
        assert second.name in str(changed["respondent"])
        assert first.name not in str(changed["respondent"])

    def test_looking_it_up_keeps_what_was_typed_and_judges_nothing(self, client: Client) -> None:
        RespondentFactory(name="Haishu Estates", country=place())
        sent = {**intake.marks(client, "where"), "respondent_name": "Haishu", "venue_name": "Hall", "find": "1"}
        answer = client.post("/file/where/", sent)
        shown = answer.content.decode()
        assert answer.status_code == 200
        assert "There is a problem" not in shown
        assert "Haishu Estates" in shown
        assert 'value="Hall"' in shown
        assert COOKIE not in client.cookies

    def test_script_gets_the_list_alone(self, client: Client) -> None:
        RespondentFactory(name="Haishu Estates", country=place())
        answer = client.post("/file/organisations/", {"respondent_name": "Haishu Estate", "jurisdiction": "CN"})
        assert "Haishu Estates" in answer.content.decode()
        assert "<html" not in answer.content.decode()

    @pytest.mark.parametrize("name", ["", "\x00", "x" * 5000, "%_\\", "'"])
    def test_a_strange_search_breaks_nothing(self, client: Client, name: str) -> None:
        assert client.post("/file/organisations/", {"respondent_name": name, "jurisdiction": "??"}).status_code == 200


class TestContact:
    """Receiver and identity."""

    def answers(self, kind: str = "private") -> Answers:
        values = {"jurisdiction": "CN", "respondent_kind": kind}
        return Answers(pages={"where": {"values": values, "revision": 1, "page": ""}})

    def test_authorities_of_the_place_are_offered(self) -> None:
        here, abroad = AuthorityFactory(), AuthorityFactory(jurisdiction=place("FR"))
        offered = dict(form("contact", answers=self.answers()).fields["authority"].choices)
        assert here.code in offered
        assert abroad.code not in offered

    def test_who_names_a_country_is_offered_the_authorities_of_its_parts_too(self) -> None:
        country, part = place("CN"), place("CN-ZJ")
        part.parent = country
        part.save()
        reference_changed()
        whole, ningbo = AuthorityFactory(), AuthorityFactory(jurisdiction=part)
        offered = [code for code, _label in form("contact", answers=self.answers()).fields["authority"].choices]
        assert offered[:2] == [whole.code, ningbo.code]

    def test_a_complaint_about_a_public_body_goes_to_those_who_hear_them(self) -> None:
        AuthorityFactory(code="businesses", receives_public_sector=False)
        offered = dict(form("contact", answers=self.answers("public")).fields["authority"].choices)
        assert list(offered) == ["none"]

    def test_a_visitor_may_give_details_with_an_address_to_write_to(self) -> None:
        given = form("contact", answers=self.answers(), filing="named", name="Lin Mei", email="lin@example.org")
        assert given.is_valid()
        assert given.contact() == Contact(name="Lin Mei", email="lin@example.org")
        without = form("contact", answers=self.answers(), filing="named", name="Lin Mei")
        assert list(without.errors) == ["email"]

    def test_a_visitor_who_stays_anonymous_leaves_no_details_that_were_typed(self) -> None:
        given = form("contact", answers=self.answers(), filing="anonymous", name="Lin Mei", email="lin@example.org")
        assert given.is_valid()
        assert given.contact() == Contact()

    def test_who_gives_details_gives_a_name(self) -> None:
        actor = Actor(kind="user", user_id=1, display_name="Lin Mei")
        given = form("contact", actor=actor, answers=self.answers(), filing="named", name="")
        assert "name" in given.errors

    @pytest.mark.parametrize(
        ("name", "value"), [("email", "lin@"), ("phone", "call me"), ("phone", "1"), ("name", "x" * 121)]
    )
    def test_details_have_their_shape(self, name: str, value: str) -> None:
        actor = Actor(kind="user", user_id=1, display_name="Lin Mei")
        sent = {"filing": "named", "name": "Lin", "email": "", "phone": "", name: value}
        assert name in form("contact", actor=actor, answers=self.answers(), **sent).errors

    def test_names_of_every_script_are_names(self) -> None:
        actor = Actor(kind="user", user_id=1, display_name="x")
        for name in (ARABIC, "林美", "O’Neill 😀"):
            given = form("contact", actor=actor, answers=self.answers(), filing="named", name=name)
            assert given.is_valid()
            assert given.contact().name == name

    def test_a_shown_address_is_not_taken_for_a_name(self) -> None:
        actor = Actor(kind="user", user_id=1, display_name="lin@example.org")
        shown = ContactForm(answers=self.answers(), slug="contact", actor=actor)
        assert shown["name"].value() == ""


def test_places_are_said_in_both_languages() -> None:
    row = place("FR")
    row.name_en, row.name_zh = "France", "法国"
    row.save()
    with translation.override("zh-hans"):
        assert "法国 (France)" in str(WhereForm(answers=Answers(), slug="where", actor=Actor())["jurisdiction"])
    with translation.override("en"):
        assert "France (法国)" in str(WhereForm(answers=Answers(), slug="where", actor=Actor())["jurisdiction"])


def test_a_broken_mark_is_no_reason_to_fall_over(client: Client) -> None:
    for revision in ("abc", "-1", "9" * 40):
        assert client.post("/file/where/", {**intake.SENT["where"], "revision": revision}).status_code in {302, 400}


def test_two_showings_of_a_page_bear_different_marks() -> None:
    first, second = (UseForm(answers=Answers(), slug="use", actor=Actor()) for _ in range(2))
    assert first["page"].value() != second["page"].value()


def test_a_page_nobody_knows_is_not_found(client: Client) -> None:
    assert client.get("/file/nowhere/").status_code == 404


def test_what_an_answer_makes_necessary_is_never_called_optional(client: Client) -> None:
    intake.answer_all(client, upto="evidence")
    for slug, names in {"use": ("filer_relation", "filer_basis"), "contact": ("name", "email")}.items():
        form = client.get(f"/file/{slug}/").context["form"]
        for name in names:
            assert "(optional)" not in form[name].as_field_group(), (slug, name)
    assert "(optional)" in form["phone"].as_field_group()
    client.force_login(UserFactory())
    assert "(optional)" in client.get("/file/contact/").context["form"]["email"].as_field_group()
