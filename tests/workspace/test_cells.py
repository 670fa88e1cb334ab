"""What stands in many cells looks as its component does, and escapes what people wrote."""

import datetime as dt

import pytest
from django.template import Context, Template
from django_cotton.compiler_regex import CottonCompiler

ROW = {
    "state": "accepted",
    "word": "Accepted",
    "day": dt.date(2026, 11, 20),
    "moment": dt.datetime(2026, 11, 20, 14, 5, tzinfo=dt.UTC),
    "none": None,
    "number": 1234,
    "reference": "CN-2026-7F3K-9QXM",
    "name": "<b>Riverbank</b>",
    "detail": "Show & flat",
}


def shown(markup: str) -> str:
    html: str = Template(CottonCompiler().process("{% load cells %}" + markup)).render(Context(ROW))
    return html.strip()


@pytest.mark.parametrize(
    ("component", "cell"),
    [
        ('<c-tag state="{{ state }}" word="{{ word }}" />', "{% state_tag state word %}"),
        ('<c-tag state="{{ state }}">{{ word }}</c-tag>', "{% state_tag state word %}"),
        ('<c-date :value="day" />', "{% written_time day %}"),
        ('<c-date :value="moment" />', "{% written_time moment %}"),
        ('<c-date :value="none" />', "{% written_time none %}"),
        ('<c-reference value="{{ reference }}" href="/there/" />', '{% case_reference reference "/there/" %}'),
        ('<c-reference value="{{ reference }}" />', "{% case_reference reference %}"),
        ('<c-party name="{{ name }}" detail="{{ detail }}" />', "{% party_chip name detail %}"),
        (
            '<c-stat :count="number" label="{{ name }}" href="/there/" tone="soon" />',
            '{% stat number name "/there/" "soon" %}',
        ),
        ('<c-party name="{{ name }}" kind="person" />', '{% party_chip name kind="person" %}'),
    ],
)
def test_a_cell_looks_as_its_component(component: str, cell: str) -> None:
    assert shown(component) == shown(cell)


def test_words_of_people_are_escaped_once() -> None:
    for markup in ('<c-party name="{{ name }}" detail="{{ detail }}" />', "{% party_chip name detail %}"):
        html = shown(markup)
        assert "&lt;b&gt;Riverbank&lt;/b&gt;" in html
        assert "Show &amp; flat" in html
        assert "&amp;amp;" not in html


def test_a_tag_keeps_its_tone_sign_and_word() -> None:
    html = shown("{% state_tag state word %}")
    assert html == (
        '<span class="cn-tag cn-tag--active"><span class="cn-tag__sign" aria-hidden="true">▸</span>Accepted</span>'
    )
