"""The process that we ship, in a store of its own: people type in steps, and letters come of them.

    desk.does("C-1", "request_conference", "Mon 9 Mar 2026", "team_manager")
    assert desk.wordings() >= {"conference_requested/staff"}

Each role is held by one person, named like it. Nothing here is about a real person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from days import at, day
from definitions import FOLDER
from told import COUNCIL
from workflow.case.model import Command
from workflow.case.record import plain
from workflow.engine.catalogue import Catalogue
from workflow.engine.letterhead import Letterhead
from workflow.engine.run import run
from workflow.scheduler.tick import Ticker
from workflow.store.database import Store
from workflow.store.stored import Person
from workflow.store.stored_message import Message

ROLES = (
    "social_worker duty_manager team_manager lead_practitioner conference_unit conference_chair"
    " reviewing_officer service_manager head_of_service legal_adviser partnership_manager"
    " panel_member emergency_duty_team data_officer"
).split()

FAMILY_NAMES = {"parent": "Robin Invented", "child": "Alex Invented", "solicitor": "Lee Lawyer"}

AGENCY_NAMES = {
    "school": "Northwick Primary School",
    "gp": "Market Surgery",
    "police": "Northwick Police",
    "health_visitor": "Northwick Health Visitors",
    "midwife": "Northwick Midwives",
    "housing": "Northwick Homes",
}


def _person(role: str) -> Person:
    name = f"{role.replace('_', ' ').title().replace(' ', ' the ', 1)} Invented"
    return Person(
        person=role,
        name=name,
        email=f"{role}@northwick.example",
        roles=(role,),
        phone="01632 960123",
    )


def invited(*kinds: str) -> list[dict[str, str]]:
    """Rows of those who are invited, with addresses."""
    return [
        {
            "kind": kind,
            "name": FAMILY_NAMES.get(kind, AGENCY_NAMES.get(kind, f"{kind} invented")),
            "agency": AGENCY_NAMES.get(kind, ""),
            "email": f"{kind}@elsewhere.example",
            "address": "2 Canal Street, Northwick NW9 2BB",
        }
        for kind in kinds
    ]


@dataclass
class AgencyDesk:
    """What is typed into one database, and what is sent."""

    store: Store
    catalogue: Catalogue

    def does(self, case: str, event: str, on: str, by: str, /, **facts: Any) -> tuple[str, ...]:
        """A step of whoever holds the role; the references of the cases that it changed."""
        workflow = str(facts.pop("workflow", ""))
        command = Command(
            case=case,
            event=event,
            workflow=workflow,
            occurred_on=day(on),
            recorded_at=at(f"{on} 12:00"),
            actor=by,
            role=by,
            facts={name: plain(value) for name, value in facts.items()},
        )
        return tuple(each.ref for each in run(self.store, self.catalogue, command).changed)

    def ticks(self, moment: str) -> None:
        """One round of the clock."""
        Ticker(store=self.store, catalogue=self.catalogue).tick(at(moment))

    def messages(self) -> list[Message]:
        """Every message, those that are withdrawn too."""
        with self.store.reading() as reading:
            return [p.message for p in sorted(reading.postings(), key=lambda each: each.id)]

    def in_words(self, wording: str) -> list[Message]:
        """The messages in that wording, such as `views_sought/agency`."""
        return [m for m in self.messages() if m.content.get("wording") == wording]


@contextmanager
def an_agency_desk(folder: Path) -> Iterator[AgencyDesk]:
    """A desk over a new database."""
    letterhead = Letterhead(
        council=COUNCIL, base_url="https://caseward.northwick.example", secure_mail=True
    )
    store = Store(f"sqlite:///{folder / 'letters.db'}", "841")
    store.create_or_upgrade()
    catalogue = Catalogue(FOLDER / "child_protection", FOLDER / "calendars", letterhead)
    try:
        with store.writing() as writing:
            catalogue.publish(writing, at("Mon 5 Jan 2026 09:00"), "process owner")
            writing.replace_people(tuple(_person(role) for role in ROLES))
        yield AgencyDesk(store, catalogue)
    finally:
        store.close()


Outcome = Mapping[str, Any]

A_PLAN: Outcome = {
    "decision": "protection_plan",
    "reasons": "The child missed 31 days of school and was often hungry.",
    "category_of_abuse": "neglect",
    "lead_social_worker": "social_worker",
    "first_core_group_on": "2026-03-26",
    "first_review_on": "2026-06-10",
    "plan_due_on": "2026-03-31",
    "outline_plan": "Breakfast club every school day from Monday 23 March: the school.",
    "contingency_plan": "If two more days are missed without a reason, we meet in that week.",
    "involvement_plan": "The grandmother comes to core groups.",
    "early_review_triggers": "A night on which the child is left alone.",
    "core_group_members": ["school", "health_visitor", "parent", "social_worker", "midwife"],
}

THE_END: Outcome = {
    "decision": "end",
    "reasons": "The child comes to school and eats.",
    "plan_end_reason": "no_longer_at_risk",
    "support_after": "The family support worker goes on until Christmas.",
    "continuing_support_plan": "Weekly visits; the school sees to breakfast.",
    "lead_practitioner": "lead_practitioner",
    "child_in_need_meeting_by": "2026-06-19",
}
