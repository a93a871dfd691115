"""What a step asks for, as a form can put it: fields with labels, made of the definition alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from workflow.case.decide import open_steps
from workflow.case.model import Case
from workflow.definition.guard_words import guard_words
from workflow.definition.model import Fact, FactKind, Workflow
from workflow.definition.release import Release
from workflow.definition.step import Step
from workflow.engine.changes import titles_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question. `needed`: it must be answered. `only_if`: when it must, in words.

    `columns` are questions of a table; with `rows`, which are references of linked cases, it has
    one row for each of them, else as many as are filled.
    """

    name: str
    label: str
    kind: FactKind
    hint: str = ""
    needed: bool = False
    only_if: str = ""
    many: bool = False
    codes: Mapping[str, str]
    is_tick: bool = False
    columns: tuple[Field, ...] = ()
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StepForm:
    """A step as it can be taken now. `roles`: who may, by name and title.

    `asks_day`: the day on which it happened is no fact of its own, and is asked for.
    """

    event: str
    title: str
    roles: Mapping[str, str]
    asks_day: bool
    fields: tuple[Field, ...]


def step_form(release: Release, case: Case, event: str) -> StepForm:
    """The form of a step that is open. Raises Refused `unknown_event`, `event_not_open`."""
    workflow, steps = release.workflow(case.workflow), open_steps(release, case, event)
    roles = dict.fromkeys(role for step in steps for role in step.by)
    return StepForm(
        event=event,
        title=titles_of(steps),
        roles={role: workflow.roles[role].title for role in roles},
        asks_day=not any(step.on in step.facts for step in steps if step.on),
        fields=tuple(_fields(release, workflow, case, steps)),
    )


def _fields(
    release: Release, workflow: Workflow, case: Case, steps: Iterable[Step]
) -> Iterator[Field]:
    needed = {name for step in steps for name in step.asks}
    ticks = {tick.fact: tick.say for step in steps for tick in step.checklist}
    for name in dict.fromkeys(name for step in steps for name in step.facts):
        fact = workflow.facts.get(name)
        if name in ticks:
            yield Field(name=name, label=ticks[name], kind=FactKind.YES_NO, codes={}, is_tick=True)
        elif fact is None:  # a link: references of the cases to tie
            label = name.replace("_", " ").capitalize()
            yield Field(
                name=name,
                label=label,
                kind=FactKind.TEXT,
                codes={},
                many=True,
                needed=name in needed,
            )
        elif not (fact.from_fact or fact.worked_out or fact.gathers):
            yield _field(release, workflow, case, fact, needed=name in needed)


def _field(
    release: Release, workflow: Workflow, case: Case, fact: Fact, *, needed: bool = False
) -> Field:
    tied = case.links.get(fact.by_link, {}) if fact.by_link else {}
    open_ones = tuple(ref for ref, is_open in tied.items() if is_open)
    is_rows = fact.kind is FactKind.ROWS
    # A text that names a linked case is chosen among those that there are.
    names_case = bool(fact.by_link) and not is_rows
    guard = fact.required_when
    return Field(
        name=fact.name,
        label=fact.label,
        kind=FactKind.CHOICE if names_case else fact.kind,
        hint=fact.hint,
        needed=needed,
        only_if=guard_words(workflow, guard) if guard is not None and not needed else "",
        many=fact.many,
        codes={ref: ref for ref in open_ones} if names_case else fact.codes,
        columns=tuple(_columns(release, workflow, case, fact)) if is_rows else (),
        rows=open_ones if is_rows else (),
    )


def _columns(release: Release, workflow: Workflow, case: Case, fact: Fact) -> Iterator[Field]:
    """A column that is called like a fact, here or in the linked workflow, is asked for like it."""
    link = workflow.links.get(fact.by_link) if fact.by_link else None
    there = release.workflow(link.to) if link else workflow
    for name in fact.columns:
        known = workflow.facts.get(name) or there.facts.get(name)
        if known is not None and known.kind is not FactKind.ROWS:
            yield _field(release, there, case, known)
        else:
            label = name.replace("_", " ").capitalize()
            yield Field(name=name, label=label, kind=FactKind.TEXT, codes={})
