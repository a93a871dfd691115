"""How long an answer may be: it stands on pages and in letters for good.

What was recorded before there was a limit stays as it is, also where its history is decided again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from workflow.case.model import Refused
from workflow.case.told_together import raise_all
from workflow.definition.model import Fact, FactKind, Workflow

LONGEST_TEXT = 20_000
"""Characters of a text, or of all texts of one answer: a plan of some eight printed pages."""

LONGEST_CELL = 2_000
"""Characters of a name or an address, and of one cell of a table."""

LONGEST_TABLE = 200_000
"""Characters of a table: each row of linked cases may hold long plans."""

MOST_ROWS = 500
"""Rows of a table: nobody fills as many by hand."""

_MOST = {
    FactKind.TEXT: LONGEST_TEXT,
    FactKind.PERSON: LONGEST_CELL,
    FactKind.ADDRESS: LONGEST_CELL,
    FactKind.ROWS: LONGEST_TABLE,
}


def check_lengths(workflow: Workflow, raw: Mapping[str, Any]) -> None:
    """Refuse every answer that is too long. Raises Refused `wrong_fact`."""
    known = ((workflow.facts[name], value) for name, value in raw.items() if name in workflow.facts)
    raise_all([each for fact, value in known for each in _too_long(fact, value)])


def check_length(fact: Fact, value: Any) -> None:
    """Refuse an answer that is too long, or a table with such cells. Raises Refused `wrong_fact`.

    It is not repeated: the sentence says how long it is.
    """
    raise_all([*_too_long(fact, value)])


def _too_long(fact: Fact, value: Any) -> Iterator[Refused]:
    if fact.kind is FactKind.ROWS:
        yield from _too_long_cells(fact, value)
        if isinstance(value, Mapping | list) and len(value) > MOST_ROWS:
            sentence = f"`{fact.name}` ({fact.label}) has {len(value):,} rows"
            yield Refused("wrong_fact", f"{sentence}; at most {MOST_ROWS} are taken")
    most = _MOST.get(fact.kind)
    if most is not None and (length := _length(value)) > most:
        yield Refused("wrong_fact", f"`{fact.name}` ({fact.label}) {_said(length, most)}")


def _too_long_cells(fact: Fact, value: Any) -> Iterator[Refused]:
    """Cells of a row for a linked case are asked like answers of their own, and are as long."""
    most = LONGEST_TEXT if fact.by_link else LONGEST_CELL
    for key, row in _rows(value):
        for column, cell in row.items() if isinstance(row, Mapping) else ():
            if (length := _length(cell)) <= most:
                continue
            name = str(column)[:100]
            if isinstance(value, Mapping):
                yield Refused("wrong_fact", f"`{name}` {_said(length, most)}", case=str(key)[:100])
            else:
                sentence = f"row {key} of `{fact.name}`: `{name}` {_said(length, most)}"
                refused = Refused("wrong_fact", sentence)
                refused.cell = (int(key), name)
                yield refused


def _rows(value: Any) -> Iterable[tuple[Any, Any]]:
    if isinstance(value, Mapping):
        return value.items()
    return enumerate(value, start=1) if isinstance(value, list) else ()


def _said(length: int, most: int) -> str:
    mend = "shorten it, or hand it in as a document"
    return f"is too long: {length:,} characters, and at most {most:,} are taken; {mend}"


def _length(value: Any) -> int:
    """The characters of all texts in it."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, Mapping):
        return sum(len(str(name)) + _length(each) for name, each in value.items())
    return sum(map(_length, value)) if isinstance(value, list | tuple) else 0
