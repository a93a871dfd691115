from __future__ import annotations

from collections.abc import Iterator

import pytest

from databases import Databases
from store.building import opened
from workflow.store.database import Store


@pytest.fixture
def store(databases: Databases) -> Iterator[Store]:
    """A new database of authority 841, on SQLite and on PostgreSQL."""
    with opened(databases.fresh()) as store:
        yield store
