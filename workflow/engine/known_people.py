"""Whom cases know already, as rows of people for a form: to whom they write, who works on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from workflow.case.audience import CASE_COLUMN
from workflow.case.independence import holder
from workflow.case.kept_back import kept_back
from workflow.case.naming import named_as
from workflow.case.reading import Reading
from workflow.definition.beginning import Beginning
from workflow.definition.model import Fact
from workflow.engine.newest_address import COLUMNS

Row = Mapping[str, Any]


def people_of(fact: Fact, begins: Beginning, near: Sequence[Reading]) -> list[Row]:
    """A row for each of them, in the order of the definition, nobody twice and nobody who is kept
    back. Of several cases whoever only one of them knows belongs to that one.
    """
    rows: dict[tuple[str, object], Row] = {}
    known_in: dict[tuple[str, object], list[str]] = {}
    if not near:
        return []
    back = kept_back(near[0], near[1:])
    for reading in near:
        for row in (*_written_to(begins, reading), *_with_roles(begins, reading)):
            name = named_as(row.get("name") or row.get("person"))
            if name and not back.names(frozenset({name})):
                rows.setdefault((str(row["kind"]), name), row)
                known_in.setdefault((str(row["kind"]), name), []).append(reading.case.ref)
    alone = {who: {CASE_COLUMN: refs[0]} for who, refs in known_in.items() if len(refs) == 1}
    of_one = alone if len(near) > 1 else {}
    found = ({**row, **of_one.get(who, {})} for who, row in rows.items())
    ordered = sorted(found, key=lambda row: _place(begins, str(row["kind"])))
    return [{name: row[name] for name in row if name in fact.columns} for row in ordered]


def _written_to(begins: Beginning, reading: Reading) -> Iterator[Row]:
    columns = {"name": "name", **COLUMNS}
    for address, kind in begins.addresses.items():
        facts = reading.workflow.addresses.get(address, {})
        told = {columns[key]: reading(name) for key, name in facts.items() if key in columns}
        yield {"kind": kind, **{k: value for k, value in told.items() if value is not None}}


def _with_roles(begins: Beginning, reading: Reading) -> Iterator[Row]:
    for role in begins.roles:
        yield {"kind": role, "person": holder(reading.workflow, reading.case, role)}


def _place(begins: Beginning, kind: str) -> int:
    return [*dict.fromkeys(begins.addresses.values()), *begins.roles].index(kind)
