"""Facts typed at the edge: text from a form or command line, or JSON values, become typed facts.

Past this point a date is a date. What cannot be read is refused with a sentence that says how to
write it; the value itself, which may be personal, is not repeated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any, NoReturn

from workflow.case.handed_in import KEPT
from workflow.case.lengths import check_length
from workflow.case.model import Refused
from workflow.case.told_together import raise_all
from workflow.definition.model import Fact, FactKind, Workflow

YES_NO = {"yes": True, "true": True, "no": False, "false": False}

FIRST_YEAR, LAST_YEAR = 1900, 2200
"""A year before or after them is one of two digits, or a slip: no case reaches so far."""

NO_SUCH_DAY = "must be a date that exists, such as 2026-03-02"
NO_SUCH_MOMENT = "must be a date and time with its zone, such as 2026-03-02T14:00:00+00:00"
"""What is said to a program, and on the command line; a page has words of its own for them."""

MUST_BE_ONE = "must be one of"
"""So begins what is said of an answer that is none of the codes; pages tell these by titles."""


def nearest(word: str, known: Iterable[str]) -> str:
    """`; did you mean `x`?` or nothing."""
    near = get_close_matches(word, list(known), n=1)
    return f"; did you mean `{near[0]}`?" if near else ""


def is_a_year(year: int) -> bool:
    """Whether a case can have a day in that year."""
    return FIRST_YEAR <= year <= LAST_YEAR


def read_facts(
    workflow: Workflow, raw: Mapping[str, Any], allowed: Iterable[str], *, limited: bool = True
) -> dict[str, Any]:
    """Typed facts. Raises Refused (`unknown_fact`, `wrong_fact`), naming every such fact.

    A link name stands for a list of references. A value of None unsets a fact. What was recorded
    before is read without a limit on its length.
    """
    known, read = dict.fromkeys(allowed), {}
    wrong: list[Refused] = []
    for name, value in raw.items():
        try:
            if limited and name in workflow.facts:
                check_length(workflow.facts[name], value)
            read[name] = _read(workflow, name, value) if name in known else _unknown(name, known)
        except Refused as refused:
            wrong.append(refused)
    raise_all(wrong)
    return read


def _unknown(name: str, known: Iterable[str]) -> NoReturn:
    hint = nearest(name, known) or f"; it takes: {', '.join(known) or 'no facts'}"
    raise Refused("unknown_fact", f"this event does not take the fact `{name}`{hint}")


def _read(workflow: Workflow, name: str, value: Any) -> Any:
    if name in workflow.links:
        return [str(ref) for ref in _listed(value)]
    fact = workflow.facts[name]
    if value is None or value == "":
        return None
    if fact.many:
        return [read_value(fact, item) for item in _listed(value)]
    return read_value(fact, value)


def _listed(value: Any) -> list[Any]:
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return list(value) if isinstance(value, list | tuple) else [value]


def read_value(fact: Fact, value: Any) -> Any:
    """One value of a fact, typed. Raises Refused `wrong_fact`."""
    match fact.kind:
        case FactKind.DATE:
            return _date(fact, value)
        case FactKind.DATETIME:
            return _datetime(fact, value)
        case FactKind.YES_NO:
            return _yes_no(fact, value)
        case FactKind.NUMBER:
            return _number(fact, value)
        case FactKind.CHOICE:
            return _choice(fact, value)
        case FactKind.ROWS:
            return _rows(fact, value)
        case FactKind.DOCUMENT:
            return _document(fact, value)
    if isinstance(value, Mapping | list | bool):
        raise wrong(fact, "must be a single text")
    return str(value)


def wrong(fact: Fact, sentence: str) -> Refused:
    """The refusal of a fact's value; says how to write it and does not repeat it."""
    return Refused("wrong_fact", f"`{fact.name}` ({fact.label}) {sentence}")


def _date(fact: Fact, value: Any) -> date:
    try:
        found = date.fromisoformat(str(value))
    except ValueError:
        found = None
    # Python reads 2026-W10-1 too.
    if found is None or not is_a_year(found.year) or found.isoformat() != str(value):
        raise wrong(fact, NO_SUCH_DAY)
    return found


def _datetime(fact: Fact, value: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or not is_a_year(moment.year):
        raise wrong(fact, NO_SUCH_MOMENT)
    return moment


def _yes_no(fact: Fact, value: Any) -> bool:
    found = value if isinstance(value, bool) else YES_NO.get(str(value).lower())
    if found is None:
        raise wrong(fact, "must be yes or no")
    return found


def _number(fact: Fact, value: Any) -> int | float:
    try:
        number = float("x" if isinstance(value, bool) else value)
    except (TypeError, ValueError, OverflowError):
        raise wrong(fact, "must be a number") from None
    if number != number or number in (float("inf"), float("-inf")):
        raise wrong(fact, "must be a number")
    return int(number) if number.is_integer() else number


def _choice(fact: Fact, value: Any) -> str:
    if isinstance(value, str) and value in fact.codes:
        return value
    hint = nearest(str(value), fact.codes)
    raise wrong(fact, f"{MUST_BE_ONE} {', '.join(fact.codes)}{hint}")


def _document(fact: Fact, value: Any) -> Any:
    """Which document it is: what is kept of it, or the id alone."""
    if isinstance(value, str):
        return {"id": value}
    if isinstance(value, Mapping) and "id" in value and set(value) <= set(KEPT):
        return dict(value)
    raise wrong(fact, "must name a document by its id")


def _rows(fact: Fact, value: Any) -> Any:
    if fact.by_link and not isinstance(value, Mapping):
        raise wrong(fact, 'must hold one row for each case: {"CP-1": {...}, "CP-2": {...}}')
    rows = list(value.values()) if fact.by_link else value
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise wrong(fact, "must be rows: a list of JSON objects, or one object for each case")
    for column in {column for row in rows for column in row} if fact.columns else ():
        if column not in fact.columns:
            hint = nearest(column, fact.columns) or f"; its columns: {', '.join(fact.columns)}"
            raise wrong(fact, f"has no column `{column}`{hint}")
    return value
