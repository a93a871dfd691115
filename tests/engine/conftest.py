from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.building import Desk, staffed
from real_process import fresh


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk over a database of its own, with the process published and three people."""
    with fresh(tmp_path, staffed()) as store:
        yield Desk(store)
