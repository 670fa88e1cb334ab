"""The grammar of places: whatever is typed, it answers or refuses in its own words, and facts never become markup."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseapp.documents.writing.grammar import (
    CLOSE,
    MARK,
    OPEN,
    MissingFacts,
    TemplateFault,
    fill,
    fill_line,
    names,
    parse,
)
from caseapp.documents.writing.reading import WORDS, fault_in_words

SIGNS = st.sampled_from(
    ["{{", "}}", "{{#", "{{^", "{{/", " a }}", "{{ a }}", "{{#a}}", "{{/a}}", "{{.}}", "\n", "#", "}"]
)
SOURCES = st.lists(st.one_of(SIGNS, st.text(max_size=12)), max_size=20).map("".join)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=30).map("Q7Z{}".format)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["a", "b", "."]), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(SOURCES)
def test_any_text_is_read_or_refused_in_words(source):
    fault = refusal_of(lambda: parse(source))
    if fault is None:
        assert isinstance(names(parse(source)), tuple)
    else:
        assert fault_in_words(fault)
        assert fault.code in WORDS
        assert 1 <= fault.line <= source.count("\n") + 1


@settings(max_examples=300, deadline=None)
@given(SOURCES, st.dictionaries(st.sampled_from(["a", "b"]), VALUES, max_size=2))
def test_filling_puts_nothing_of_a_fact_into_the_text(source, facts):
    if refusal_of(lambda: fill(parse(source), facts)) is not None:
        return
    filled = fill(parse(source), facts)
    assert "Q7Z" not in filled.text
    assert [int(mark[1]) for mark in MARK.finditer(filled.text)] == list(range(len(filled.values)))
    assert not any(sign in value for value in filled.values for sign in (OPEN, CLOSE, "\0"))


def refusal_of(work):
    """The refusal of a piece of work in the grammar's own kinds; anything else is a failure."""
    try:
        work()
    except (TemplateFault, MissingFacts) as refusal:
        return refusal
    return None


def test_lists_repeat_and_their_own_names_come_first():
    template = parse("{{# laws }}\n- {{ law }} for {{ who }}\n{{/ laws }}\nend")
    filled = fill(template, {"who": "me", "law": "outer", "laws": [{"law": "A"}, {"law": "B"}]})
    assert MARK.sub(lambda mark: filled.values[int(mark[1])], filled.text) == "- A for me\n- B for me\nend"


def test_parts_follow_what_is_there():
    template = parse("{{#a}}yes{{/a}}{{^a}}no{{/a}}")
    assert [fill_line(template, {"a": value}) for value in (True, "x", [], "", None, False, {})] == [
        "yes", "yes", "no", "no", "no", "no", "yes",
    ]  # fmt: skip


def test_what_is_missing_is_named_in_the_order_of_the_text():
    with pytest.raises(MissingFacts) as missing:
        fill(parse("{{ one }} {{ two }} {{ three }} {{ one }}"), {"two": "2"})
    assert missing.value.names == ("one", "three")
    assert fill_line(parse("{{ one }} {{ two }}"), {"two": "2"}, show_missing=True) == "[one] 2"


def test_a_list_in_a_list_in_a_list_ends():
    facts = {"a": ["x" * 1000] * 400}
    with pytest.raises(TemplateFault) as fault:
        fill(parse("{{#a}}{{#a}}{{#a}}{{.}}{{/a}}{{/a}}{{/a}}"), facts)
    assert fault.value.code == "too_long"


@pytest.mark.parametrize(
    ("source", "code", "line"),
    [
        ("a\n{{# b }}", "not_closed", 2),
        ("a\n\n{{/ b }}", "not_opened", 3),
        ("{{ Äh }}", "bad_name", 1),
        ("x }} y", "stray_braces", 1),
        ("{% load x %}{{ a|safe }}", "bad_name", 1),
        ("{{ a.__class__ }}", "bad_name", 1),
        ("{{" + " " * 50_000, "stray_braces", 1),
        ("\ue000", "private_character", 1),
        ("x" * 60_001, "too_long", 1),
        ("{{#a}}" * 9, "too_deep", 1),
    ],
)
def test_faults_say_where(source, code, line):
    with pytest.raises(TemplateFault) as fault:
        parse(source)
    assert (fault.value.code, fault.value.line) == (code, line)
