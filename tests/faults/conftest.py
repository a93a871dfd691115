from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from scheduler.building import LADDER, Desk, a_desk


@pytest.fixture
def url(tmp_path: Path) -> str:
    """The address of a database that has not been made yet."""
    return f"sqlite:///{tmp_path / 'caseward.db'}"


@pytest.fixture
def desk_of(tmp_path: Path, url: str) -> Iterator[Callable[[str], Desk]]:
    """Makes a desk for the text of a workflow."""
    with ExitStack() as stack:
        yield lambda text: stack.enter_context(a_desk(tmp_path, url, text))


@pytest.fixture
def desk(desk_of: Callable[[str], Desk]) -> Desk:
    """A desk for the ladder of three rungs."""
    return desk_of(LADDER)
