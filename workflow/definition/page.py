"""What a definition puts on the pages of a case: the lines of its head, and sheets to print."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.definition.guard import Guard
from workflow.definition.problem import Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A line in the head of a case's page.

    It says at least one of these: a fact, or whether a condition holds (`show`; with `of` a fact of
    the last linked case that knows it); when a task is due; which cases of a link are open (`open`;
    with `of` those that the linked cases have by it).

    A fact stands there once it is known; with `when`, as long as that holds, known or not, and so
    with `place`, the states in which the case has to be. With `none_since` the line says since when
    there is none. `days_since` counts the days from a date, `told_by` names who recorded the fact
    last. `danger`: it has to be seen before all others. `names_case`: it says whom the case is
    about, and stands beside its reference too in lists of work and of what was found, and where a
    form of another case asks about it, for those who may see it.
    """

    show: Guard | None = None
    of: str | None = None
    task: str | None = None
    open: str | None = None
    label: str
    when: Guard | None = None
    place: tuple[str, ...] = ()
    days_since: str | None = None
    none_since: str | None = None
    told_by: bool = False
    danger: bool = False
    names_case: bool = False
    position: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPart:
    """Facts under one title, rows as a table, and when tasks are due.

    Several facts of rows that are kept by the same key stand in one table, side by side.
    """

    title: str
    shows: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    position: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What belongs together of a case, on one page to print; there while `when` holds."""

    name: str
    title: str
    when: Guard | None = None
    parts: tuple[SheetPart, ...] = ()
    position: Position
