"""Facts that collect what several events told: of each key the latest telling counts.

The law is that of every fact (see telling): by occurrence, and of equal days by row. When each key
was told last is kept with the other times of telling, as `views["school"]`, so that a view of
3 March typed in after one of 10 March changes nothing, whatever the list holds by then. A fact that
is the latest date in such rows is worked out again whenever they change.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from workflow.case.model import Event, Told
from workflow.case.plan import plan_of
from workflow.case.record import moment, plain
from workflow.case.telling import Kept, is_later, told_by
from workflow.deadlines.span import end_of
from workflow.definition.comparison import spelt
from workflow.definition.fact import Fact, FactKind


def gather_all(kept: Kept, event: Event, own: Mapping[str, Any]) -> None:
    """Take the event into every fact that gathers it. `own` is what its guards read first."""
    for fact in plan_of(kept.workflow).gathered.get(event.name, ()):
        key = [plain(own.get(name)) for name in fact.key]
        if any(part not in (None, "") for part in key):
            _gather(kept, fact, key, own, told_by(event))


def _gather(kept: Kept, fact: Fact, key: list[Any], own: Mapping[str, Any], when: Told) -> None:
    mark = fact.name + json.dumps(_spelt(key), ensure_ascii=False)
    old = kept.told.get(mark)
    if old is not None and not is_later(when, old):
        return
    kept.told[mark] = when
    members = list(kept.facts.get(fact.name, ()))
    place = next((n for n, each in enumerate(members) if _key(fact, each) == _spelt(key)), None)
    place = len(members) if place is None else place
    members[place : place + 1] = _member(fact, key, own)
    _keep(kept, fact, members or None)
    for picked in plan_of(kept.workflow).picked.get(fact.name, ()):
        _keep(kept, picked, _latest(picked, members))
        kept.told[picked.name] = when


def _keep(kept: Kept, fact: Fact, value: Any) -> None:
    if value is None:
        kept.facts.pop(fact.name, None)
    else:
        kept.facts[fact.name] = value


def _latest(fact: Fact, rows: Iterable[Mapping[str, Any]]) -> date | datetime | None:
    _, column = fact.latest_in
    return max((moment(row[column]) for row in rows if row.get(column)), key=end_of, default=None)


def _member(fact: Fact, key: list[Any], own: Mapping[str, Any]) -> list[Any]:
    """What stands for the key from now on: a row or a name, or nothing where it is taken out."""
    tidy = [part.strip() if isinstance(part, str) else part for part in key]
    if fact.where is not None and not fact.where.holds(own.get):
        return []
    if fact.kind is FactKind.ROWS:
        told = {name: plain(own.get(name)) for name in fact.columns}
        row = {**told, **dict(zip(fact.key, tidy, strict=True))}
        return [{name: value for name, value in row.items() if value is not None}]
    return tidy


def _key(fact: Fact, member: Any) -> list[Any]:
    key = [member.get(name) for name in fact.key] if isinstance(member, Mapping) else [member]
    return _spelt(key)


def _spelt(key: list[Any]) -> list[Any]:
    return [spelt(part) for part in key]
