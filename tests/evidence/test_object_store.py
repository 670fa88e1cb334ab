"""Sealed files in an S3-compatible store: kept, read by ranges, checked, erased; and a store that is away."""

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse
from moto import mock_aws

from caseapp.core import queue
from caseapp.evidence import gateways, selectors, services
from caseapp.evidence.gateways import NoRoom
from caseapp.evidence.models import EvidenceItem
from caseapp.settings.integrations.storage import in_a_bucket
from tests.factories.accounts import actor_of
from tests.factories.evidence import add, email, examined

pytestmark = pytest.mark.django_db

BUCKET = {"bucket": "sealed-evidence", "endpoint_url": "", "region": "eu-central-1", "prefix": "site-1"}


@pytest.fixture
def bucket(settings, monkeypatch):
    """An empty bucket in this process, and the storage `evidence` in it."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        made = boto3.resource("s3", region_name="eu-central-1").create_bucket(
            Bucket=BUCKET["bucket"], CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
        )
        settings.STORAGES = {**settings.STORAGES, "evidence": in_a_bucket(**BUCKET)}
        yield made


def objects(bucket) -> set[str]:
    return {each.key for each in bucket.objects.all()}


def test_a_file_is_kept_sealed_and_handed_out_by_ranges(bucket, complaint, client: Client):
    before = set(gateways.arrivals().iterdir())
    item = with_bytes(complaint, 3_000_000)
    (key,) = objects(bucket)
    assert key == f"site-1/{item.storage_name}"
    assert b"recognised" not in bucket.Object(key).get()["Body"].read()
    assert set(gateways.arrivals().iterdir()) == before
    client.force_login(complaint.owner, backend="caseapp.accounts.backends.Backend")
    address = reverse("evidence:content", args=[item.pk])
    assert b"".join(client.get(address).streaming_content) == stored(item)
    part = client.get(address, headers={"Range": "bytes=2000000-2000099"})
    assert (part.status_code, b"".join(part.streaming_content)) == (206, stored(item)[2000000:2000100])
    assert selectors.check_vault(item.vault).problems == ()


def with_bytes(complaint, size: int) -> EvidenceItem:
    """A mail of about so many bytes, no two lines of it alike."""
    lines = b"\r\n".join(b"We recognised you at the door, %9d." % number for number in range(size // 42))
    return add(complaint, email() + lines, name="mail.eml")


def stored(item: EvidenceItem) -> bytes:
    return b"".join(services.open_content(actor=actor_of(item.vault.complaint.owner), item=item).frames)


def test_little_is_read_for_little(bucket, complaint, monkeypatch):
    item = with_bytes(complaint, 6_000_000)
    asked = []

    monkeypatch.setattr("caseapp.evidence.object_store.ObjectRanges.fetch", counted(asked))
    with gateways.opened(item.storage_name) as sealed:
        sealed.seek(5_000_000)
        sealed.read(100)
    assert sum(asked) <= 1024 * 1024


def counted(asked):
    from caseapp.evidence.object_store import ObjectRanges

    kept = ObjectRanges.fetch

    def fetch(self, start, wanted):
        asked.append(wanted)
        return kept(self, start, wanted)

    return fetch


def test_what_is_made_of_a_file_lies_there_too_and_all_of_it_is_erased(bucket, complaint):
    from tests.evidence.test_examination import photograph

    item = examined(complaint, photograph(), "photo.jpg")
    assert {key.split("/")[1] for key in objects(bucket)} == {"originals", "derivatives"}
    assert sorted(gateways.kept_files()) == [item.storage_name]
    services.shred_vault(actor=actor_of(complaint.owner), vault=item.vault)
    queue.run_pending()
    assert objects(bucket) == set()


def test_a_changed_or_lost_object_is_found(bucket, complaint):
    item = with_bytes(complaint, 3000)
    held = bucket.Object(f"site-1/{item.storage_name}")
    sealed = bytearray(held.get()["Body"].read())
    sealed[-20] ^= 1
    held.put(Body=bytes(sealed))
    assert selectors.check_vault(item.vault).problems
    held.delete()
    assert selectors.check_vault(item.vault).problems
    with pytest.raises(services.Unreadable):
        services.open_content(actor=actor_of(complaint.owner), item=item)


def test_a_store_that_is_away_refuses_and_keeps_nothing(bucket, complaint, monkeypatch):
    def away(*args, **kwargs):
        raise EndpointConnectionError(endpoint_url="https://s3.example.org")

    monkeypatch.setattr("botocore.client.BaseClient._make_api_call", away)
    with pytest.raises(NoRoom):
        with_bytes(complaint, 100)
    assert not EvidenceItem.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"bucket": "No Bucket"},
        {"endpoint_url": "s3.example.org"},
        {"endpoint_url": "https://s3.example.org/x"},
        {"region": ""},
    ],
)
def test_what_does_not_fit_is_refused_at_the_start(wrong):
    with pytest.raises(ImproperlyConfigured):
        in_a_bucket(**{**BUCKET, **wrong})
