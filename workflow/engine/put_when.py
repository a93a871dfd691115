"""When a question of a form is put: what the case knows is settled here, the rest on the page.

A condition that no answer of the form can make true takes its question out of the form; one that
holds whatever is answered leaves it as it is. Of every other the page says in words what it is,
and a script of ours hides the question while it does not hold.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from workflow.case.model import Case
from workflow.case.reading import Reading
from workflow.definition.guard_words import guard_words
from workflow.definition.model import Fact
from workflow.definition.release import Release
from workflow.definition.step import Step
from workflow.engine.condition_on_page import NoTest, page_test
from workflow.engine.form import Field, Test
from workflow.engine.settled import Ground, as_guard
from workflow.engine.told_rows import told_facts


@dataclass(frozen=True, kw_only=True)
class _Put:
    """What a condition comes to: in words, and as a test for the script where it has one."""

    words: str = ""
    test: Test | None = None


_ALWAYS = _Put()
_NEVER = _Put(test=["is", False])


def with_conditions(
    fields: Iterable[Field],
    today: Reading,
    steps: Sequence[Step],
    linked: Mapping[str, tuple[Release, Case]],
    *,
    settles: bool,
) -> Iterator[Field]:
    """The questions of these steps that are put, or may be, each with its condition.

    `settles`: what the case knows `today` counts, and what `linked` cases know.
    """
    own = _ground(today, steps, today if settles else None)
    for each in fields:
        fact = own.fact(each.name)
        if fact is not None and each.columns:
            rows = _of_rows(fact, own, today, linked, settles=settles)
            left = (found for column in each.columns for found in _under(column, rows))
            yield replace(each, columns=tuple(left))
        else:
            yield from _under(each, {"": own})


def _ground(
    reading: Reading, steps: Sequence[Step], read: Reading | None, shown: Iterable[str] = ()
) -> Ground:
    """`shown`: what the page asks for, where that is not all that the steps take."""
    told = frozenset(name for step in steps for name in step.facts)
    needed = frozenset(name for step in steps for name in step.asks)
    columns = frozenset(shown)
    return Ground(
        workflow=reading.workflow,
        told=told | columns,
        shown=columns or told,
        needed=needed,
        read=read,
    )


def _of_rows(
    fact: Fact,
    own: Ground,
    today: Reading,
    linked: Mapping[str, tuple[Release, Case]],
    *,
    settles: bool,
) -> dict[str, Ground]:
    """By row of a table on what the conditions of its columns are settled: where each row is told
    to a case, on what that case knows.
    """
    if fact.by_link:
        told = told_facts(own.workflow, fact, linked, today.own.get("occurred_on"))
        grounds = {
            reading.case.ref: _ground(reading, steps, reading if settles else None, fact.columns)
            for reading, steps in told.steps
            if steps
        }
        if grounds:
            return grounds
    beside = frozenset(fact.columns)
    return {"": replace(own, told=own.told | beside, shown=own.shown | beside, needed=frozenset())}


def _under(asked: Field, rows: Mapping[str, Ground]) -> Iterator[Field]:
    """The question with its conditions, by row; none where it is put in no row."""
    puts = {row: _put(asked.name, ground) for row, ground in rows.items()}
    if all(put is _NEVER for put in puts.values()):
        return
    words = next((put.words for put in puts.values() if put.words), "")
    facts = (ground.fact(asked.name) for ground in rows.values())
    whenever = any(fact and fact.asked_when == fact.required_when is not None for fact in facts)
    yield replace(
        asked,
        put_if=words,
        tests={row: put.test for row, put in puts.items() if put.test is not None},
        only_if=words if whenever else asked.only_if,
        needed=asked.needed or (whenever and all(put is _ALWAYS for put in puts.values())),
    )


def _put(name: str, ground: Ground) -> _Put:
    fact = ground.fact(name)
    if fact is None or fact.asked_when is None or name in ground.needed:
        return _ALWAYS
    left = ground.left_of(fact.asked_when.tree)
    if isinstance(left, ast.Constant):
        return _ALWAYS if left.value else _NEVER
    words = guard_words(ground.workflow, as_guard(left), ground.told)
    try:
        return _Put(words=words, test=page_test(left, ground))
    except NoTest:
        return _Put(words=words)
