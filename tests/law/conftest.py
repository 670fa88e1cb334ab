"""The law as loaded, for the tests of this app."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from caseapp.core.actors import SYSTEM
from caseapp.law.services import load_law
from caseapp.law.services.files import DATA

Change = Callable[[str, Callable[[Any], None]], None]


@pytest.fixture(scope="class")
def loaded_law(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """All data files in the database for the tests of one class, each of which is rolled back to here."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_law(actor=SYSTEM)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the data files that a test may spoil."""
    shutil.copytree(DATA, tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def change(folder: Path) -> Change:
    """Rewrites one file of the copy."""

    def rewrite(name: str, edit: Callable[[Any], None]) -> None:
        path = folder / name
        content = json.loads(path.read_text(encoding="utf-8"))
        edit(content)
        path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")

    return rewrite
