"""A history as it is read: each row told plainly, and whether it still counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from workflow.case.engine_events import TIMER
from workflow.case.evolve import unopened
from workflow.case.history import (
    CALENDAR_CHANGED,
    CORRECT,
    MOVED_RELEASE,
    RETRACT,
    correction_of,
    effective,
)
from workflow.case.ladder import LATER, SILENT, TOLD
from workflow.case.model import Event, Kind, Move
from workflow.case.record import event_from, moment
from workflow.case.simulated_time import RUNG_PASSED, TIMED_EVENT_REFUSED
from workflow.case.task_deed import ACKNOWLEDGE, HAND_OVER
from workflow.deadlines.naming import moment_name
from workflow.definition.model import ASSIGN, LINK, LINKED_CLOSED, UNOPENED, Workflow
from workflow.engine.along import Along, along
from workflow.engine.catalogue import Catalogue
from workflow.engine.changes import task_title
from workflow.engine.colleagues import NameOf, colleagues
from workflow.engine.due_list import role_title, unknown_case
from workflow.engine.row_facts import RowFact, facts_of_rows
from workflow.engine.values import Words
from workflow.store.reading import Reading
from workflow.store.stored import StoredRow

NOT_TOLD = {
    "imported": "not sent: it was imported",
    SILENT: "not sent: there was no need",
    LATER: "not sent: a later one was due as well",
    TOLD: "not sent: told already, for an earlier date",
}
"""Why nobody was told of a rung, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One row. `told` says what it was, `moved` where the case went, by titles.

    `counts` is False where a later correction retracted it. `correctable`: a person recorded it, so
    a person may correct it. `caused_by` names the case and row that told it. `facts` are those that
    it told, and of a correction those that it changed; `corrects` is the row that it is about, if
    there is one.
    """

    seq: int
    kind: str
    event: str
    told: str
    moved: str
    occurred_on: date | datetime
    recorded_at: datetime
    actor: str
    role: str
    caused_by: str
    counts: bool
    correctable: bool = False
    facts: tuple[RowFact, ...] = field(default=(), repr=False)
    corrects: int | None = None


def case_history(reading: Reading, catalogue: Catalogue, ref: str) -> list[HistoryLine]:
    """Every row of a case, in the order in which they were recorded. Raises Refused."""
    stored = reading.case(ref)
    if stored is None:
        raise unknown_case(ref)
    release = catalogue.release(reading, stored.release)
    words, history = Words(release, colleagues(reading)), reading.history(stored.case_id)
    return told_rows(catalogue, words, ref, stored.workflow, history)


def told_rows(
    catalogue: Catalogue, words: Words, ref: str, name: str, stored: Sequence[StoredRow]
) -> list[HistoryLine]:
    """The rows of a case of that workflow that were read, in their order."""
    release = words.release
    workflow, records = release.workflow(name), [row.record for row in stored]
    rows = [event_from({**record, "facts": record["facts"] or {}}, workflow) for record in records]
    counting = effective(rows)
    seen: Mapping[int, Along] = {}
    if all(record["facts"] is not None for record in records):
        calendar = catalogue.calendar(rows[0].calendar or None)
        seen = along(release, unopened(ref, name, release, calendar, rows[0].recorded_at), counting)
    count = {row.seq for row in counting}
    facts = facts_of_rows(words, workflow, rows)
    return [
        _line(words, workflow, row, row.seq in count, here.title, (*told, *here.open))
        for row, told in zip(rows, facts, strict=True)
        for here in [seen.get(row.seq, Along())]
    ]


def rows_since(
    reading: Reading, catalogue: Catalogue, ref: str, revision: int
) -> list[HistoryLine]:
    """What has changed the case since that revision of it, in the order of recording."""
    changing = [line for line in case_history(reading, catalogue, ref) if line.kind != Kind.DEED]
    return changing[revision:]


def _line(
    words: Words,
    workflow: Workflow,
    row: Event,
    counts: bool,
    title: str,
    facts: tuple[RowFact, ...],
) -> HistoryLine:
    return HistoryLine(
        seq=row.seq,
        kind=row.kind.value,
        event=row.name,
        told=_told(workflow, row, title or event_title(workflow, row.name), words.name_of),
        moved=moved(workflow, row.moves),
        occurred_on=row.occurred_on,
        recorded_at=row.recorded_at,
        actor=row.actor,
        role=role_title(workflow, row.role),
        caused_by=f"{row.caused_by.case} row {row.caused_by.seq}" if row.caused_by else "",
        counts=counts or row.kind is not Kind.EVENT,
        correctable=counts and _is_by_somebody(workflow, row),
        facts=facts,
        corrects=corrected_row(row),
    )


def _is_by_somebody(workflow: Workflow, row: Event) -> bool:
    told = row.caused_by is not None or TIMER in row.facts
    return not told and any(step.by for step in workflow.steps_of(row.name))


def corrected_row(row: Event) -> int | None:
    """The number of the row that a correction is about."""
    return correction_of(row).row if row.kind is Kind.CORRECTION else None


def moved(workflow: Workflow, moves: tuple[Move, ...]) -> str:
    """What was left and what was entered: of whole states around leaves the outermost title."""
    left = workflow.active(tuple(move.left for move in moves if move.left != UNOPENED))
    entered = workflow.active(tuple(move.entered for move in moves))
    gone, new = _outermost(workflow, left - entered), _outermost(workflow, entered - left)
    return " → ".join(filter(None, (gone, new)))


def _outermost(workflow: Workflow, states: frozenset[str]) -> str:
    """The titles of those states that stand in none of the others."""
    tops = [s for s in workflow.states.values() if s.id in states and s.parent not in states]
    return ", ".join(state.title for state in tops)


def event_title(workflow: Workflow, event: str) -> str:
    """The title of an event's step; the name in words where a definition has none."""
    steps = workflow.steps_of(event)
    return steps[0].title if steps else event.replace("_", " ")


