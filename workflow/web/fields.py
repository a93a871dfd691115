"""What people typed into a form, as the values that a command takes; and back into the form.

A day is typed as three numbers. What cannot be one is handed on as it was typed, so that the engine
refuses it in the words that it has for everybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from starlette.datastructures import FormData

from workflow.case.model import Refused
from workflow.case.record import moment
from workflow.clock import LONDON, at_time, london_day
from workflow.definition.model import FactKind
from workflow.engine.form import Field

BLANK_ROWS = 3
"""Empty rows that a table offers beyond those that are filled."""

MOST_ROWS = 60


def typed(form: FormData, fields: Sequence[Field], within: str = "") -> dict[str, Any]:
    """The answers by name, without those that were left empty."""
    answers = ((field.name, _answer(form, field, within + field.name)) for field in fields)
    return {name: value for name, value in answers if value not in (None, "", [], {})}


def a_day(form: FormData, name: str) -> str:
    """A day out of its three parts as ISO text; as typed where it is none, empty where empty."""
    day, month, year = (a_text(form, f"{name}-{part}") for part in ("day", "month", "year"))
    if not (day or month or year):
        return ""
    if all(part.isdecimal() and len(part) <= 4 for part in (day, month, year)):
        return f"{int(year):04}-{int(month):02}-{int(day):02}"
    return f"{year}-{month}-{day}"


def typed_day(text: str) -> date | None:
    """The day that `a_day` made; None where nothing was typed. Raises Refused `wrong_day`."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        sentence = (
            "the day on which it happened is no day there is: give it as 2, 3 and 2026, the year in"
            " four digits"
        )
        raise Refused("wrong_day", sentence) from None


def filled_rows(form: FormData, field: Field) -> int:
    """How many rows of a table to show: those that are filled and some more."""
    filled = [row for row in range(MOST_ROWS) if typed(form, field.columns, f"{field.name}-{row}-")]
    return min(MOST_ROWS, max(filled, default=-1) + 1 + BLANK_ROWS)


def begun(fields: Sequence[Field], known: Mapping[str, Any]) -> FormData:
    """A form that holds the rows which are known already."""
    return FormData(
        [
            part
            for field in fields
            if field.columns and field.name in known
            for row, cells in _numbered(known[field.name])
            for part in _cells(field.columns, cells, f"{field.name}-{row}-")
        ]
    )


def filled(fields: Sequence[Field], facts: Mapping[str, Any]) -> FormData:
    """A form that holds the answers by which these facts were recorded."""
    single = [field for field in fields if not field.columns]
    return FormData([*_cells(single, facts, ""), *begun(fields, facts).multi_items()])


def _numbered(rows: Any) -> Iterable[tuple[Any, Mapping[str, Any]]]:
    return rows.items() if isinstance(rows, Mapping) else enumerate(rows)


def _cells(
    columns: Sequence[Field], cells: Mapping[str, Any], within: str
) -> Iterator[tuple[str, str]]:
    for column in columns:
        value, key = cells.get(column.name), within + column.name
        if isinstance(value, bool):
            yield key, "yes" if value else "no"
        elif value is not None and column.kind in (FactKind.DATE, FactKind.DATETIME):
            yield from day_parts(key, moment(str(value)))
        elif isinstance(value, list):
            texts = [str(each) for each in value]
            yield from ((key, text) for text in (texts if column.codes else ["\n".join(texts)]))
        elif value is not None:
            yield key, str(value)


def day_parts(key: str, when: date | datetime) -> Iterator[tuple[str, str]]:
    """The inputs in which that day, or instant, stands."""
    day = london_day(when)
    for part, number in (("day", day.day), ("month", day.month), ("year", day.year)):
        yield f"{key}-{part}", str(number)
    if isinstance(when, datetime):
        yield f"{key}-time", f"{when.astimezone(LONDON):%H:%M}"


def _answer(form: FormData, field: Field, key: str) -> Any:
    if field.kind is FactKind.ROWS:
        return _rows(form, field, key)
    if field.kind is FactKind.DATE:
        return a_day(form, key)
    if field.kind is FactKind.DATETIME:
        return _instant(a_day(form, key), a_text(form, f"{key}-time"))
    if field.others:
        return _listed(form, key)
    if field.many and field.codes:
        return [str(value) for value in form.getlist(key)]
    if field.many:
        return [line.strip() for line in a_text(form, key).splitlines() if line.strip()]
    return a_text(form, key)


def _rows(form: FormData, field: Field, key: str) -> Any:
    if field.rows:
        return {ref: typed(form, field.columns, f"{key}-{ref}-") for ref in field.rows}
    return [row for _, row in _filled_rows(form, field, key)]


def row_numbers(form: FormData, fields: Iterable[Field]) -> dict[str, list[int]]:
    """By table, the numbers (from 1) on the page of those rows that are filled."""
    tables = (each for each in fields if each.kind is FactKind.ROWS and not each.rows)
    return {t.name: [number for number, _ in _filled_rows(form, t, t.name)] for t in tables}


def _filled_rows(form: FormData, field: Field, key: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for row in range(MOST_ROWS):
        found = typed(form, field.columns, f"{key}-{row}-")
        if set(found) - {"kind"}:
            yield row + 1, found


def _listed(form: FormData, key: str) -> list[str]:
    """What was ticked, and what was typed below it: one on each line, or with commas between."""
    lines = (line for text in form.getlist(key) for line in str(text).splitlines())
    found = (part.strip() for line in lines for part in line.split(","))
    return list(dict.fromkeys(filter(None, found)))


def _instant(day: str, clock: str) -> str:
    """That time of day in England, with its zone; as typed where it is none."""
    if not day and not clock:
        return ""
    try:
        moment = at_time(datetime.fromisoformat(day).date(), _time(clock))
    except ValueError:
        return f"{day} {clock}".strip()
    return moment.isoformat()


def _time(clock: str) -> time:
    """A time as people type it: 14:30, 2.30pm, 9 am. Raises ValueError."""
    found = re.fullmatch(r"(\d{1,2})(?:[:.](\d{2}))?\s*([ap])?\.?m?\.?", clock.lower())
    if not found or not (found[2] or found[3]):
        raise ValueError(clock)
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half and not 1 <= hour <= 12:
        raise ValueError(clock)
    return time(hour % 12 + (12 if half == "p" else 0) if half else hour, minute)


def a_text(form: FormData, key: str) -> str:
    """A single text, without spaces around it."""
    return str(form.get(key, "")).strip()


def a_number(form: FormData, key: str) -> int:
    """A number that one of our pages has put there, such as a revision; -1 where it is none."""
    text = str(form.get(key, ""))
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def kept(form: FormData) -> Mapping[str, list[str]]:
    """All that was typed, by the names of the inputs, to be put into the next page."""
    own = {"csrf", "seal", "go", "revision", "command_id", "late"}
    return {key: [str(v) for v in form.getlist(key)] for key in form if key not in own}
