from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.building import opened
from workflow.store.database import Store


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a new database, to be copied: faster than to make each one."""
    folder = tmp_path_factory.mktemp("made_once")
    with opened(folder) as store:
        store.create_or_upgrade()
    return folder


@pytest.fixture
def store(made_once: Path, tmp_path: Path) -> Iterator[Store]:
    """A new database in `tmp_path`, of authority 841."""
    shutil.copy(made_once / "caseward.db", tmp_path)
    with opened(tmp_path) as copied:
        yield copied
