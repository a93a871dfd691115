"""Makes desks that send letters. A folder that wants them imports the fixture."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

import pytest

from databases import Databases
from engine.sending import LetterDesk, a_letter_desk
from workflow.engine.letterhead import Letterhead

PLAIN = Letterhead()


class DeskOf(Protocol):
    """Makes a desk for what the invitation says of itself, and the files of its words."""

    def __call__(
        self, notice: str, words: Mapping[str, str] = ..., letterhead: Letterhead = ..., /
    ) -> LetterDesk: ...


@pytest.fixture
def desk_of(tmp_path: Path, databases: Databases) -> Iterator[DeskOf]:
    """Desks over new databases."""
    with ExitStack() as stack:

        def make(
            notice: str,
            words: Mapping[str, str] | None = None,
            letterhead: Letterhead = PLAIN,
            /,
        ) -> LetterDesk:
            made = a_letter_desk(tmp_path, databases.fresh(), notice, letterhead, words or {})
            return stack.enter_context(made)

        yield make
