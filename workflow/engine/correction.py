"""A person corrects a row: tried or done, and what it moves told as a frozen view."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from workflow.case.model import Event, Refused
from workflow.engine.amend import Amendment, Author
from workflow.engine.case_history import event_title, told_deed
from workflow.engine.catalogue import Catalogue
from workflow.engine.changes import Changes, changes
from workflow.engine.colleagues import NameOf, colleagues
from workflow.engine.completing import (
    check_fresh,
    known_person,
    role_for,
    role_of,
    roles_of,
    steps_named,
)
from workflow.engine.correct import Change, correct
from workflow.engine.door import admit, keep_refused
from workflow.engine.follow_up import follow_up
from workflow.engine.handing_in import keep_documents, with_documents
from workflow.engine.letters_ahead import NO_LETTERS, LettersAhead, Onlooker, letters_ahead
from workflow.engine.step_notices import send_what_steps_send
from workflow.engine.stored_cases import StoredCases
from workflow.engine.webhooks import tell_programs
from workflow.store.database import Store
from workflow.store.reading import Reading
from workflow.store.stored_access import Look
from workflow.store.writing import Writing


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A row in words, with the day it happened."""

    seq: int
    told: str
    occurred_on: date | datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """What a correction changes. `row` is the number of the new row.

    `dropped`: timed events that would not have been due. `deeds`: what was done on what was then
    believed. `linked`: what follows in linked cases. `letters`: what is written anew, all told.
    """

    row: int
    changes: Changes
    dropped: tuple[Told, ...]
    deeds: tuple[Told, ...]
    linked: tuple[Corrected, ...]
    letters: LettersAhead = NO_LETTERS


def correct_case(
    store: Store,
    catalogue: Catalogue,
    ref: str,
    seq: int,
    change: Change,
    author: Author,
    *,
    dry_run: bool,
    revision: int | None = None,
) -> Corrected:
    """Correct a row and all that follows from it; tried only with `dry_run`, nothing is kept then.

    An empty role of the author is worked out: the one that they have and that may do the row's
    step. `revision` is that of the case which they saw: another one is refused as stale. A trial
    leaves a row that they looked. Raises Refused, naming case and row, when a person or a later
    row stands in the way.
    """

    def work(writing: Writing) -> Corrected:
        cases = StoredCases(writing, catalogue)
        known = _in_role(writing, cases, ref, seq, author)
        check_fresh(cases.get(ref), revision)
        workflow = cases.workflow(cases.get(ref))
        facts = with_documents(writing, workflow, change.facts, author.actor, author.recorded_at)
        amendment = correct(cases, ref, seq, replace(change, facts=facts), known)
        cases.write()
        keep_documents(writing, workflow, ref, facts)
        sent = follow_up(writing, catalogue, cases, author.recorded_at)
        sent += send_what_steps_send(writing, catalogue, cases, author.recorded_at)
        tell_programs(writing, cases, author.recorded_at)
        onlooker = Onlooker(person=author.actor, at=author.recorded_at)
        letters = letters_ahead(writing, catalogue, sent, onlooker)
        return replace(_corrected(cases, amendment, colleagues(writing)), letters=letters)

    try:
        found = store.transact(work, keep=not dry_run)
    except Refused as refused:
        keep_refused(store, author.actor, refused, author.recorded_at)
        raise
    if dry_run:
        look = Look(person=author.actor, at=author.recorded_at, what=f"correction of row {seq}")
        store.transact(lambda writing: writing.add_looks([ref], look))
    return found


def _in_role(reading: Reading, cases: StoredCases, ref: str, seq: int, author: Author) -> Author:
    """The author in a role that may do the step of the row: who may record it may correct it."""
    person, case = known_person(reading, author.actor), cases.get(ref)
    admit(reading, cases.workflow(case), case, person, author.recorded_at)
    event = next((row.name for row in cases.history(ref) if row.seq == seq), "")
    allowed = roles_of(steps_named(cases, case, event))
    role = role_of(person, author.role, allowed) if author.role else role_for(person, allowed)
    recorded_at = cases.recorded_after(ref, author.recorded_at)
    return replace(author, role=role, recorded_at=recorded_at)


def _corrected(cases: StoredCases, amendment: Amendment, name_of: NameOf) -> Corrected:
    workflow = cases.workflow(amendment.after)
    return Corrected(
        row=amendment.rows[0].seq,
        changes=changes(workflow, amendment.before, amendment.after),
        dropped=tuple(_told(row, event_title(workflow, row.name)) for row in amendment.dropped),
        deeds=tuple(
            _told(row, told_deed(workflow, row, name_of))
            for row in amendment.deeds
            if not row.facts.get("passed")  # such as before an import: nothing was done then
        ),
        linked=tuple(_corrected(cases, linked, name_of) for linked in amendment.linked),
    )


def _told(row: Event, told: str) -> Told:
    return Told(seq=row.seq, told=told, occurred_on=row.occurred_on)
