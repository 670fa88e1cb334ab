"""What tests of the vault share: a complaint, who it belongs to, an original that was sealed."""

import pytest

from caseapp.evidence import services
from tests.evidence.redactions import made
from tests.evidence.test_examination import photograph
from tests.factories.accounts import actor_of
from tests.factories.complaints import ComplaintFactory
from tests.factories.evidence import examined
from tests.factories.roles import cast


@pytest.fixture
def complaint():
    return ComplaintFactory()


@pytest.fixture
def owner(complaint):
    return actor_of(complaint.owner)


@pytest.fixture
def sealed():
    """An item of the complainant's with a copy in use, and everybody round it."""
    people = cast()
    owner = people.actors["owner"]
    item = examined(people.complaint, photograph(), "photo.jpg", actor=owner)
    redaction = made(owner, item)
    services.use_copy(actor=owner, redaction=redaction)
    item.refresh_from_db()
    return people, item, redaction
