from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from browser.windows import chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser without a screen, for all tests of a file."""
    with chromium() as found:
        yield found
