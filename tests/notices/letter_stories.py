"""Invented families whose cases bring about every letter to a family, by real steps.

desk = told_desk(folder)
an_enquiry(desk)
desk.letters()["safety_plan/parents"]
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from days import at, day
from definitions import FOLDER
from engine.building import Desk, a_referral, discussed
from process.building import EVERYBODY
from real_process import fresh, release
from told import COUNCIL
from workflow.case.model import Command
from workflow.case.record import plain
from workflow.definition.model import OPEN_CASE
from workflow.engine.catalogue import Catalogue
from workflow.engine.letterhead import Letterhead
from workflow.engine.run import Outcome, run
from workflow.store.stored import Person
from workflow.store.stored_message import Message

WORKFLOWS = {"CP": "child_protection", "CO": "conference", "CG": "core_group", "AP": "appeal"}

PARENT = {
    "kind": "parent",
    "name": "Ann Example",
    "email": "ann@example.org",
    "address": "2 Canal Street, Northwick, NW9 2BB",
}
FATHER = {"kind": "parent", "name": "Ben Example", "address": "7 Mill Lane, Northwick, NW9 3CC"}
AUNT = {"kind": "supporter", "name": "Ida Example", "email": "ida@example.org"}
GRAN = {"kind": "wider_family", "name": "Una Example", "address": "9 Hill Rise, Northwick, NW9 6EE"}
ROBIN, ALEX = "Robin Example", "Alex Example"
AT_SCHOOL = "c/o Hill School, Northwick, NW9 5DD"
AGENCIES = [
    {"kind": "social_worker", "agency": "Children's social care", "email": "jo@x.example"},
    {"kind": "school", "agency": "Hill School", "email": "office@school.example"},
    {"kind": "police", "agency": "Police", "email": "desk@police.example"},
]
WRITTEN_TO = {
    "parent_name": "Ann Example",
    "parent_email": "ann@example.org",
    "parent_address": "2 Canal Street, Northwick, NW9 2BB",
    "other_parent_name": "Ben Example",
    "other_parent_address": "7 Mill Lane, Northwick, NW9 3CC",
    "letters_to_child": AT_SCHOOL,
}
LAWYER = {"kind": "solicitor", "name": "Lea Example", "email": "lea@law.example"}
FAMILY = [PARENT, FATHER, AUNT, GRAN, LAWYER]
PLAN: dict[str, Any] = {
    "decision": "protection_plan",
    "category_of_abuse": "neglect",
    "reasons": "Robin missed 31 days of school and has often been hungry.",
    "lead_social_worker": "jo",
    "contingency_plan": "If two more days are missed without a reason, we meet in that week.",
    "outline_plan": "Breakfast club every school day from Monday 13 April: the school sees to it.",
    "involvement_plan": "You come to the core group. An aunt may come with you.",
    "early_review_triggers": "Somebody is hurt at home again.",
}


@dataclass
class LetterDesk(Desk):
    """A desk in an installation that has a letterhead, and what it has sent."""

    sending: Catalogue = field(
        default_factory=lambda: Catalogue(
            FOLDER / "child_protection",
            FOLDER / "calendars",
            Letterhead(council=COUNCIL, secure_mail=True),
        )
    )

    def command(self, ref: str, event: str, on: str, **more: Any) -> Command:
        workflow = WORKFLOWS[ref[:2]]
        flow = release().workflow(workflow)
        steps = [flow.opening] if event == OPEN_CASE else flow.steps
        role = next((s.by[0] for s in steps if s.by and s.event in (event, "", OPEN_CASE)), "")
        return Command(
            case=ref,
            event=event,
            workflow=workflow,
            occurred_on=day(on),
            recorded_at=at(f"{on} 16:00"),
            actor="sam" if role == "conference_chair" else "asha",
            role=role,
            facts={name: plain(value) for name, value in more.items()},
        )

    def run(self, command: Command, revision: int | None = None) -> Outcome:
        return run(self.store, self.sending, command, revision=revision)

    def messages(self) -> list[Message]:
        with self.store.reading() as reading:
            return [each.message for each in reading.postings()]

    def letters(self) -> dict[str, list[Message]]:
        """The messages of steps, by the folder of their words."""
        found: dict[str, list[Message]] = defaultdict(list)
        for message in self.messages():
            if "wording" in message.content:
                found[str(message.content["wording"])].append(message)
        return found


def a_desk(folder: Path, stack: ExitStack) -> LetterDesk:
    """A desk over a new database, and the people who work there."""
    desk = LetterDesk(stack.enter_context(fresh(folder)))
    flows = release().process.workflows.values()
    every = tuple(sorted({role for flow in flows for role in flow.roles}))
    with desk.store.writing() as writing:
        writing.replace_people(
            [
                _person("asha", "Asha Invented", *every),
                _person("jo", "Jo Invented", "social_worker", "lead_practitioner"),
                _person("sam", "Sam Invented", "conference_chair"),
            ]
        )
    return desk


def _person(person: str, name: str, *roles: str) -> Person:
    return Person(
        person=person,
        name=name,
        email=f"{person}@northwick.example",
        phone="01632 960123",
        roles=roles,
        team="",
        manager="",
        away_from=None,
        away_to=None,
    )


def a_child(ref: str) -> dict[str, Any]:
    """The child of that case as somebody who is invited."""
    name = ALEX if ref == "CP-2" else ROBIN
    return {"kind": "child", "name": name, "case": ref, "address": AT_SCHOOL}


def referred(desk: LetterDesk, ref: str, on: str, **more: Any) -> None:
    """A child of 13, CP-2 of six, written to at school; the referrer is known."""
    born = day("Wed 6 Feb 2019") if ref == "CP-2" else day("Wed 6 Feb 2013")
    given: dict[str, Any] = {
        "date_of_birth": born,
        "child_name": ALEX if ref == "CP-2" else ROBIN,
        "referrer_name": "Kit Example",
        "referrer_email": "kit@school.example",
    }
    known = a_referral(on, ref) | given | more
    desk.does(ref, OPEN_CASE, on, **{k: v for k, v in known.items() if v is not None})
    desk.does(ref, "update_child_details", on, **WRITTEN_TO)


def enquired(desk: LetterDesk, ref: str, on: str, outcome: str, **more: Any) -> None:
    """An enquiry, begun and ended on that day."""
    desk.does(ref, "hold_strategy_discussion", on, **discussed(on))
    facts = {"enquiry_outcome": outcome, "enquiry_ended_on": day(on)}
    why = "The school and the doctor told us what they had seen, and so did you."
    desk.does(ref, "record_enquiry_outcome", on, outcome_reasons=why, **facts, **more)


def likely_harm(folder: Path, stack: ExitStack, began: str) -> LetterDesk:
    """A desk at which CP-1 was referred and its enquiry found likely harm, on that day."""
    desk = a_desk(folder, stack)
    referred(desk, "CP-1", began)
    enquired(desk, "CP-1", began, "likely_significant_harm")
    return desk


def planned(desk: LetterDesk, ref: str, on: str, *refs: str, kind: str = "initial") -> None:
    """A conference about these children, booked for ten o'clock, the family invited."""
    month_before = "Mon 2 Mar 2026" if kind == "initial" else "Mon 4 May 2026"
    desk.does(ref, OPEN_CASE, month_before, conference_kind=kind, considers=list(refs))
    booked = {"planned_for": at(f"{on} 10:00"), "venue": "Civic Centre, Room 4", "chair": "sam"}
    desk.does(ref, "book_conference", month_before, **booked)
    people = [*FAMILY, *(a_child(each) for each in refs), *AGENCIES]
    desk.does(ref, "invite", month_before, participants=people)


