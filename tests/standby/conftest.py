from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from scheduler.building import Desk, a_desk
from standby.pair import Pair
from workflow.store.database import Store


@pytest.fixture
def pair() -> Iterator[Pair]:
    """Two servers of a test's own: it loses one of them."""
    running = Pair()
    yield running
    running.close()


@pytest.fixture
def desk(pair: Pair, tmp_path: Path) -> Iterator[Desk]:
    """A desk over the database of both."""
    store = Store(pair.url, "841")
    store.create_or_upgrade()
    store.close()
    with a_desk(tmp_path, pair.url) as desk:
        yield desk
