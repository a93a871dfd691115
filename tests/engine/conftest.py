from __future__ import annotations

from collections.abc import Iterator

import pytest

from databases import Databases
from engine.building import Desk, staffed
from engine.letter_desks import desk_of as desk_of
from store.building import opened


@pytest.fixture
def desk(databases: Databases) -> Iterator[Desk]:
    """A desk over a database of its own, with the process published and three people."""
    with opened(databases.fresh(staffed)) as store:
        yield Desk(store)
