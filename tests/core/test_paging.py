"""Keyset pages: every row once, forwards and back, and foreign tokens are harmless."""

import base64

import pytest

from caseapp.accounts.models import Firm
from caseapp.core.paging import keyset_page
from tests.factories.accounts import FirmFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("order", ["-id", "id", "name", "-name"])
def test_walking_forwards_and_back_sees_every_row_once(order):
    for name in "cabdbae":
        FirmFactory(name=name)
    seen, query, pages = [], {}, []
    while True:
        page = keyset_page(Firm.objects.all(), query, order=order, size=3)
        pages.append([firm.pk for firm in page])
        seen += pages[-1]
        if page.next is None:
            break
        query = {"after": page.next}
    assert len(seen) == len(set(seen)) == 7
    assert page.previous is not None
    back = keyset_page(Firm.objects.all(), {"before": page.previous}, order=order, size=3)
    assert [firm.pk for firm in back] == pages[-2]


@pytest.mark.parametrize("token", ["", "nonsense", "W10", "WyJ4IiwgInkiXQ", "eyJhIjogMX0", "WyJub3QiXQ"])
def test_foreign_tokens_show_the_first_page(token):
    FirmFactory()
    assert len(keyset_page(Firm.objects.all(), {"after": token}, order="-id")) == 1


@pytest.mark.parametrize(
    "key", ['["x", Infinity]', '["x", NaN]', '["\\u0000", 1]', '["\\ud800", 1]', '[1, "x"]', '["x", 1e400]']
)
@pytest.mark.parametrize("word", ["after", "before"])
def test_a_made_up_token_shows_the_first_page(key, word):
    FirmFactory()
    token = base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")
    assert len(keyset_page(Firm.objects.all(), {word: token}, order="name")) == 1
