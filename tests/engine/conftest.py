from __future__ import annotations

from collections.abc import Iterator

import pytest

from databases import Databases
from engine.building import Desk, staffed
from engine.letter_desks import desk_of as desk_of
from workflow.store.database import Store


@pytest.fixture
def desk(databases: Databases) -> Iterator[Desk]:
    """A desk over a database of its own, with the process published and three people."""
    store = Store(databases.fresh(staffed), "841")
    yield Desk(store)
    store.close()
