"""One case and the list of cases, as they are read: frozen views with titles in place of names."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache

from workflow.case.independence import holdings
from workflow.case.model import Case
from workflow.case.reading import Reading as FactReading
from workflow.case.record import case_from
from workflow.definition.chart import Chart
from workflow.definition.model import OPEN_CASE, Workflow
from workflow.definition.page import Sheet
from workflow.definition.release import Release
from workflow.definition.step import Step
from workflow.engine.case_head import HeadLine, Seen, head
from workflow.engine.catalogue import Catalogue
from workflow.engine.changes import place, titles_of
from workflow.engine.colleagues import colleagues
from workflow.engine.due_list import Asked, CaseDue, due_of_loaded, role_title, unknown_case
from workflow.engine.foreclosed import refused_anyhow
from workflow.engine.participant_names import is_meeting
from workflow.engine.values import StatedFact, Words
from workflow.store.reading import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """A case in a list. `place` tells where it is, by titles."""

    case: str
    workflow: str
    policy: str
    opened_on: date | datetime
    place: str
    closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenStep:
    """What may happen now. `by` holds titles of `roles`; empty: no person does it.

    `anywhere`: it belongs to no state, but may happen at any time. `blocked`: why it would be
    refused as the case is today, whatever is answered; empty: it would not.
    """

    event: str
    title: str
    by: tuple[str, ...]
    roles: tuple[str, ...]
    by_clock: bool
    asks: tuple[str, ...]
    anywhere: bool
    blocked: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A linked case, and whether it is open. `label`: what it is to this one."""

    link: str
    label: str
    case: str
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """Everything about one case but its history. `titles` goes with `due.state`, path by path.

    `sheets` are those that it has now, by name and title.
    """

    case: str
    workflow: str
    policy: str
    release: int
    revision: int
    opened_on: date | datetime
    closed_on: date | datetime | None
    titles: tuple[str, ...]
    header: tuple[HeadLine, ...] = field(repr=False)
    sheets: tuple[tuple[str, str], ...]
    due: CaseDue
    steps: tuple[OpenStep, ...]
    facts: tuple[StatedFact, ...] = field(repr=False)
    ties: tuple[Tie, ...]
    people: tuple[tuple[str, str], ...]
    is_meeting: bool


def case_lines(reading: Reading, catalogue: Catalogue) -> list[CaseLine]:
    """Every case, in the order in which they were opened."""
    return [
        CaseLine(
            case=head.ref,
            workflow=workflow.title,
            policy=head.policy,
            opened_on=head.opened_on,
            place=place(workflow, head.state),
            closed=head.closed,
        )
        for head in reading.heads()
        for workflow in [catalogue.release(reading, head.release).workflow(head.workflow)]
    ]


def case_page(reading: Reading, catalogue: Catalogue, ref: str, what: Asked) -> CasePage:
    """The page of one case, without what it says of others. Raises Refused `unknown_case`."""
    return page_of(reading, catalogue, *loaded(reading, catalogue, ref), what, {})


def page_of(
    reading: Reading,
    catalogue: Catalogue,
    release: Release,
    case: Case,
    what: Asked,
    around: Seen,
) -> CasePage:
    """The page of a case that was loaded. `around`: those whose facts its head may show."""
    workflow, words = release.workflow(case.workflow), Words(release, colleagues(reading))
    return CasePage(
        case=case.ref,
        workflow=workflow.title,
        policy=release.process.policy.title,
        release=release.number,
        revision=case.revision,
        opened_on=case.opened_on,
        closed_on=case.closed_on,
        titles=tuple(_title(workflow, leaf) for leaf in case.state),
        header=head(reading, words, case, what, catalogue.calendar(), around),
        sheets=tuple((sheet.name, sheet.title) for sheet in open_sheets(workflow, case)),
        due=due_of_loaded(catalogue, release, case, what),
        steps=open_steps(release, case, what.as_of),
        facts=_facts(words, case, what.as_of),
        ties=tuple(
            Tie(link=link, label=workflow.links[link].label, case=other, open=is_open)
            for link, others in case.links.items()
            for other, is_open in others.items()
        ),
        people=tuple((held.role.title, held.person) for held in holdings(workflow, case)),
        is_meeting=is_meeting(workflow),
    )


def loaded(reading: Reading, catalogue: Catalogue, ref: str) -> tuple[Release, Case]:
    """A case and the release that it pins. Raises Refused `unknown_case`."""
    stored = reading.case(ref)
    if stored is None:
        raise unknown_case(ref)
    release = catalogue.release(reading, stored.release)
    return release, case_from(stored.snapshot, release.workflow(stored.workflow))


def open_sheets(workflow: Workflow, case: Case) -> tuple[Sheet, ...]:
    """The sheets that the case has now."""
    read = FactReading(workflow, case)
    return tuple(sheet for sheet in workflow.sheets.values() if read.holds(sheet.when))


def open_steps(release: Release, case: Case, today: date) -> tuple[OpenStep, ...]:
    """What may happen to a case now, in the order of the definition."""
    workflow, chart = release.workflow(case.workflow), release.chart(case.workflow)
    read = FactReading(workflow, case, {"occurred_on": today})
    return tuple(
        replace(step, blocked=refused_anyhow(chart.open_steps(case.state, step.event), read))
        for step in _steps_at(workflow, chart, case.state)
    )


@lru_cache(maxsize=1024)  # thousands of cases are in a few hundred places
def _steps_at(workflow: Workflow, chart: Chart, state: tuple[str, ...]) -> tuple[OpenStep, ...]:
    order = dict.fromkeys(step.event for step in workflow.steps)
    is_open = chart.open_events(state) - {OPEN_CASE}
    return tuple(
        open_step(workflow, chart.open_steps(state, event)) for event in order if event in is_open
    )


def open_step(workflow: Workflow, steps: tuple[Step, ...]) -> OpenStep:
    """Steps of one name, open in several states at once, as one."""
    roles = dict.fromkeys(role for step in steps for role in step.by)
    return OpenStep(
        event=steps[0].event,
        title=titles_of(steps),
        by=tuple(role_title(workflow, role) for role in roles),
        roles=tuple(roles),
        by_clock=steps[0].event in workflow.clock_events,
        asks=tuple(dict.fromkeys(name for step in steps for name in step.asks)),
        anywhere=not any(step.state for step in steps),
    )


def _title(workflow: Workflow, leaf: str) -> str:
    """The titles of a leaf and of the states around it, outermost first."""
    return " > ".join(workflow.states[state].title for state in reversed(workflow.ancestry(leaf)))


def _facts(words: Words, case: Case, as_of: date) -> tuple[StatedFact, ...]:
    """What is known, in the order of the definition, what is worked out for that day too."""
    workflow = words.release.workflow(case.workflow)
    read = FactReading(workflow, case, {"occurred_on": as_of})
    stated = ((fact, read(name)) for name, fact in workflow.facts.items())
    return tuple(words.stated(workflow, fact, value) for fact, value in stated if value is not None)
