"""What colleagues are called whom histories have by short names: pages say it."""

from __future__ import annotations

from collections.abc import Callable

from workflow.store.reading import Reading

NameOf = Callable[[str], str]
"""What somebody is called whom histories name otherwise; `str` where they stay as they are."""


def colleagues(reading: Reading) -> NameOf:
    """Who is not known keeps the short name. Nobody is looked up before somebody is mentioned."""
    return lambda who: reading.names_of_all().get(who) or who
