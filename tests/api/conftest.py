"""One database is made for all tests of the API; each works on a copy of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.programs import ApiOffice, api_office, furnish


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return furnish(tmp_path_factory.mktemp("api"))


@pytest.fixture
def office(furnished: Path, tmp_path: Path) -> Iterator[ApiOffice]:
    with api_office(tmp_path, furnished) as opened:
        yield opened
