"""Ten thousand wrong receipt codes: nearly all are turned away unread, none opens anything, and time tells nothing."""

import random
import statistics
import time
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

from caseapp.complaints.services import issue_receipt_code, open_by_receipt
from caseapp.complaints.services.receipts import UNPROVEN_ATTEMPTS
from caseapp.core.errors import InvalidInput
from caseapp.core.references import new_receipt_code
from tests.factories.complaints import ComplaintFactory

pytestmark = [pytest.mark.endurance, pytest.mark.django_db]

GUESSES = 10_000
PAIRS = 400


def test_ten_thousand_guesses_from_one_address_are_throttled() -> None:
    issue_receipt_code(ComplaintFactory(owner=None, anonymous=True))
    client = Client()
    answers = [client.post("/follow/", {"code": new_receipt_code()}).status_code for _ in range(GUESSES)]
    assert answers.count(302) == 0
    assert answers.count(400) <= UNPROVEN_ATTEMPTS * (1 + GUESSES // 1000)
    assert set(answers) == {400, 429}


def test_the_time_of_a_refusal_differs_by_less_than_five_percent(record_property: Callable[..., None]) -> None:
    """Unknown codes, malformed ones, and the right one but for its last group: measured in turn, by medians of the
    time on the processor, so that what else the machine does stays out of it.
    """
    right = issue_receipt_code(ComplaintFactory(owner=None, anonymous=True))
    kinds = {
        "unknown": new_receipt_code,
        "malformed": lambda: "not a code",
        "nearly right": lambda: right[:20] + new_receipt_code()[:4],
    }
    times: dict[str, list[float]] = {kind: [] for kind in kinds}
    for number in range(PAIRS):
        for kind in random.sample(list(kinds), len(kinds)):
            code = kinds[kind]()
            began = time.process_time()
            with pytest.raises(InvalidInput):
                open_by_receipt(code=code, throttle_key=f"{kind} {number}")
            times[kind].append(time.process_time() - began)
        cache.clear()
    medians = {kind: statistics.median(found) for kind, found in times.items()}
    for kind, median in medians.items():
        record_property(kind, f"{median * 1000:.2f} ms")
        print(f"{kind}: {median * 1000:.2f} ms")
    assert max(medians.values()) / min(medians.values()) < 1.05, medians
