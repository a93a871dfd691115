"""Moving a case to another release: its history replayed as it was decided, under new rules.

Past decisions stand, even where a guard was tightened since; due dates come from the original
dates, never from the day of the move. What the case has become is kept by one correction row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from workflow.case.history import CALENDAR_CHANGED, MOVED_RELEASE, effective, replay
from workflow.case.model import Case, Event, Refused
from workflow.case.record import plain
from workflow.deadlines.calendar import Calendar
from workflow.definition.model import ENGINE_EVENTS, OPEN_CASE, Workflow
from workflow.definition.release import Release
from workflow.engine.amend import Amendment, Author, File, row_of
from workflow.engine.catalogue import Catalogue
from workflow.engine.changes import Changes, changes
from workflow.engine.stored_cases import StoredCases
from workflow.store.database import Store
from workflow.store.reading import Reading
from workflow.store.writing import Writing


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A case that was to be moved: what has changed in it, or why it stays."""

    case: str
    release: int
    changes: Changes | None = None
    stays: Refused | None = None


def migrate(
    store: Store, catalogue: Catalogue, author: Author, *, workflow: str = "", dry_run: bool = False
) -> Iterator[Moved]:
    """Move every case with something open to the newest release of its policy, one by one.

    Each case is a transaction: whatever stops this, the rest is moved by the next call. With a
    `workflow` only its cases; with `dry_run` nothing is kept.
    """
    with store.reading() as reading:
        heads = [head for head in reading.heads() if not workflow or head.workflow == workflow]
        behind = {n for n in {h.release for h in heads} if not _is_newest(reading, catalogue, n)}
    for ref in [head.ref for head in heads if head.release in behind]:
        if moved := store.transact(partial(_migrated, catalogue, ref, author, dry_run)):
            yield moved


def _is_newest(reading: Reading, catalogue: Catalogue, number: int) -> bool:
    policy = catalogue.release(reading, number).policy
    return catalogue.newest(reading, policy).number == number


def _migrated(
    catalogue: Catalogue, ref: str, author: Author, dry_run: bool, writing: Writing
) -> Moved | None:
    cases = StoredCases(writing, catalogue)
    case = cases.get(ref)
    release = catalogue.newest(writing, case.policy)
    if release.number == case.release or (case.closed and not case.tasks):
        return None
    author = replace(author, recorded_at=cases.recorded_after(ref, author.recorded_at))
    try:
        amendment = move(cases, ref, release, catalogue.calendar_of(release), author)
    except Refused as refused:
        return Moved(case=ref, release=release.number, stays=refused)
    if not dry_run:
        cases.write()
    found = changes(release.workflow(case.workflow), amendment.before, amendment.after)
    return Moved(case=ref, release=release.number, changes=found)


def move(
    cases: StoredCases, ref: str, release: Release, calendar: Calendar, author: Author
) -> Amendment:
    """Run the case by that release and that calendar from now on.

    Raises Refused `cannot_move`, naming the row, when the release no longer knows where the case
    is or what happened to it; the case then stays as it is.
    """
    file = File.of(cases, ref)
    _check_known(file, release)
    same_rules = file.release.texts == release.texts and file.release.policy == release.policy
    name = CALENDAR_CHANGED if same_rules else MOVED_RELEASE
    case = replay(release, calendar, ref, file.case.workflow, file.history)
    moved = Amendment(before=file.case, after=case, rows=()).moved()
    facts = {
        "from": _pins(file.case),
        "to": _pins(case),
        "moved": [[task, plain(was), plain(now)] for task, was, now in moved],
        "reason": author.reason,
    }
    row = row_of(file, name, author, facts, cases.next_seq(ref))
    row = replace(row, release=release.number, calendar=calendar.edition)
    after = case.with_(revision=case.revision + 1)
    cases.add(after, row)
    return Amendment(before=file.case, after=after, rows=(row,))


def _pins(case: Case) -> dict[str, int]:
    return {"release": case.release, "calendar": case.calendar}


def _check_known(file: File, release: Release) -> None:
    """Refuse a release that has no such workflow, or has lost a state or event of the history."""
    ref, name = file.case.ref, file.case.workflow
    if name not in release.process.workflows:
        sentence = f"release {release.number} has no workflow `{name}`; {ref} stays where it is"
        raise Refused("cannot_move", sentence, case=ref)
    for row, what in _unknown(release.workflow(name), file.history):
        sentence = (
            f"release {release.number} no longer has {what}, which row {row} of {ref} names;"
            f" {ref} stays with release {file.case.release}"
        )
        raise Refused("cannot_move", sentence, case=ref, row=row)


def _unknown(workflow: Workflow, history: list[Event]) -> Iterator[tuple[int, str]]:
    known = workflow.events | ENGINE_EVENTS | {OPEN_CASE}
    for row in effective(history):
        if row.name not in known:
            yield row.seq, f"the event `{row.name}`"
        states = [state for move in row.moves for state in (move.left, move.entered) if state]
        yield from ((row.seq, f"the state `{s}`") for s in states if s not in workflow.states)
