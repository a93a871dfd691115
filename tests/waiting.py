"""Waiting for what another thread or process brings about."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest


def wait_until(is_so: Callable[[], bool], *, seconds: float = 120) -> None:
    """Wait until it is so; fail when it is not after that time."""
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            pytest.fail("it never came to that")
        time.sleep(0.05)
