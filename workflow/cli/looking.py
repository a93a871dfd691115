"""A look at a case from the command line goes through the door, and leaves a row there.

Who is named with `--by` sees what they see in the pages. Nobody named: it is whoever works on this
machine, who has the file, and is written by their account.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from workflow.app import App
from workflow.engine.completing import known_person
from workflow.engine.door import Door
from workflow.store.reading import Reading
from workflow.store.stored import Person

Seen = TypeVar("Seen")


def look(
    app: App,
    ref: str,
    what: str,
    now: datetime,
    show: Callable[[Reading], Seen],
    *,
    by: str = "",
    reason: str = "",
) -> Seen:
    """What `show` makes of the case; that somebody looked is kept.

    With a reason the glass is broken first. Raises Refused: `unknown_person`, `unknown_case`,
    `not_yours`, `reason_missing`.
    """
    door = Door(store=app.store, catalogue=app.catalogue)
    if not by:
        return door.oversee(account(), ref, what, now, show)
    person = _person(app, by)
    if reason:
        door.break_glass(person, ref, reason, now)
    return door.look(person, ref, what, now, show)


def reader(app: App, by: str) -> Person | None:
    """Who is named; None where nobody is. Raises Refused `unknown_person`."""
    return _person(app, by) if by else None


def account() -> str:
    """The account on this machine that runs the program: by the system, not by the environment."""
    try:
        import pwd
    except ImportError:  # Windows
        return os.getlogin()
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # a container's user without a name
        return str(os.getuid())


def _person(app: App, name: str) -> Person:
    with app.store.reading() as reading:
        return known_person(reading, name)
