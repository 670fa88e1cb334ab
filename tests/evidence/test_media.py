"""Files are told by their content: what is on the list is taken under its true kind, all else is refused in words."""

import io
import os
import random
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseapp.core.errors import UnsupportedMedia
from caseapp.evidence.media import KINDS, accepted_extensions, kind_of, kinds_in_words, recognise
from caseapp.evidence.media.documents import MOST_PARTS
from tests.factories import evidence as made


def kind(content: bytes, name: str) -> str:
    return recognise(io.BytesIO(content), size=len(content), name=name).media_type


def refusal(content: bytes, name: str) -> str:
    with pytest.raises(UnsupportedMedia) as refused:
        kind(content, name)
    return str(refused.value.message)


ACCEPTED = {
    "photo.jpg": (made.picture("JPEG"), "image/jpeg"),
    "shot.png": (made.picture("PNG"), "image/png"),
    "shot.webp": (made.picture("WEBP"), "image/webp"),
    "moving.gif": (made.picture("GIF"), "image/gif"),
    "scan.tiff": (made.picture("TIFF"), "image/tiff"),
    "phone.heic": (made.heic(), "image/heic"),
    "letter.pdf": (made.pdf(), "application/pdf"),
    "letter.docx": (made.docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "letter.odt": (made.odt(), "application/vnd.oasis.opendocument.text"),
    "door.mp4": (made.mp4(), "video/mp4"),
    "door.mov": (made.mp4(b"qt  "), "video/quicktime"),
    "call.m4a": (made.mp4(b"M4A "), "audio/mp4"),
    "door.webm": (made.webm(), "video/webm"),
    "answer.eml": (made.email(), "message/rfc822"),
    "chat.txt": ("我在门口被认出来了。\r\nThey knew my name 😀".encode(), "text/plain"),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_each_kind_on_the_list_is_recognised(name):
    content, media_type = ACCEPTED[name]
    assert kind(content, name) == media_type


def test_the_list_is_tested_whole_and_told_whole():
    assert {media_type for _content, media_type in ACCEPTED.values()} == {each.media_type for each in KINDS}
    for each in KINDS:
        assert each.word in kinds_in_words()
        assert each.extensions[0] in accepted_extensions()
        assert kind_of(each.media_type) is each


@pytest.mark.parametrize("name", ["chat.txt", "old.log", "list.csv"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_text_in_the_encodings_of_both_languages(name, encoding):
    assert kind("第一行\nsecond line\tend\n".encode(encoding), name) == "text/plain"


def test_text_that_begins_like_a_magic_number_is_still_text():
    for words in (b"BMW was parked outside\n", b"function of the camera: none\n", b"MZ is how I call him\n"):
        assert kind(words * 3, "notes.txt") == "text/plain"


@pytest.mark.parametrize("ending", ["jpg", "png", "gif", "pdf", "mp4"])
def test_a_picture_with_another_ending_is_taken_for_what_it_is(ending):
    assert kind(made.picture("PNG"), f"photo.{ending}") == "image/png"


HOSTILE = {
    "html": b"<!DOCTYPE html><html><script>alert(1)</script></html>",
    "html after blanks": b"\n\n   <html><body onload=alert(1)>",
    "html after a comment": b"<!-- hello --><script>alert(1)</script>",
    "html in utf-16": "<html><script>alert(1)</script></html>".encode("utf-16"),
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "svg as xml": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
    "shell script": b"#!/bin/sh\nrm -rf /\n",
    "php": b"<?php system($_GET['c']);",
    "windows program": b"MZ\x90\x00" + bytes(60) + b"PE\0\0" + bytes(200),
    "linux program": b"\x7fELF\x02\x01\x01" + bytes(100),
    "javascript": b"function steal() { return document.cookie }",
    "zip": made.packed({"photo.jpg": made.picture("JPEG")}),
    "spreadsheet": made.packed({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}),
    "matroska": made.webm(b"matroska"),
    "random": random.Random(1).randbytes(5000),
    "zeros": bytes(5000),
    "bitmap": made.picture("BMP"),
    "icon": made.picture("ICO", (16, 16)),
    "one letter": b"x",
}


@pytest.mark.parametrize("ending", ["jpg", "png", "pdf", "mp4", "docx", "webm", "heic"])
@pytest.mark.parametrize("content", HOSTILE)
def test_what_is_not_on_the_list_is_refused_whatever_its_name(content, ending):
    message = refusal(HOSTILE[content], f"holiday.{ending}")
    assert f"“holiday.{ending}”" in message


@pytest.mark.parametrize(
    "content", ["html", "html after blanks", "html after a comment", "html in utf-16", "svg", "php"]
)
def test_markup_named_as_text_is_refused_too(content):
    assert "web page" in refusal(HOSTILE[content], "notes.txt")


def test_a_text_named_as_a_program_is_refused_and_told_what_to_send():
    assert "JPEG, PNG" in refusal(b"alert(1)", "run.js")
    assert "JPEG, PNG" in refusal(b"just words", "words")


def test_binary_named_as_text_is_refused():
    assert "not a kind of file" in refusal(random.Random(2).randbytes(3000), "notes.txt")
    assert "not a kind of file" in refusal(b"end\x00", "notes.txt")


def png_header(width: int, height: int) -> bytes:
    """A PNG of few bytes that would open to width × height points."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.filterwarnings("ignore:Image size")
@pytest.mark.parametrize("sides", [(7072, 7072), (12_000, 12_000), (60_000, 60_000)])
def test_a_picture_of_too_many_points_is_refused_from_its_header(sides):
    assert "50 million" in refusal(png_header(*sides), "bomb.png")
    assert "50 million" in refusal(made.heic(*sides), "bomb.heic")


def test_a_picture_of_just_fifty_million_points_is_taken():
    assert kind(png_header(10_000, 5_000), "large.png") == "image/png"
    assert kind(made.heic(10_000, 5_000), "large.heic") == "image/heic"


@pytest.mark.parametrize("frames", ["VP8X", "VP8L", "VP8 "])
def test_webp_of_every_form_tells_its_sides(frames):
    from PIL import Image

    held = io.BytesIO()
    picture = Image.new("RGBA" if frames != "VP8 " else "RGB", (30, 20), "navy")
    picture.save(held, "WEBP", lossless=frames == "VP8L", exif=b"Exif\0\0MM\0*\0\0\0\x08" if frames == "VP8X" else b"")
    assert held.getvalue()[12:16] == frames.encode()
    assert kind(held.getvalue(), "shot.webp") == "image/webp"


INCOMPLETE = {
    "letter.pdf": made.pdf()[:-70],
    "door.mp4": made.mp4(media=bytes(4000))[:-100],
    "index-lost.mp4": made.box(b"ftyp", b"isom\0\0\0\0isom") + made.box(b"mdat", bytes(100)),
    "shot.webp": made.picture("WEBP")[:-10],
    "letter.docx": made.docx()[:-30],
}


@pytest.mark.parametrize("name", INCOMPLETE)
def test_a_cut_file_is_refused_with_what_to_do(name):
    assert "not complete" in refusal(INCOMPLETE[name], name)


def declared(content: bytes, size: int) -> bytes:
    """The same ZIP with the unpacked size of its last part declared as something else."""
    at = content.rfind(b"PK\x01\x02")
    return content[: at + 24] + struct.pack("<I", size) + content[at + 28 :]


BOMBS = {
    "high ratio": made.docx(**{"word/media/zeros": bytes(20_000_000)}),
    "declares five hundred megabytes": declared(made.docx(**{"word/a": os.urandom(500)}), 501 * 1024 * 1024),
    "many parts": made.docx(**{f"word/{number}": b"x" for number in range(MOST_PARTS)}),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_office_files_that_open_to_far_more_are_refused_unopened(bomb):
    assert "far more" in refusal(BOMBS[bomb], "letter.docx")


def test_a_list_of_parts_that_lies_about_its_length_is_refused_before_it_is_read():
    content = made.docx()
    at = content.rfind(b"PK\x05\x06")
    lying = content[: at + 12] + struct.pack("<I", 40_000_000) + content[at + 16 :]
    assert "far more" in refusal(lying, "letter.docx")


@pytest.mark.parametrize("path", ["../../etc/passwd", "/etc/passwd", "..\\..\\windows"])
def test_parts_that_point_outside_are_refused(path):
    assert "not a kind of file" in refusal(made.docx(**{path: b"x"}), "letter.docx")


def test_macros_and_passwords_are_named():
    assert "macros" in refusal(made.docx(**{"word/vbaProject.bin": b"x"}), "letter.docx")
    assert "macros" in refusal(made.odt(**{"Basic/Standard/Module1.xml": b"x"}), "letter.odt")
    locked = bytearray(made.docx())
    at = locked.rfind(b"PK\x01\x02")
    locked[at + 8] |= 1
    assert "password" in refusal(bytes(locked), "letter.docx")


def test_boxes_without_end_do_not_keep_us_busy():
    many = made.box(b"ftyp", b"isom\0\0\0\0isom") + made.box(b"free") * 200_000 + made.box(b"moov")
    assert "not a kind of file" in refusal(many, "door.mp4")


SEEDS = [content for content, _media_type in ACCEPTED.values()]


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@settings(max_examples=150, deadline=None)
@given(seed=st.sampled_from(SEEDS), data=st.data())
def test_broken_files_of_every_kind_end_in_an_answer(seed, data):
    """Cut, flipped or filled files are taken or refused; nothing else ever comes out."""
    content = bytearray(seed[: data.draw(st.integers(1, len(seed)))])
    for _ in range(data.draw(st.integers(0, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    name = data.draw(st.sampled_from(list(ACCEPTED)))
    try:
        answer = kind(bytes(content), name)
    except UnsupportedMedia as refused:
        answer = str(refused.message)
    assert answer in {each.media_type for each in KINDS} or f"“{name}”" in answer
