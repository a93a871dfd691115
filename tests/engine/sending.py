"""A small process that sends letters, over a database of its own.

    desk.opened("Mon 2 Mar 2026", people=[PARENT, SCHOOL])
    desk.does("invite", "Tue 3 Mar 2026")
    assert desk.told() == [("participant:MEETING-2026-1/parent", "waiting")]

A meeting looks at homes, which are cases of their own. asha plans meetings and is the worker of
homes. What a test does not write in words says `Dear NAME`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cases import whole
from days import at, day
from definitions import FOLDER
from scheduler.building import a_person
from workflow.case.model import Command
from workflow.case.record import plain
from workflow.definition.model import OPEN_CASE
from workflow.engine.catalogue import Catalogue
from workflow.engine.letterhead import Letterhead
from workflow.engine.run import Outcome, run
from workflow.store.database import Store
from workflow.store.stored_message import Message, Posting

MEETING, HOME = "M-1", "H-1"

HOMES = """
    workflow: home
    title: Home
    roles: {worker: Worker, planner: Planner, carer: {title: Carer, sees: own}}
    facts:
      family_name: {type: text, personal: yes}
      age: {type: number}
      lives_at: {type: address, personal: yes}
      decision: {type: choice, codes: {help: Help is given, nothing_more: Nothing more}}
      not_to_be_told: {type: text, many: yes, personal: yes}
      grieves: {type: yes_no}
    links: {looked_at_by: {to: meeting, inverse: looks_at}}
    open_case:
      {by: [worker], may_ask: [family_name, age, lives_at, decision, not_to_be_told], to: open}
    left_out: not_to_be_told
    silence: {when: "grieves"}
    states:
      open:
        title: Open
        steps:
          leave_out: {by: [worker], asks: [not_to_be_told], stay: yes}
          finish_home: {by: [worker], asks: [decision], stay: yes}
          record_grief: {by: [worker, carer], asks: [grieves], stay: yes}
    """

MEETINGS = """
    workflow: meeting
    title: Meeting
    roles: {worker: Worker, planner: Planner}
    facts:
      planned_for: {type: datetime}
      venue: {type: text}
      kind: {type: choice, codes: {first: First meeting, review: Review}}
      people:
        type: rows
        columns: [kind, name, agency, email, mobile, address, person, preferred, never, case]
        personal: yes
      restricted_from: {type: text, many: yes}
      chair: {type: person}
      reply: {type: text}
    participants:
      in: people
      kinds:
        parent: {title: Parent, family: yes}
        young: {title: Young person, family: yes}
        school: {title: School, agency: Education}
        guest: {title: Guest, observer: yes}
    links: {looks_at: {to: home, inverse: looked_at_by}}
    open_case:
      by: [planner]
      asks: [looks_at]
      may_ask: [people, planned_for, venue, kind, chair]
      to: open
    notices:
      overdue: It is overdue
      invitation:
        title: Invitation
        %s
    tasks:
      write_up: {role: worker, done_by: finish, due: {within: 5 working days, of: planned_for}}
    states:
      open:
        title: Being planned
        steps:
          invite:
            by: [planner]
            may_ask: [people, planned_for, venue, restricted_from]
            stay: yes
            notify: [invitation]
          list_people: {by: [planner], asks: [people], stay: yes}
          record_reply: {by: [planner], asks: [reply], stay: yes}
          find_venue: {by: [planner], asks: [venue], stay: yes}
          decide_on_letter:
            by: [planner]
            asks: [kind]
            ways:
              - {when: "kind == 'review'", stay: yes, notify: [invitation]}
              - {otherwise: stay}
          finish: {by: [worker], to: closed}
      closed: {title: Closed, final: yes}
    """

WORDS = {"subject.txt": "{{ case_reference }}", "body.txt": "Dear {{ recipient.name }}"}

PARENT = {
    "kind": "parent", "name": "Robin Invented", "email": "robin@home.example",
    "address": "1 High Street, Northwick",
}  # fmt: skip
SCHOOL = {"kind": "school", "agency": "Northwick School", "email": "office@school.example"}

STAFF = (
    a_person("asha", "worker", "planner", phone="01632 960123"),
    a_person("ben", "worker"),
    a_person("cal", "carer"),
)


@dataclass
class LetterDesk:
    """What is typed into one database, and what is sent."""

    store: Store
    catalogue: Catalogue

    def opened(self, on: str, *homes: Mapping[str, Any], ref: str = MEETING, **facts: Any) -> None:
        """Open a meeting, and the homes that it looks at: one of which nothing is known."""
        refs = [f"{HOME[:-1]}{number}" for number, _ in enumerate(homes or ({},), start=1)]
        for home, known in zip(refs, homes or ({},), strict=True):
            self.does(OPEN_CASE, on, to=home, workflow="home", **known)
        self.does(OPEN_CASE, on, to=ref, workflow="meeting", looks_at=refs, **facts)

    def does(self, event: str, on: str, **more: Any) -> Outcome:
        """A step of asha, recorded at noon of its day."""
        return self.run(self.command(event, on, **more))

    def run(self, command: Command) -> Outcome:
        return run(self.store, self.catalogue, command)

    def command(
        self,
        event: str,
        on: str,
        *,
        to: str = MEETING,
        workflow: str = "",
        command_id: str = "",
        **facts: Any,
    ) -> Command:
        return Command(
            case=to,
            event=event,
            workflow=workflow,
            occurred_on=day(on),
            recorded_at=at(f"{on} 12:00"),
            actor="asha",
            role="worker" if to.startswith("H") else "planner",
            command_id=command_id,
            facts={name: plain(value) for name, value in facts.items()},
        )

    def postings(self) -> list[Posting]:
        with self.store.reading() as reading:
            return sorted(reading.postings(), key=lambda each: each.id)

    def messages(self) -> list[Message]:
        return [posting.message for posting in self.postings()]

    def told(self) -> list[tuple[str, str]]:
        """The recipient of every message, and what has become of it."""
        return sorted((m.recipient, m.why or m.state) for m in self.messages())

    def to(self, recipient: str) -> Message:
        """The last message to somebody."""
        return [m for m in self.messages() if m.recipient.endswith(recipient)][-1]


def indented(notice: str) -> str:
    """What the invitation says, at the place of it."""
    return "\n        ".join(notice.strip().splitlines())


def catalogue_in(
    folder: Path, notice: str, words: Mapping[str, str], letterhead: Letterhead
) -> Catalogue:
    """The process in that folder. `notice` is what the invitation says, `words` its files."""
    process = folder / "process"
    process.mkdir(exist_ok=True)
    (process / "home.yaml").write_text(whole(HOMES), "utf-8")
    (process / "meeting.yaml").write_text(whole(MEETINGS % indented(notice)), "utf-8")
    for name, text in {**WORDS, **words}.items():
        file = process / "notices" / "invitation" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return Catalogue(process, FOLDER / "calendars", letterhead)


@contextmanager
def a_letter_desk(
    folder: Path, url: str, notice: str, letterhead: Letterhead, words: Mapping[str, str]
) -> Iterator[LetterDesk]:
    """A desk over a new database, with the process published and its people known."""
    store, catalogue = Store(url, "841"), catalogue_in(folder, notice, words, letterhead)
    try:
        with store.writing() as writing:
            catalogue.publish(writing, at("Mon 5 Jan 2026 09:00"), "process owner")
            writing.replace_people(STAFF)
        yield LetterDesk(store, catalogue)
    finally:
        store.close()