def held(desk: LetterDesk, ref: str, on: str, **outcomes: dict[str, Any]) -> None:
    """The conference is held, the father not there, with these outcomes (`CP_1` for CP-1)."""
    there = [*EVERYBODY[1:], "parent/1"]
    desk.does(ref, "hold_conference", on, held_on=day(on), attended=there)
    rows = {child.replace("_", "-"): row for child, row in outcomes.items()}
    desk.does(ref, "record_conference_outcome", on, outcomes=rows)
    desk.does(ref, "send_decision", on, told_verbally_on=day(on))


def plan(first_core_group: str, first_review: str, **more: Any) -> dict[str, Any]:
    """The outcome that begins a plan."""
    days: dict[str, date] = {
        "first_core_group_on": day(first_core_group),
        "first_review_on": day(first_review),
    }
    return {**PLAN, **days, **more}


def on_plan(desk: LetterDesk, ref: str = "CP-1", conference: str = "CONF-1", **more: Any) -> None:
    """A child whose initial conference of Mon 23 Mar 2026 decided on a plan."""
    referred(desk, ref, "Mon 2 Mar 2026", **more)
    enquired(desk, ref, "Mon 2 Mar 2026", "likely_significant_harm")
    planned(desk, conference, "Mon 23 Mar 2026", ref)
    decided = plan("Wed 1 Apr 2026", "Mon 15 Jun 2026")
    held(desk, conference, "Mon 23 Mar 2026", **{ref.replace("-", "_"): decided})
