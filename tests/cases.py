"""Small workflows and cases in few words: only what a test is about is said.

    office = Office(VISITS)
    office.opened("Mon 2 Mar 2026")
    office.happened("record_visit", "Tue 3 Mar 2026", visited_on=day("Tue 3 Mar 2026"))
    assert office.due("visit") == day("Tue 17 Mar 2026")

A workflow is the YAML that matters; a title, the roles `worker` and `manager` and an opening into
the state `open` are added where the text does not say otherwise. Everything runs in memory, through
the same doors as in the store.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from textwrap import dedent
from typing import Any

import pytest

from days import at, day
from definitions import FOLDER
from workflow.case.cascade import carry_out
from workflow.case.memory import CasesInMemory
from workflow.case.model import Case, Command, Event, Kind, Refused, Step
from workflow.case.record import plain
from workflow.case.simulated_time import RUNG_PASSED, drain
from workflow.deadlines.calendar import Calendar
from workflow.deadlines.naming import moment_name
from workflow.definition.model import OPEN_CASE, Workflow
from workflow.definition.reader import read_calendar
from workflow.definition.release import Release, compile_release

CASE = "A-1"
"""The case that is meant where none is named."""

HEADINGS = {
    "workflow": "plan",
    "title": "Plan",
    "roles": "{worker: Worker, manager: Manager}",
    "open_case": "{by: [worker], to: open}",
}


def england() -> Calendar:
    """The calendar that the product ships."""
    return read_calendar(FOLDER / "calendars" / "england.yaml")


def whole(text: str) -> str:
    """The text of a workflow, with the headings that it leaves out."""
    text = dedent(text)
    left_out = (key for key in HEADINGS if not re.search(rf"^{key}:", text, re.MULTILINE))
    return "\n".join([*(f"{key}: {HEADINGS[key]}" for key in left_out), text])


@lru_cache
def a_release(*workflows: str, policy: str = "") -> Release:
    """A release of these workflows, with a policy if its text is given."""
    texts = {f"{number}.yaml": whole(text) for number, text in enumerate(workflows)}
    if policy:
        texts["policies/local.yaml"] = "policy: local\nof: test\ntitle: Local\n" + dedent(policy)
    return compile_release(1, "test", texts, "local" if policy else "")


def a_workflow(text: str) -> Workflow:
    """One workflow."""
    (found,) = a_release(text).process.workflows.values()
    return found


def noon(moment: str) -> datetime:
    """ "Mon 2 Mar 2026" as 12:00 on that day; "Mon 2 Mar 2026 14:05" as it says."""
    return at(moment if ":" in moment else f"{moment} 12:00")


class Office:
    """The cases of some workflows in memory, and what happens to them."""

    def __init__(self, *workflows: str, policy: str = "") -> None:
        self.release = a_release(*workflows, policy=policy)
        self.calendar = england()
        self.cases = CasesInMemory(lambda _: self.release, self.calendar)
        self.actor = "somebody"
        self._first = next(iter(self.release.process.workflows))

    def opened(
        self, on: str, ref: str = CASE, *, workflow: str = "", by: str = "worker", **facts: Any
    ) -> Case:
        """Open a case, of the first workflow unless another is named."""
        command = self._command(OPEN_CASE, on, ref, by, "", facts)
        command = replace(command, workflow=workflow or self._first, policy=self.release.policy)
        carry_out(self.cases, command)
        return self.case(ref)

    def happened(
        self,
        event: str,
        on: str,
        *,
        to: str = CASE,
        by: str = "worker",
        recorded: str = "",
        **facts: Any,
    ) -> Event:
        """Record an event; it is recorded at noon of the day on which it happened."""
        return carry_out(self.cases, self._command(event, on, to, by, recorded, facts))

    def refused(self, event: str, on: str, **more: Any) -> Refused:
        """The refusal of an event. Nothing may have been kept of it, in any case."""
        before = self.everything()
        with pytest.raises(Refused) as refused:
            self.happened(event, on, **more)
        assert self.everything() == before
        return refused.value

    def time_passes(self, until: str) -> None:
        """Fire all that is due until then, soonest first."""
        drain(self.cases, lambda: list(self.cases.cases), noon(until))

    def everything(self) -> tuple[dict[str, Case], dict[str, list[Event]]]:
        """Every case and every row."""
        copy = self.cases.copy()
        return copy.cases, copy.histories

    def case(self, ref: str = CASE) -> Case:
        return self.cases.cases[ref]

    def history(self, ref: str = CASE) -> list[Event]:
        return self.cases.histories[ref]

    def last_step(self, ref: str = CASE) -> Step:
        return self.cases.steps[ref][-1]

    def state(self, ref: str = CASE) -> Sequence[str]:
        return self.case(ref).state

    def fact(self, name: str, ref: str = CASE) -> Any:
        """A fact that is kept; None while it is unset."""
        return self.case(ref).facts.get(name)

    def open_tasks(self, ref: str = CASE) -> list[str]:
        """The ids of the open tasks."""
        return [task.id for task in self.case(ref).tasks]

    def due(self, name: str, ref: str = CASE) -> date | datetime | None:
        """When the one open task of that name is due."""
        (task,) = (task for task in self.case(ref).tasks if task.name == name)
        return task.due.at

    def changes(self, ref: str = CASE) -> dict[str, str]:
        """What the last event did to tasks: the change by task id."""
        effects = self.last_step(ref).effects.tasks
        return {effect.task.id: effect.change.value for effect in effects}

    def deeds(self, ref: str = CASE) -> list[Event]:
        return [row for row in self.history(ref) if row.kind is Kind.DEED]

    def rungs(self, ref: str = CASE) -> list[tuple[str, str]]:
        """Notice and moment of every rung that somebody heard, in order."""
        told = (deed for deed in self.deeds(ref) if not deed.facts.get("passed"))
        deeds = (deed for deed in told if deed.name == RUNG_PASSED)
        return [(deed.facts["notice"], moment_name(deed.recorded_at)) for deed in deeds]

    def _command(
        self, event: str, on: str, ref: str, by: str, recorded: str, facts: Mapping[str, Any]
    ) -> Command:
        return Command(
            case=ref,
            event=event,
            occurred_on=noon(on) if ":" in on else day(on),
            recorded_at=noon(recorded or on),
            actor=self.actor,
            role=by,
            facts={name: plain(value) for name, value in facts.items()},
        )
