"""Names in every script are kept to be shown; what could deceive or break out is gone."""

import pytest

from caseapp.evidence.file_names import MOST_CHARACTERS, handed_name, shown_name, tells_another_kind
from caseapp.evidence.media import kind_of

PNG = kind_of("image/png")


@pytest.mark.parametrize(
    "name", ["门口的摄像头.jpg", "كاميرا المدخل.pdf", "📷 at the door.png", "Überwachung ß.txt", "a'b & c.txt"]
)
def test_names_of_every_script_stay(name):
    assert shown_name(name) == name


def test_letters_are_composed_so_that_equal_names_are_equal():
    assert shown_name("Cafe\u0301.jpg") == "Caf\u00e9.jpg"


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("\u2066hidden\u2069.png", "hidden.png"),
        ("line\r\nbreak.png", "linebreak.png"),
        ("tab\tname.png", "tabname.png"),
        ("bell\x07.png", "bell.png"),
        ("escape\x1b[31m.png", "escape[31m.png"),
        ("nul\x00.png", "nul.png"),
        ("\ufeffmark.png", "mark.png"),
        ("  many   blanks  .png ", "many blanks .png"),
        ("family 👩\u200d👧.png", "family 👩\u200d👧.png"),
        ("\ud800.png", ".png"),
    ],
)
def test_what_deceives_or_breaks_a_line_is_taken_out(raw, shown):
    assert shown_name(raw) == shown


@pytest.mark.parametrize("raw", ["", " ", "...", "\u202e", "\u200d", ". ."])
def test_a_name_of_nothing_becomes_a_word(raw):
    assert shown_name(raw) == "file"


def test_long_names_are_shortened_and_keep_their_ending():
    shown = shown_name("长" * 400 + ".png")
    assert len(shown) == MOST_CHARACTERS
    assert shown.endswith("长.png")
    assert len(shown_name("x" * 400)) == MOST_CHARACTERS
    assert len(shown_name("x." + "y" * 400)) == MOST_CHARACTERS


@pytest.mark.parametrize(
    ("name", "handed"),
    [
        ("photo.png", "photo.png"),
        ("PHOTO.PNG", "PHOTO.PNG"),
        ("photo.html", "photo.html.png"),
        ("photo", "photo.png"),
        ("../../etc/passwd", "_.._etc_passwd.png"),
        ("C:\\secret|?.png", "C__secret__.png"),
        ("。...", "。.png"),
    ],
)
def test_a_download_is_named_so_that_it_opens_as_what_it_is(name, handed):
    assert handed_name(name, PNG) == handed


def test_an_ending_that_says_something_else_is_noticed():
    assert tells_another_kind("photo.jpg", PNG)
    assert not tells_another_kind("photo.PNG", PNG)
    assert not tells_another_kind("photo.jpg", None)
