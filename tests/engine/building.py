"""A desk in a database of its own: commands of people through the engine's one door.

    desk.on_plan("Mon 23 Mar 2026")
    desk.does("CP-1", "report_missing", "Mon 30 Mar 2026")

Unless a test says otherwise `asha`, who has every role, gives the command at 16:00 of the day on
which it happened; as chair, who is independent, `ivan` does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from days import at, day
from process.building import EVERYBODY, an_outcome, said
from real_process import catalogue, publish, release
from workflow.case.history import effective
from workflow.case.model import Case, Command, Event, Refused
from workflow.case.record import case_from, event_from, plain
from workflow.case.simulated_time import drain
from workflow.definition.model import OPEN_CASE
from workflow.engine.amend import Amendment, Author
from workflow.engine.audit import Verdict, verify
from workflow.engine.correct import Change, correct
from workflow.engine.run import Outcome, run
from workflow.engine.stored_cases import StoredCases
from workflow.store.database import Store
from workflow.store.stored import Person

Row = Mapping[str, Any]


def a_person(name: str, *roles: str) -> Person:
    return Person(
        person=name,
        name=f"{name} (invented)",
        email="",
        roles=roles,
        team="",
        manager="",
        away_from=None,
        away_to=None,
    )


def staffed(store: Store) -> None:
    """Publish the process and name three people: asha has every role, ben one, cleo two."""
    flows = release().process.workflows.values()
    every = sorted({role for flow in flows for role in flow.roles})
    ben, cleo = a_person("ben", "social_worker"), a_person("cleo", "team_manager", "social_worker")
    publish(store)
    with store.writing() as writing:
        ivan = a_person("ivan", "conference_chair")
        writing.replace_people([a_person("asha", *every), ben, cleo, ivan])


@dataclass
class Desk:
    """What is typed into one database, and what it then holds."""

    store: Store

    # -- commands ----------------------------------------------------------------------------------

    def command(
        self,
        ref: str,
        event: str,
        on: str,
        *,
        by: str = "",
        role: str | None = None,
        recorded: str = "",
        command_id: str = "",
        late: bool = False,
        **facts: Any,
    ) -> Command:
        """The command as a person gives it, in the first role that may: or `ivan` as chair."""
        kinds = {"CP": "child_protection", "GROUP": "core_group"}
        workflow = kinds.get(ref.partition("-")[0], "conference")
        steps = release().workflow(workflow).steps
        fitting = (step.by[0] for step in steps if step.event == event and step.by)
        opening = release().workflow(workflow).opening.by[0]
        first = opening if event == OPEN_CASE else next(fitting, "")
        return Command(
            case=ref,
            event=event,
            workflow=workflow,
            occurred_on=day(on),
            recorded_at=at(f"{recorded or on} 16:00"),
            actor=by or ("ivan" if (role or first) == "conference_chair" else "asha"),
            role=first if role is None else role,
            command_id=command_id,
            late=late,
            facts={name: plain(value) for name, value in facts.items()},
        )

    def run(self, command: Command, revision: int | None = None) -> Outcome:
        return run(self.store, catalogue(), command, revision=revision)

    def does(self, ref: str, event: str, on: str, **more: Any) -> Outcome:
        """Carry out a command. Raises Refused."""
        return self.run(self.command(ref, event, on, **more))

    def refused(self, command: Command, revision: int | None = None) -> Refused:
        """The refusal of a command; nothing at all may have been written."""
        before = self.everything()
        with pytest.raises(Refused) as refused:
            self.run(command, revision)
        assert self.everything() == before
        return refused.value

    def corrects(self, ref: str, seq: int, on: str, **change: Any) -> Amendment:
        """Correct a row of a case and keep it. Raises Refused."""
        return self._corrected(ref, seq, on, change, keep=True)

    def would_correct(self, ref: str, seq: int, on: str, **change: Any) -> Amendment:
        """What a correction would come to; nothing is kept of it. Raises Refused."""
        return self._corrected(ref, seq, on, change, keep=False)

    def time_passes(self, ref: str, until: str) -> None:
        """Let the clock fire all that is due until then in that case and those it tells."""
        with self.store.writing() as writing:
            cases = StoredCases(writing, catalogue())
            cases.get(ref)
            drain(cases, cases.touched, at(f"{until} 12:00"))
            cases.write()

    def _corrected(self, ref: str, seq: int, on: str, change: Row, *, keep: bool) -> Amendment:
        """`to=` gives another day and `retract=True` takes the row out; the rest are facts."""
        facts = {
            name: plain(value) for name, value in change.items() if name not in ("to", "retract")
        }
        asked = Change(
            facts=facts,
            occurred_on=day(change["to"]) if "to" in change else None,
            retract=change.get("retract", False),
        )
        with self.store.writing() as writing:
            cases = StoredCases(writing, catalogue())
            amendment = correct(cases, ref, seq, asked, an_author(on))
            if keep:
                cases.write()
            return amendment

    # -- stories -----------------------------------------------------------------------------------

    def referred(self, on: str, ref: str = "CP-1", **more: Any) -> Outcome:
        """A referral about a child of seven."""
        return self.does(ref, OPEN_CASE, on, **(a_referral(on, ref) | more))

    def awaiting_conference(self, on: str, *refs: str) -> None:
        """Cases whose enquiry, begun and ended on that day, found likely harm."""
        for ref in refs:
            self.referred(on, ref)
            self.does(ref, "hold_strategy_discussion", on, **discussed(on))
            self.does(ref, "record_enquiry_outcome", on, **found(on))

    def booked_only(self, on: str, *refs: str, ref: str, kind: str) -> None:
        """A conference about these children for that day, asked for and booked a week before."""
        week_before = said(day(on) - timedelta(days=7))
        booking = {"planned_for": at(f"{on} 10:00"), "venue": "-", "chair": "-"}
        self.does(ref, OPEN_CASE, week_before, conference_kind=kind, considers=list(refs))
        self.does(ref, "book_conference", week_before, **booking)

    def met(self, on: str, *refs: str, ref: str = "CONF-1", kind: str = "initial") -> None:
        """A quorate conference about these children, the outcome still to be recorded."""
        self.booked_only(on, *refs, ref=ref, kind=kind)
        self.does(ref, "hold_conference", on, held_on=day(on), attended=EVERYBODY)

    def decided(self, on: str, ref: str = "CONF-1", **outcomes: str | Row) -> Outcome:
        """The outcome for each child, named `CP_1` for CP-1."""
        rows = {
            child.replace("_", "-"): an_outcome(on, row) if isinstance(row, str) else row
            for child, row in outcomes.items()
        }
        return self.does(ref, "record_conference_outcome", on, outcomes=rows)

    def on_plan(self, held: str, ref: str = "CP-1") -> None:
        """A child whose initial conference was held on that day, CONF-1, and decided on a plan."""
        self.awaiting_conference(said(day(held) - timedelta(days=21)), ref)
        self.met(held, ref)
        self.decided(held, **{ref.replace("-", "_"): "protection_plan"})

    # -- what is there -----------------------------------------------------------------------------

    def case(self, ref: str = "CP-1") -> Case:
        with self.store.reading() as reading:
            stored = reading.case(ref)
            assert stored is not None
            found = catalogue().release(reading, stored.release)
            return case_from(stored.snapshot, found.workflow(stored.workflow))

    def history(self, ref: str = "CP-1") -> list[Event]:
        with self.store.reading() as reading:
            stored = reading.case(ref)
            assert stored is not None
            workflow = catalogue().release(reading, stored.release).workflow(stored.workflow)
            return [event_from(row.record, workflow) for row in reading.history(stored.case_id)]

    def counting(self, ref: str = "CP-1") -> list[Event]:
        """The rows that count, in the order in which they count."""
        return effective(self.history(ref))

    def row(self, event: str, ref: str = "CP-1") -> int:
        """The number of the last row of that event."""
        return [row.seq for row in self.history(ref) if row.name == event][-1]

    def due(self, task: str, ref: str = "CP-1") -> date | datetime | None:
        """When the one open task of that name is due."""
        (found,) = (each for each in self.case(ref).tasks if each.name == task)
        return found.due.at

    def everything(self) -> dict[str, Any]:
        """Every snapshot, and how many rows each table holds."""
        with self.store.reading() as reading:
            snapshots = {stored.ref: stored.snapshot for stored in reading.cases()}
            return {"rows": reading.counts(), **snapshots}

    def verdicts(self) -> set[Verdict]:
        return {finding.verdict for finding in verify(self.store, catalogue())}


def a_case_of_two(desk: Desk, held: str, **decisions: str) -> None:
    """Two children of one family, one conference, a decision for each."""
    refs = [ref.replace("_", "-") for ref in decisions]
    desk.awaiting_conference(said(day(held) - timedelta(days=21)), *refs)
    desk.met(held, *refs)
    desk.decided(held, **decisions)


def an_author(on: str) -> Author:
    return Author(
        actor="asha", role="team_manager", recorded_at=at(f"{on} 17:00"), reason="mistyped"
    )


def a_referral(on: str, ref: str = "CP-1") -> dict[str, Any]:
    """The facts of a referral about a child of seven."""
    return {
        "child_reference": ref,
        "child_name": "Invented",
        "sex": "F",
        "date_of_birth": day("Wed 6 Feb 2019"),
        "referral_received_on": day(on),
        "referral_source": "2A",
        "family_reference": "FAM-1",
        "route": "referral",
    }


def discussed(on: str) -> dict[str, Any]:
    """The facts of a strategy discussion that begins an enquiry."""
    return {
        "strategy_discussion_held_on": day(on),
        "strategy_discussion_outcome": "section_47",
        "agencies_present": ["social_care", "police", "health"],
    }


def found(on: str) -> dict[str, Any]:
    """The facts of an enquiry that found likely harm."""
    return {
        "enquiry_outcome": "likely_significant_harm",
        "enquiry_ended_on": day(on),
        "outcome_reasons": "-",
    }


def visited(on: str) -> dict[str, Any]:
    """The facts of a visit that saw the child."""
    return {"visited_on": day(on), "child_seen": True, "seen_alone": True, "bedroom_seen": True}
