"""The application that a command works with, from the settings of this installation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from workflow.app import App, compose
from workflow.clock import Clock
from workflow.settings import Settings


@contextmanager
def installed(clock: Clock) -> Iterator[App]:
    """The application; its database is closed when the block ends. Raises SettingsWrong."""
    app = compose(Settings.read(), clock)
    try:
        yield app
    finally:
        app.store.close()
