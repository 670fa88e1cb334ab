"""A file that is sealed beside the reading: nothing lost, nothing out of order, no fault unheard."""

import errno
import io
import os
import random
from uuid import UUID

import pytest

from caseapp.evidence.cipher import FRAME_BYTES, OpenedFile, Sealer, new_key
from caseapp.evidence.sealing import EARLY_BYTES, MOST_WAITING, GrowingFile

ITEM = UUID(int=7)


def plain_of(path, key):
    with OpenedFile(io.BytesIO(path.read_bytes()), key=key, item_id=ITEM) as opened:
        return b"".join(opened.frames())


def test_pieces_of_any_size_over_several_sittings_make_one_file(tmp_path):
    dice, key, path = random.Random(11), new_key(), tmp_path / "file"
    content = dice.randbytes(2 * EARLY_BYTES + 77)
    offset, header, tail = 0, b"", b""
    while offset < len(content):
        file = GrowingFile(path, key=key, item_id=ITEM, offset=offset, header=header, tail=tail)
        for _piece in range(dice.randrange(1, 2 * MOST_WAITING)):
            size = dice.choice([1, FRAME_BYTES - 1, FRAME_BYTES, FRAME_BYTES + 1, 4 * FRAME_BYTES, 500_000])
            file.write(content[offset : offset + size])
            offset = min(offset + size, len(content))
        file.settle()
        header, tail = file.header, file.tail
        if offset == len(content):
            file.finish()
        else:
            file.write(b"what was not settled is sent again")
        file.close()
    assert plain_of(path, key) == content


def test_a_file_shorter_than_its_offset_is_not_gone_on_with(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"")
    with pytest.raises(OSError, match="shorter"):
        GrowingFile(path, key=new_key(), item_id=ITEM, offset=5 * FRAME_BYTES, header=os.urandom(28))


def test_a_write_that_fails_behind_is_heard_at_the_latest_when_it_is_settled(tmp_path, monkeypatch):
    file = GrowingFile(tmp_path / "file", key=new_key(), item_id=ITEM)

    def full(*_args):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Sealer, "write", full)
    file.write(b"x")
    with pytest.raises(OSError, match="No space left"):
        file.settle()
    file.close()


def test_a_reader_that_is_faster_than_the_disk_hears_the_fault_while_it_reads(tmp_path, monkeypatch):
    file = GrowingFile(tmp_path / "file", key=new_key(), item_id=ITEM)

    def full(*_args):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Sealer, "write", full)
    with pytest.raises(OSError, match="No space left"):
        for _piece in range(MOST_WAITING + 1):
            file.write(b"x")
    file.close()
