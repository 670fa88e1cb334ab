"""The form of an action, and which actions a page offers."""

import datetime
from decimal import Decimal

import pytest

from caseapp.core.actors import VISITOR, Actor
from caseapp.core.errors import NotFound, WrongState
from caseapp.core.forms_acts import SumField, amount, choice, day, form_for, hidden, line, prose, yes
from caseapp.core.policies import allow
from caseapp.core.views.acts import offered, open_transition
from caseapp.core.workflow import Workflow, row


class Thing:
    """Just enough of a stateful row."""

    def __init__(self, state):
        self.state = state

    def get_state_display(self):
        return self.state.title()


BOILING = Workflow(
    name="kettles",
    initial="cold",
    transitions=(
        row("boil", "Boil", "cold", "hot", "It boiled.", needs=("reason", "minutes"), may_give=("note",), main=True),
        row("cool", "Cool", "hot", "cold", "It cooled."),
        row("burst", "Burst", ("cold", "hot"), "broken", "It burst.", grave=True),
        row("leak", "Leak", "hot", "broken", "It leaked.", indirect=True),
    ),
)
for _action in ("boil", "cool", "burst", "leak"):
    allow(f"kettles.{_action}", lambda actor, thing: actor.is_signed_in)

COOK = Actor(kind="user", user_id=1)


def link(action):
    return f"/kettle/do/{action}/"


class TestTheForm:
    def make(self, data=None):
        return form_for(BOILING.named("boil")[0], {"minutes": line("Minutes"), "key": hidden("k1")})(data)

    def test_it_has_what_is_needed_then_what_may_be_given_then_the_rest(self):
        form = self.make()
        assert list(form.fields) == ["reason", "minutes", "note", "key"]
        assert [form.fields[name].required for name in form.fields] == [True, True, False, False]

    def test_what_another_action_needs_is_not_asked(self):
        shared = {"minutes": line("Minutes"), "degrees": line("Degrees"), "key": hidden("k1"), "loud": yes("Loud")}
        assert list(form_for(BOILING.named("boil")[0], shared)().fields) == ["reason", "minutes", "note", "key", "loud"]
        assert list(form_for(BOILING.named("cool")[0], shared)().fields) == ["key", "loud"]

    def test_what_was_left_empty_is_not_given(self):
        form = self.make({"reason": "Tea", "minutes": "3", "note": "", "key": "k1"})
        assert form.is_valid()
        assert form.given() == {"reason": "Tea", "minutes": "3", "key": "k1"}

    def test_what_is_missing_is_named(self):
        assert set(self.make({"reason": " "}).errors) == {"reason", "minutes"}

    def test_nul_and_too_much_are_refused_beside_the_field(self):
        form = self.make({"reason": "a\x00b", "minutes": "3" * 201})
        assert set(form.errors) == {"reason", "minutes"}

    def test_a_name_that_nobody_knows_is_a_fault_of_the_program(self):
        with pytest.raises(LookupError, match="minutes"):
            form_for(BOILING.named("boil")[0])


class TestFields:
    @pytest.mark.parametrize(
        ("typed", "read"),
        [
            ("250000", "250000"),
            ("250,000", "250000"),
            ("250 000.50", "250000.50"),
            ("1\u00a0234\u00a0567", "1234567"),
            (" 12.5 ", "12.5"),
        ],
    )
    def test_sums_are_read_as_people_write_them(self, typed, read):
        assert amount("Sum").clean(typed) == Decimal(read)

    @pytest.mark.parametrize("typed", ["", "0", "-5", "1,2", "1.234", "1e30", "NaN", "Infinity", "ten", "12,34,567"])
    def test_what_is_no_sum_is_refused(self, typed):
        with pytest.raises(Exception, match=r".+") as refusal:
            amount("Sum").clean(typed)
        assert refusal.type.__name__ == "ValidationError"

    def test_a_currency_without_decimals_takes_none(self):
        assert amount("Sum", places=0).clean("1500") == 1500
        with pytest.raises(Exception, match="decimal"):
            amount("Sum", places=0).clean("1500.5")

    def test_days_keep_within_their_bounds(self):
        bounded = day("Day", earliest=datetime.date(2026, 1, 1), latest=datetime.date(2026, 1, 31))
        assert bounded.clean("2026-01-31") == datetime.date(2026, 1, 31)
        for outside in ("2025-12-31", "2026-02-01"):
            with pytest.raises(Exception, match="Enter a day that is not"):
                bounded.clean(outside)
        assert 'type="date"' in bounded.widget.render("day", None)

    def test_the_others(self):
        assert yes("Sure").clean("") is False
        assert choice("Which", [("a", "A")]).clean("a") == "a"
        assert [value for value, _word in choice("Which", [("a", "A")], radios=False).choices] == ["", "a"]
        assert prose("Words", longest=5).max_length == 5
        assert isinstance(amount("Sum"), SumField)


class TestWhatIsOffered:
    def test_the_main_act_first_and_the_grave_one_apart(self):
        found = offered(BOILING, COOK, Thing("cold"), link)
        assert (found.main.action, found.main.href, found.main.variant) == ("boil", "/kettle/do/boil/", "")
        assert [act.action for act in found.others] == []
        assert [act.action for act in found.grave] == ["burst"]

    def test_what_follows_from_another_act_is_never_offered(self):
        found = offered(BOILING, COOK, Thing("hot"), link)
        assert found.main is None
        assert [act.action for act in (*found.others, *found.grave)] == ["cool", "burst"]

    def test_nothing_for_a_stranger_or_at_the_end(self):
        assert not offered(BOILING, VISITOR, Thing("cold"), link)
        assert not offered(BOILING, COOK, Thing("broken"), link)

    @pytest.mark.parametrize(
        ("actor", "state", "action", "refusal"),
        [
            (COOK, "cold", "boil", None),
            (COOK, "hot", "boil", WrongState),
            (COOK, "hot", "leak", NotFound),
            (COOK, "hot", "fly", NotFound),
            (VISITOR, "cold", "boil", NotFound),
            (VISITOR, "hot", "boil", NotFound),
        ],
    )
    def test_opening_an_act(self, actor, state, action, refusal):
        if refusal is None:
            assert open_transition(BOILING, actor, Thing(state), action).target == "hot"
        else:
            with pytest.raises(refusal):
                open_transition(BOILING, actor, Thing(state), action)
