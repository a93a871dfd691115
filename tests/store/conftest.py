from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.building import opened
from workflow.store.database import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A new database, of authority 841."""
    with opened(tmp_path) as made:
        made.create_or_upgrade()
        yield made
