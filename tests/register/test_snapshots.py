"""The daily copy: a stranger checks it with two common commands, and finds one changed byte."""

import base64
import datetime as dt
import hashlib
import io
import json
import shutil
import subprocess
import zipfile

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.utils import timezone

from caseapp.register import gateways, services
from caseapp.register.models import Snapshot
from tests.factories.enforcement import fine, order

pytestmark = pytest.mark.django_db


@pytest.fixture
def key(settings):
    settings.REGISTER_SIGNING_KEY = base64.b64encode(b"s" * 32).decode()
    return gateways.signing_key()


def unpacked(tmp_path):
    with zipfile.ZipFile(io.BytesIO(b"".join(services.open_snapshot(day=Snapshot.objects.get().day).frames))) as file:
        file.extractall(tmp_path)
        return set(file.namelist())


def checked(folder, key_file):
    openssl = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", key_file, "-rawin"]
    signed = subprocess.run(
        [*openssl, "-in", "SHA256SUMS", "-sigfile", "SHA256SUMS.sig"], cwd=folder, capture_output=True, check=False
    )
    sums = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=folder, capture_output=True, check=False)
    return signed.returncode == 0, sums.returncode == 0


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl here")
def test_a_stranger_checks_it_with_openssl_and_sha256sum(key, tmp_path):
    one = fine(published_at=timezone.now(), summary="Fined.", paid="400", state="part_paid")
    order(published_at=timezone.now(), summary="Stop.")
    made = services.make_snapshot()
    names = unpacked(tmp_path)
    assert names == {
        *("decisions.csv", "decisions.json", "orders.csv", "orders.json", "fines.csv", "fines.json", "statistics.csv"),
        *("datapackage.json", "README.txt", "SHA256SUMS", "SHA256SUMS.sig", "key.pem"),
    }
    published = tmp_path / "published.pem"
    published.write_bytes(Client().get("/register/data/key.pem").content)
    assert checked(tmp_path, str(published)) == (True, True)
    told = json.loads((tmp_path / "fines.json").read_text())
    assert (told[0]["reference"], told[0]["state"]) == (one.reference, "part_paid")
    assert {"Fine imposed", "Paid", "Published in this register"} <= {event["what"] for event in told[0]["history"]}
    sheet = tmp_path / "fines.csv"
    sheet.write_bytes(sheet.read_bytes().replace(b"400", b"900"))
    assert checked(tmp_path, str(published)) == (True, False)
    listing = tmp_path / "SHA256SUMS"
    listing.write_text(listing.read_text().replace("a", "b", 1))
    assert checked(tmp_path, str(published))[0] is False
    assert made.key_id == gateways.key_id(key)


def test_the_description_names_every_file_and_column(key, tmp_path):
    fine(published_at=timezone.now())
    services.make_snapshot()
    unpacked(tmp_path)
    package = json.loads((tmp_path / "datapackage.json").read_text())
    assert package["$schema"].startswith("https://datapackage.org/")
    assert all(resource["name"] == resource["name"].lower() for resource in package["resources"])
    for resource in package["resources"]:
        content = (tmp_path / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert resource["bytes"] == len(content)
        if resource["format"] == "csv":
            head = content.decode("utf-8-sig").splitlines()[0].split(",")
            assert [field["name"] for field in resource["schema"]["fields"]] == head
            assert all(field["description"] for field in resource["schema"]["fields"])


def test_a_day_has_one_copy_and_says_when_nobody_signed_it():
    first = services.make_snapshot()
    assert services.make_snapshot().pk == first.pk
    assert first.key_id == ""
    page = Client().get("/register/data/").content.decode()
    assert "nobody signed them" in page
    assert Client().get("/register/data/key.pem").status_code == 404
    address = f"/register/data/{first.day}.zip"
    assert address in page
    whole = b"".join(Client().get(address).streaming_content)
    assert hashlib.sha256(whole).hexdigest() == first.sha256
    part = Client().get(address, headers={"Range": "bytes=10-"})
    assert (part.status_code, b"".join(part.streaming_content)) == (206, whole[10:])
    assert Client().get("/register/data/2001-01-01.zip").status_code == 404
    assert Client().get("/register/data/never.zip").status_code == 404
    assert Client().get("/api/v1/register/copies/").json()["results"][0]["sha256"] == first.sha256


def test_old_copies_go_but_for_the_first_of_each_month():
    today = dt.date(2026, 11, 27)
    for day in (dt.date(2026, 3, 1), dt.date(2026, 3, 2), dt.date(2026, 11, 1), dt.date(2026, 11, 2)):
        services.make_snapshot(day=day)
    assert services.prune_snapshots(today) == 1
    assert [f"{one.day}" for one in Snapshot.objects.all()] == ["2026-11-02", "2026-11-01", "2026-03-01"]


def test_a_key_that_is_none_is_refused(settings):
    settings.REGISTER_SIGNING_KEY = "not a key"
    with pytest.raises(ImproperlyConfigured):
        gateways.signing_key()