def told_row(workflow: Workflow, row: Event) -> str:
    """What a row was, in words, without looking at where the case was or what people are called."""
    return _told(workflow, row, event_title(workflow, row.name), str)


def _told(workflow: Workflow, row: Event, title: str, name_of: NameOf) -> str:
    match row.kind:
        case Kind.EVENT:
            return _told_event(workflow, row, title, name_of)
        case Kind.DEED:
            return told_deed(workflow, row, name_of)
        case Kind.CORRECTION:
            return _told_correction(workflow, row)


def _told_event(workflow: Workflow, row: Event, title: str, name_of: NameOf) -> str:
    facts = row.facts
    if row.name == LINK:
        return f"Tied to {facts['case']} ({_tie(workflow, facts)})"
    if row.name == LINKED_CLOSED:
        return f"{facts['case']} was closed, or the tie to it ended ({_tie(workflow, facts)})"
    if row.name == ASSIGN:
        return f"{name_of(facts['person'])} is now {role_title(workflow, facts['role'])}"
    late = f" (learned late, counts after row {row.placed_after})" if row.placed_after else ""
    return title + late


def _tie(workflow: Workflow, facts: Mapping[str, Any]) -> str:
    link = workflow.links.get(facts["link"])
    return link.label if link else str(facts["link"])


def told_deed(workflow: Workflow, row: Event, name_of: NameOf) -> str:
    """What we did, in words."""
    facts = row.facts
    if row.name == RUNG_PASSED:
        return f"Reminder “{facts['rung']}” of “{_task(workflow, facts)}” ({_how(facts, name_of)})"
    if row.name == TIMED_EVENT_REFUSED:
        title = event_title(workflow, str(facts["event"]))
        return f"The clock asked for “{title}”, which was not possible ({facts['code']})"
    if row.name == ACKNOWLEDGE:
        return f"Acknowledged “{_task(workflow, facts)}”"
    if row.name == HAND_OVER:
        return f"Handed over “{_task(workflow, facts)}” to {name_of(facts['person'])}"
    return row.name.replace("_", " ")


def _how(facts: Mapping[str, Any], name_of: NameOf) -> str:
    """Whether a reminder was told, and to whom; if not, why not."""
    if passed := facts.get("passed"):
        return NOT_TOLD.get(passed, f"not sent: {passed}")
    people = ", ".join(map(name_of, facts.get("people", ())))
    return f"told {people}".strip()


def _task(workflow: Workflow, facts: Mapping[str, Any]) -> str:
    id_, _, item = str(facts["task"]).partition("/")
    due = f", due {moment_name(moment(facts['due']))}" if facts["due"] else ""
    return task_title(workflow, id_.partition("#")[0], item or None) + due


def _told_correction(workflow: Workflow, row: Event) -> str:
    if row.name in (MOVED_RELEASE, CALENDAR_CHANGED):
        return _told_move(workflow, row)
    correction = correction_of(row)
    told = {CORRECT: f"Corrects row {correction.row}", RETRACT: f"Retracts row {correction.row}"}
    what = told.get(row.name, "Later rows were decided again")
    also = [str(seq) for seq in correction.retracts if seq != correction.row]
    dropped = f", and drops row {', '.join(also)}" if also else ""
    return what + dropped + (f": {correction.reason}" if correction.reason else "")


def _told_move(workflow: Workflow, row: Event) -> str:
    now, reason = row.facts["to"], row.facts["reason"]
    by = f"release {now['release']}"
    if row.name == CALENDAR_CHANGED:
        by += f" and edition {now['calendar']} of the calendar"
    dates = "".join(
        f"; {_task(workflow, {'task': task, 'due': was})} → {moment_name(moment(due))}"
        for task, was, due in row.facts["moved"]
        if was and due
    )
    return f"Runs by {by} from now on: {reason}{dates}"
