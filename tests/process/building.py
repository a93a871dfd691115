"""A partnership's cases on the real process, told in few words and with weekdays.

    darlington = Partnership("darlington")
    darlington.on_plan("Mon 23 Mar 2026")
    assert darlington.due("hold_core_group") == day("Wed 8 Apr 2026")

Everything is recorded at 16:00 of the day on which it happened, unless a test says otherwise, by
somebody in the first role that may do it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from days import at, day
from real_process import in_memory, release
from workflow.case.cascade import carry_out
from workflow.case.model import Case, Command, Event, Refused
from workflow.case.record import plain
from workflow.case.simulated_time import drain
from workflow.definition.model import OPEN_CASE

CHILD, MEETING = "CP-1", "CONF-1"
"""The cases that are meant where none is named."""

Facts = dict[str, Any]

EVERYBODY = ["parent", "social_worker", "school", "police", "health_visitor"]
ALONE = ["parent", "social_worker"]

ENDS: Facts = {
    "decision": "end",
    "plan_end_reason": "no_longer_at_risk",
    "support_after": "-",
    "continuing_support_plan": "-",
    "lead_practitioner": "worker.1",
}
"""What a review conference decides that ends a plan."""


class Partnership:
    """The cases of one partnership in memory."""

    def __init__(self, policy: str = "") -> None:
        self.policy, self.release = policy, release(policy)
        self.cases = in_memory()

    # -- what happens ------------------------------------------------------------------------------

    def happened(
        self, event: str, on: str, *, ref: str = CHILD, recorded: str = "", **facts: Any
    ) -> Event:
        """Record an event. Raises Refused."""
        return carry_out(self.cases, self._command(event, on, ref, recorded, facts))

    def refused(self, event: str, on: str, **more: Any) -> Refused:
        """The refusal of an event; no case may have changed."""
        before = dict(self.cases.cases)
        with pytest.raises(Refused) as refused:
            self.happened(event, on, **more)
        assert self.cases.cases == before
        return refused.value

    def time_passes(self, until: str) -> None:
        """Let the clock fire all that is due until then."""
        drain(self.cases, lambda: list(self.cases.cases), at(f"{until} 12:00"))

    def referred(self, on: str, ref: str = CHILD, **facts: Any) -> None:
        """A referral about a child of seven, or as the facts say. None leaves a fact out."""
        given: Facts = {
            "child_reference": ref,
            "child_name": "Invented",
            "sex": "F",
            "date_of_birth": day("Wed 6 Feb 2019"),
            "referral_received_on": day(on),
            "referral_source": "2A",
            "family_reference": "FAM-1",
            "route": "referral",
        } | facts
        known = {name: value for name, value in given.items() if value is not None}
        self.happened(OPEN_CASE, on, ref=ref, **known)

    def discussed(self, on: str, ref: str = CHILD, *, recorded: str = "", **facts: Any) -> None:
        """A strategy discussion that begins an enquiry, all agencies present."""
        given: Facts = {
            "strategy_discussion_held_on": day(on),
            "strategy_discussion_outcome": "section_47",
            "agencies_present": ["social_care", "police", "health"],
        } | facts
        self.happened("hold_strategy_discussion", on, ref=ref, recorded=recorded, **given)

    def found(
        self, on: str, ref: str = CHILD, *, outcome: str = "likely_significant_harm", **more: Any
    ) -> None:
        """The enquiry ends."""
        facts: Facts = {
            "enquiry_outcome": outcome,
            "enquiry_ended_on": day(on),
            "outcome_reasons": "-",
        }
        self.happened("record_enquiry_outcome", on, ref=ref, **facts, **more)

    def booked(
        self, on: str, planned: str, *refs: str, meeting: str = MEETING, **facts: Any
    ) -> None:
        """A conference about these children is opened and booked."""
        kind = facts.get("conference_kind", "initial")
        considers = list(refs) or [CHILD]
        self.happened(OPEN_CASE, on, ref=meeting, conference_kind=kind, considers=considers)
        booking: Facts = {"planned_for": at(f"{planned} 10:00"), "venue": "-", "chair": "chair.1"}
        self.happened("book_conference", on, ref=meeting, **booking)

    def met(self, on: str, meeting: str = MEETING, attended: list[str] = EVERYBODY) -> None:
        """The conference meets; it is held if enough agencies are there."""
        self.happened("hold_conference", on, ref=meeting, held_on=day(on), attended=attended)

    def decided(
        self, on: str, *, meeting: str = MEETING, **outcomes: Mapping[str, Any] | str
    ) -> None:
        """The outcome for each child, named `CP_1` for CP-1; a text is the decision."""
        rows = {
            ref.replace("_", "-"): an_outcome(on, row) if isinstance(row, str) else row
            for ref, row in outcomes.items()
        }
        self.happened("record_conference_outcome", on, ref=meeting, outcomes=rows)

    def reviewed(self, on: str, meeting: str = "REV-1", *, ref: str = CHILD, **row: Any) -> None:
        """A review conference about one child on a plan, from the booking to the outcome."""
        week_before = said(day(on) - timedelta(days=7))
        self.booked(week_before, on, ref, meeting=meeting, conference_kind="review")
        self.met(on, meeting)
        facts = {"decision": "continue", "category_of_abuse": "neglect", "reasons": "-"} | row
        self.decided(on, meeting=meeting, **{ref.replace("-", "_"): plain(facts)})

    def on_plan(self, held: str, ref: str = CHILD, **facts: Any) -> None:
        """A child whose initial conference, held on that day, decides on a plan."""
        on = said(day(held) - timedelta(days=21))
        self.referred(on, ref, **facts)
        self.discussed(on, ref)
        self.found(on, ref)
        meeting = ref.replace("CP", "CONF")
        self.booked(on, held, ref, meeting=meeting)
        self.met(held, meeting)
        self.decided(held, meeting=meeting, **{ref.replace("-", "_"): "protection_plan"})

    def copy(self) -> Partnership:
        """The same cases, apart."""
        other = Partnership(self.policy)
        other.cases = self.cases.copy()
        return other

    # -- what is so --------------------------------------------------------------------------------

    def case(self, ref: str = CHILD) -> Case:
        return self.cases.cases[ref]

    def due(self, task: str, ref: str = CHILD) -> date | datetime | None:
        """When the one open task of that name is due."""
        (found,) = (each for each in self.case(ref).tasks if each.name == task)
        return found.due.at

    def tasks(self, ref: str = CHILD) -> set[str]:
        """Names of the open tasks."""
        return {task.name for task in self.case(ref).tasks}

    def is_in(self, state: str, ref: str = CHILD) -> bool:
        """Whether the case is in that state, among others."""
        case = self.case(ref)
        return state in self.release.workflow(case.workflow).active(case.state)

    def _command(
        self, event: str, on: str, ref: str, recorded: str, facts: Mapping[str, Any]
    ) -> Command:
        workflow = "child_protection" if ref.startswith("CP") else "conference"
        role = self._role(workflow, event, ref)
        return Command(
            case=ref,
            event=event,
            workflow=workflow,
            policy=self.policy,
            occurred_on=day(on),
            recorded_at=at(f"{recorded or on} 16:00"),
            actor=role,  # another person in each role
            role=role,
            facts={name: plain(value) for name, value in facts.items()},
        )

    def _role(self, workflow: str, event: str, ref: str) -> str:
        if event == OPEN_CASE:
            return self.release.workflow(workflow).opening.by[0]
        steps = self.release.chart(workflow).open_steps(self.case(ref).state, event)
        return next((role for step in steps for role in step.by), "")


def visit(case: Partnership, on: str, recorded: str = "") -> None:
    """A visit that saw the child."""
    facts: Facts = {"child_seen": True, "seen_alone": True, "bedroom_seen": True}
    case.happened("record_visit", on, recorded=recorded, visited_on=day(on), **facts)


def said(on: date) -> str:
    """A day as `day` reads it."""
    return f"{on:%a} {on.day} {on:%b %Y}"


def an_outcome(held: str, decision: str = "protection_plan") -> dict[str, Any]:
    """What a conference on that day decides for one child, with all that a plan needs."""
    row = {"decision": decision, "reasons": "-"}
    if decision != "protection_plan":
        return row
    return row | {
        "category_of_abuse": "neglect",
        "lead_social_worker": "worker.1",
        "first_core_group_on": (day(held) + timedelta(days=7)).isoformat(),
        "first_review_on": (day(held) + timedelta(days=80)).isoformat(),
        "contingency_plan": "-",
        "outline_plan": "-",
    }
