"""Sealed values open only unaltered, in their own place, with a known key."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.core.log_redaction import REDACTED, redact
from caseapp.core.sealing import seal, seal_json, unseal, unseal_json


@given(st.binary(max_size=300), st.text(max_size=40))
def test_round_trip(plain, context):
    assert unseal(seal(plain, context=context), context=context) == plain


def test_a_copy_in_another_row_does_not_open():
    with pytest.raises(ValueError, match="cannot be opened"):
        unseal(seal(b"secret", context="a:1"), context="a:2")


@given(st.data())
def test_any_altered_bit_is_noticed(data):
    sealed = bytearray(seal(b"secret", context="a:1"))
    place = data.draw(st.integers(7, len(sealed) - 1))
    sealed[place] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(ValueError, match="cannot be opened"):
        unseal(bytes(sealed), context="a:1")


def test_an_older_key_still_opens(settings):
    sealed = seal_json({"name": "李华"}, context="a:1")
    fresh = "new:" + base64.b64encode(b"n" * 32).decode()
    settings.KEY_ENCRYPTION_KEYS = f"{fresh},{settings.KEY_ENCRYPTION_KEYS}"
    assert unseal_json(sealed, context="a:1") == {"name": "李华"}
    assert seal(b"x", context="a:1")[2:5] == b"new"


def test_logs_hold_no_addresses_codes_or_secrets():
    event = redact(
        None,
        "info",
        {"event": "mail to li@example.org", "password": "x", "note": "7F3K9QXM7F3K9QXM7F3K9QXM", "status_code": 200},
    )
    assert event == {"event": f"mail to {REDACTED}", "password": REDACTED, "note": REDACTED, "status_code": 200}
