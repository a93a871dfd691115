"""Answers as people read them back before they are recorded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workflow.case.record import moment
from workflow.deadlines.naming import moment_name
from workflow.definition.model import FactKind
from workflow.engine.colleagues import NameOf
from workflow.engine.form import Field


def told(asked_for: Field, value: Any, name_of: NameOf) -> str | list[str]:
    """An answer as the check page shows it: of rows each for itself, colleagues by name."""
    if isinstance(value, Mapping):
        called = asked_for.rows
        return [
            f"{called.get(ref, ref)}: {_row(asked_for, row, name_of)}" for ref, row in value.items()
        ]
    if isinstance(value, list):
        rows = [
            _row(asked_for, v, name_of) if isinstance(v, Mapping) else _one(asked_for, v, name_of)
            for v in value
        ]
        return rows if asked_for.columns else "; ".join(rows)
    return _one(asked_for, value, name_of)


def _row(asked_for: Field, row: Mapping[str, Any], name_of: NameOf) -> str:
    cells = ((each, row[each.name]) for each in asked_for.columns if each.name in row)
    return ", ".join(f"{each.label}: {told(each, value, name_of)}" for each, value in cells)


def _one(asked_for: Field, value: Any, name_of: NameOf) -> str:
    if asked_for.kind in (FactKind.DATE, FactKind.DATETIME):
        return moment_name(moment(value))
    if asked_for.kind is FactKind.YES_NO:
        return str(value).capitalize()
    if asked_for.kind is FactKind.PERSON:
        return name_of(str(value))
    return asked_for.codes.get(str(value), str(value))
