"""Files that nobody needs go after a day; rows that lost their file are reported; young and needed files stay."""

import os
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from caseapp.core import queue
from caseapp.core.actors import VISITOR
from caseapp.evidence import gateways, services, tasks
from tests.factories.evidence import add, arrive, files_on_disk, picture, stored_path

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    settings.STORAGES = {
        **settings.STORAGES,
        "evidence": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": settings.EVIDENCE_ROOT},
        },
    }


def grow_old(path, hours: float) -> None:
    then = (timezone.now() - timedelta(hours=hours)).timestamp()
    os.utime(path, (then, then))


def orphan(name: str = "originals/ab/vault/item"):
    gateways.store().save(name, ContentFile(b"sealed"))
    return gateways.arrivals().parent / name


def test_an_old_file_without_a_row_goes_and_all_others_stay():
    item = add()
    grow_old(stored_path(item), 100)
    old, young = orphan(), orphan("originals/00/vault/young")
    grow_old(old, 25)
    grow_old(young, 23)
    assert services.remove_orphan_files() == services.upkeep.Tidied(removed=1, missing=[])
    assert files_on_disk() == {stored_path(item), young}
    assert services.remove_orphan_files().removed == 0


def test_arrivals_that_never_finished_go_after_a_day():
    arriving = arrive(services.open_vault(actor=VISITOR), picture())
    (path,) = files_on_disk()
    assert services.remove_orphan_files().removed == 0
    grow_old(path, 25)
    assert services.remove_orphan_files().removed == 1
    arriving.close()
    assert files_on_disk() == set()


def test_items_that_lost_their_file_are_reported():
    kept, lost = add(), add()
    stored_path(lost).unlink()
    assert services.remove_orphan_files().missing == [str(lost.pk)]
    assert stored_path(kept).exists()


def test_the_task_of_the_schedule_does_it(settings):
    scheduled = settings.CELERY_BEAT_SCHEDULE["remove-orphan-files"]
    assert scheduled["task"] == tasks.remove_orphan_files.name
    old = orphan()
    grow_old(old, 25)
    tasks.remove_orphan_files()
    assert not old.exists()


def test_deleting_a_file_waits_until_its_row_is_gone():
    item = add()
    tasks.delete_file.work(storage_name=item.storage_name)
    assert stored_path(item).exists()
    path = stored_path(item)
    services.remove_item(actor=VISITOR, item=item)
    assert queue.run_pending() == 1
    assert not path.exists()
    tasks.delete_file.work(storage_name=item.storage_name)
