"""An office over a database of its own whose clock is rung by hand.

    desk.opened("Mon 2 Mar 2026", due_by=day("Fri 20 Mar 2026"))
    desk.ticks("Fri 13 Mar 2026 07:00")
    assert desk.told() == [("soon", "asha")]

The process is one workflow, `LADDER` unless a test says otherwise, with the roles `worker` and
`manager`: asha and ben are workers, mina manages them both and vera is above her.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import text

from cases import CASE, whole
from databases import by_hand
from days import at, day
from definitions import FOLDER
from workflow.case.cascade import carry_out
from workflow.case.model import Case, Command, Event, Kind
from workflow.case.record import case_from, event_from, plain
from workflow.case.simulated_time import RUNG_PASSED
from workflow.deadlines.naming import moment_name
from workflow.definition.model import OPEN_CASE
from workflow.engine.audit import Finding, Verdict, verify
from workflow.engine.catalogue import Catalogue
from workflow.engine.run import Outcome, run
from workflow.engine.stored_cases import StoredCases
from workflow.scheduler.tick import Ticked, Ticker
from workflow.store.clockwork import WAITING
from workflow.store.database import Store
from workflow.store.stored import Person
from workflow.store.stored_message import Message
from workflow.store.writing import Writing

LADDER = """
    facts: {due_by: {type: date}}
    open_case: {by: [worker], asks: [due_by], to: open}
    tasks:
      hold:
        role: worker
        done_by: hold
        due: {same day of: due_by}
        escalate:
          - {at: 5 working days before, to: worker, notice: soon}
          - {at: on the day, to: [worker, manager], notice: today}
          - {at: 1 working day after, to: manager, notice: late}
    states:
      open:
        title: Open
        steps:
          hold: {by: [worker], to: closed}
          move: {by: [worker], asks: [due_by], stay: yes}
      closed: {title: Closed, final: true}
    """
LED = LADDER.replace(
    "due_by: {type: date}", "due_by: {type: date}, lead: {type: person, as: worker}"
)
LED = LED.replace("asks: [due_by]", "asks: [due_by, lead]")
"""The same, where a fact names who has the role on the case."""

TASK = "task_title }} {{ case_reference"
SUBJECTS = {"digest": "tasks | length | counted('task')"}
"""What the subject of a notice says, by its name; of others the task."""
DUE = day("Fri 20 Mar 2026")
SOON, TODAY, LATE = "Fri 13 Mar 2026 07:00", "Fri 20 Mar 2026 07:00", "Mon 23 Mar 2026 07:00"
"""When the rungs of a task due on that day fire."""


def a_person(name: str, *roles: str, manager: str = "", **more: Any) -> Person:
    plain_: dict[str, Any] = {"name": f"{name} (invented)", "email": f"{name}@example.org"}
    return Person(person=name, roles=roles, manager=manager, **(plain_ | more))


STAFF = (
    a_person("asha", "worker", manager="mina", team="North"),
    a_person("ben", "worker", manager="mina", team="South"),
    a_person("mina", "manager", manager="vera", team="North"),
    a_person("vera"),
)


@dataclass
class Desk:
    """What happens to the cases of one database, and what its clock fires."""

    store: Store
    catalogue: Catalogue

    # -- what happens ------------------------------------------------------------------------------

    def opened(self, on: str, ref: str = CASE, *, by: str = "asha", **facts: Any) -> Outcome:
        """Open a case, due on Fri 20 Mar 2026 unless a test says otherwise, and give it to asha."""
        asked = {name: value for name, value in ({"due_by": DUE} | facts).items() if value}
        recorded = asked.pop("recorded", "")
        outcome = self.does(OPEN_CASE, on, to=ref, recorded=recorded, **asked)
        if by:
            self.does("assign", on, to=ref, recorded=recorded, role="worker", person=by)
        return outcome

    def does(
        self,
        event: str,
        on: str,
        *,
        to: str = CASE,
        by: str = "asha",
        recorded: str = "",
        command_id: str = "",
        **facts: Any,
    ) -> Outcome:
        """A step of a person, recorded at noon of its day. Raises Refused."""
        command = _command(event, on, to, by, recorded or on, command_id, facts)
        return run(self.store, self.catalogue, command)

    def opened_at_once(self, on: str, refs: Sequence[str]) -> None:
        """Cases like the others, thousands of them in one transaction, and given to nobody."""

        def work(writing: Writing) -> None:
            cases = StoredCases(writing, self.catalogue)
            for ref in refs:
                command = _command(OPEN_CASE, on, ref, "asha", on, "", {"due_by": DUE})
                carry_out(cases, replace(command, role="worker"))
            cases.write()

        self.store.transact(work)

    def ticks(self, moment: str, **more: Any) -> Ticked:
        """One round of the clock at that moment in London."""
        return Ticker(store=self.store, catalogue=self.catalogue, **more).tick(at(moment))

    def staff(self, *people: Person) -> None:
        """These people in place of those there were; of the rest, those who are not named stay."""
        named = {person.person for person in people}
        with self.store.writing() as writing:
            writing.replace_people([*people, *(p for p in STAFF if p.person not in named)])

    def away(self, name: str, first: date, last: date) -> None:
        """That person is away from the first of these days to the last."""
        with self.store.writing() as writing:
            people = [
                replace(p, away_from=first, away_to=last) if p.person == name else p
                for p in writing.people()
            ]
            writing.replace_people(people)

    def breaks(self, ref: str) -> None:
        """Somebody damages what is stored of a case."""
        with by_hand(self.store.url) as tool:
            statement = text('UPDATE "case" SET snapshot = :empty WHERE ref = :ref')
            tool.execute(statement, {"empty": "{}", "ref": ref})

    # -- what came of it ---------------------------------------------------------------------------

    def messages(self, state: str = WAITING) -> list[Message]:
        with self.store.reading() as reading:
            return [message for _, message in reading.messages(state)]

    def told(self, state: str = WAITING) -> list[tuple[str, str]]:
        """Notice and recipient of every message in that state, in the order of their instants."""
        found = [(m.at, m.notice, m.recipient) for m in self.messages(state)]
        return [(notice, recipient) for _, notice, recipient in sorted(found)]

    def case(self, ref: str = CASE) -> Case:
        with self.store.reading() as reading:
            stored = reading.case(ref)
            assert stored is not None
            release = self.catalogue.release(reading, stored.release)
            return case_from(stored.snapshot, release.workflow(stored.workflow))

    def history(self, ref: str = CASE) -> list[Event]:
        with self.store.reading() as reading:
            stored = reading.case(ref)
            assert stored is not None
            workflow = self.catalogue.release(reading, stored.release).workflow(stored.workflow)
            return [event_from(r.record, workflow) for r in reading.history(stored.case_id)]

    def rungs(self, ref: str = CASE) -> list[tuple[str, str]]:
        """Of every rung that passed its notice, and when it was recorded or why nobody was told."""
        deeds = (row for row in self.history(ref) if row.kind is Kind.DEED)
        return [
            (row.facts["notice"], row.facts.get("passed") or moment_name(row.recorded_at))
            for row in deeds
            if row.name == RUNG_PASSED
        ]

    def not_fine(self) -> list[Finding]:
        found = verify(self.store, self.catalogue)
        return [finding for finding in found if finding.verdict is not Verdict.FINE]


def _command(
    event: str,
    on: str,
    ref: str,
    by: str,
    recorded: str,
    command_id: str,
    facts: Mapping[str, Any],
) -> Command:
    return Command(
        case=ref,
        event=event,
        workflow="plan" if event == OPEN_CASE else "",
        occurred_on=day(on),
        recorded_at=at(recorded if ":" in recorded else f"{recorded} 12:00"),
        actor=by,
        command_id=command_id,
        facts={name: plain(value) for name, value in facts.items()},
    )


def catalogue_of(folder: Path, written: str = LADDER) -> Catalogue:
    """The process of one workflow, written into that folder."""
    process = folder / "process"
    process.mkdir(exist_ok=True)
    (process / "plan.yaml").write_text(whole(written), "utf-8")
    for notice in {"digest", "handed_over", *re.findall(r"notice: (\w+)", written)}:
        words = process / "notices" / notice
        words.mkdir(parents=True, exist_ok=True)
        (words / "subject.txt").write_text(f"{notice}: {{{{ {SUBJECTS.get(notice, TASK)} }}}}")
        (words / "body.txt").write_text(f"This is {notice}.")
    return catalogue_there(folder)


def catalogue_there(folder: Path) -> Catalogue:
    """The process that was written into that folder."""
    return Catalogue(folder / "process", FOLDER / "calendars")


@contextmanager
def a_desk(folder: Path, url: str, written: str = LADDER) -> Iterator[Desk]:
    """A desk over the new database at that address, with the process published and four people."""
    store, catalogue = Store(url, "841"), catalogue_of(folder, written)
    try:
        with store.writing() as writing:
            catalogue.publish(writing, at("Mon 5 Jan 2026 09:00"), "process owner")
            writing.replace_people(STAFF)
        yield Desk(store, catalogue)
    finally:
        store.close()
