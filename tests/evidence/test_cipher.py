"""What was sealed comes back whole, and nothing that was not sealed ever does."""

import io
import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseapp.evidence.cipher import (
    FRAME_BYTES,
    HEADER_BYTES,
    SEALED_FRAME_BYTES,
    Damaged,
    OpenedFile,
    Sealer,
    new_key,
    open_small,
    seal_small,
    sealed_frames,
    sealed_size,
)

KEY = b"k" * 32
ITEM = uuid.UUID(int=7)
SEALED_FRAME = SEALED_FRAME_BYTES

few = settings(max_examples=40, deadline=None)
# Around the edges of a frame is where a stream cipher goes wrong.
sizes = st.one_of(
    st.integers(0, 300),
    st.sampled_from([FRAME_BYTES - 1, FRAME_BYTES, FRAME_BYTES + 1, 2 * FRAME_BYTES, 2 * FRAME_BYTES + 1]),
    st.integers(0, 4 * FRAME_BYTES),
)


def pattern(size: int) -> bytes:
    return bytes(range(251)) * (size // 251) + bytes(range(size % 251))


def seal(plain: bytes, *, key: bytes = KEY, item: uuid.UUID = ITEM, piece: int = 10_000) -> bytes:
    sink = io.BytesIO()
    sealer = Sealer(sink, key=key, item_id=item)
    for start in range(0, len(plain), piece):
        sealer.write(plain[start : start + piece])
    sealer.finish()
    return sink.getvalue()


def open_all(sealed: bytes, *, key: bytes = KEY, item: uuid.UUID = ITEM) -> bytes:
    return b"".join(OpenedFile(io.BytesIO(sealed), key=key, item_id=item).frames())


@few
@given(size=sizes, piece=st.integers(1000, 200_000))
def test_round_trip_whatever_the_size_and_the_pieces(size, piece):
    sealed = seal(pattern(size), piece=piece)
    assert len(sealed) == sealed_size(size)
    assert open_all(sealed) == pattern(size)
    assert OpenedFile(io.BytesIO(sealed), key=KEY, item_id=ITEM).size == size


@few
@given(size=st.integers(0, 3 * FRAME_BYTES), data=st.data())
def test_any_flipped_bit_is_found(size, data):
    sealed = bytearray(seal(pattern(size)))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(Damaged):
        open_all(bytes(sealed))


@few
@given(size=st.integers(0, 3 * FRAME_BYTES), data=st.data())
def test_any_cut_is_found(size, data):
    sealed = seal(pattern(size))
    with pytest.raises(Damaged):
        open_all(sealed[: data.draw(st.integers(0, len(sealed) - 1))])


@pytest.mark.parametrize("frames", [1, 2, 3])
def test_a_cut_at_the_edge_of_a_frame_is_found_when_any_end_is_read(frames):
    sealed = seal(pattern(4 * FRAME_BYTES))[: HEADER_BYTES + frames * SEALED_FRAME]
    opened = OpenedFile(io.BytesIO(sealed), key=KEY, item_id=ITEM)
    with pytest.raises(Damaged):
        list(opened.frames())
    opened.seek(0, io.SEEK_END)
    with pytest.raises(Damaged):
        opened.read(1)


@pytest.mark.parametrize("pair", [(0, 1), (0, 2), (1, 2)])
def test_swapped_frames_are_found(pair):
    sealed = seal(pattern(3 * FRAME_BYTES))
    head, body = sealed[:HEADER_BYTES], sealed[HEADER_BYTES:]
    frames = [body[start : start + SEALED_FRAME] for start in range(0, len(body), SEALED_FRAME)]
    frames[pair[0]], frames[pair[1]] = frames[pair[1]], frames[pair[0]]
    with pytest.raises(Damaged):
        open_all(head + b"".join(frames))


def test_a_frame_twice_left_out_or_added_is_found():
    sealed = seal(pattern(3 * FRAME_BYTES))
    head, body = sealed[:HEADER_BYTES], sealed[HEADER_BYTES:]
    first, second, third = (body[start : start + SEALED_FRAME] for start in range(0, len(body), SEALED_FRAME))
    for frames in ([first, first, third], [first, third], [first, second, third, third], [second, third]):
        with pytest.raises(Damaged):
            open_all(head + b"".join(frames))


def test_another_item_another_key_and_another_files_frame_do_not_open():
    plain = pattern(2 * FRAME_BYTES)
    sealed = seal(plain)
    with pytest.raises(Damaged):
        open_all(sealed, item=uuid.UUID(int=8))
    with pytest.raises(Damaged):
        open_all(sealed, key=new_key())
    again = seal(plain)
    with pytest.raises(Damaged):
        open_all(sealed[: HEADER_BYTES + SEALED_FRAME] + again[HEADER_BYTES + SEALED_FRAME :])


def test_the_same_bytes_are_sealed_differently_every_time():
    assert len({seal(b"the same words") for _ in range(1000)}) == 1000


def test_bytes_added_to_the_end_are_found():
    for more in (b"x", b"x" * 16, b"x" * SEALED_FRAME):
        with pytest.raises(Damaged):
            open_all(seal(b"short") + more)


@few
@given(start=st.integers(0, 4 * FRAME_BYTES), length=st.integers(0, 2 * FRAME_BYTES))
def test_reading_from_the_middle_gives_what_stands_there(start, length):
    plain = pattern(3 * FRAME_BYTES + 77)
    opened = io.BufferedReader(OpenedFile(io.BytesIO(seal(plain)), key=KEY, item_id=ITEM))
    opened.seek(start)
    assert opened.read(length) == plain[start : start + length]


def test_it_seeks_as_files_do_and_closes_what_it_was_given():
    sealed = io.BytesIO(seal(b"0123456789"))
    opened = OpenedFile(sealed, key=KEY, item_id=ITEM)
    assert opened.seek(-3, io.SEEK_END) == 7
    assert opened.read(10) == b"789"
    assert opened.read(10) == b""
    assert opened.seek(-2, io.SEEK_CUR) == opened.tell() == 8
    with pytest.raises(OSError):
        opened.seek(-1)
    opened.close()
    assert sealed.closed


def test_what_is_not_a_sealed_file_is_refused():
    for content in (b"", b"x" * 20, b"x" * 100, b"CNEV\x03" + b"x" * 100):
        with pytest.raises(Damaged):
            OpenedFile(io.BytesIO(content), key=KEY, item_id=ITEM)


@few
@given(size=sizes, cut=st.integers(0, 4 * FRAME_BYTES))
def test_a_file_can_be_sealed_in_two_sittings(size, cut):
    plain, sink = pattern(size), io.BytesIO()
    first = Sealer(sink, key=KEY, item_id=ITEM)
    first.write(plain[:cut])
    came = len(plain[:cut])
    # The second sitting knows what was written down alone; what lies behind that is cut off.
    sink.write(b"frames of a sitting that was killed")
    sink.truncate(HEADER_BYTES + sealed_frames(came) * SEALED_FRAME)
    sink.seek(0, io.SEEK_END)
    second = Sealer(sink, key=KEY, item_id=ITEM, header=first.header, number=sealed_frames(came))
    second.write(first.waiting)
    second.write(plain[cut:])
    second.finish()
    assert open_all(sink.getvalue()) == plain


def test_a_small_value_opens_in_its_own_place_alone():
    sealed = seal_small(b"door.jpg", key=KEY, context="evidence.upload:1")
    assert open_small(sealed, key=KEY, context="evidence.upload:1") == b"door.jpg"
    for wrong in (
        {"context": "evidence.upload:2", "key": KEY},
        {"context": "evidence.upload:1", "key": new_key()},
    ):
        with pytest.raises(Damaged):
            open_small(sealed, **wrong)
    with pytest.raises(Damaged):
        open_small(b"short", key=KEY, context="evidence.upload:1")


VERSION_1 = bytes.fromhex(
    "434e455601" + "00" * 16 + "01" * 7 + "f55bedb546c7d30956974efca9621803e00dff8e064918838d01d0"
)


def test_a_file_of_the_first_version_still_opens():
    assert open_all(VERSION_1) == b"kept before"
