"""Who is in the demonstration with pages, and what each of them may try."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from workflow.simulation.staff import ABOVE
from workflow.store.stored import Person

OWNER = Person(
    person="process.owner", name="Process Owner (invented)", email="", roles=("process_owner",)
)
OFFICER = Person(
    person="data.officer", name="Data Officer (invented)", email="", roles=("data_officer",)
)
WELCOME = "It is {day}, and {families} invented families are as they stand today."

WORKER, CHAIR, UNIT, MANAGER = "social_worker", "conference_chair", "conf.admin", "area.manager"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One of those to sign in as: what to try, each with the page on which it begins."""

    title: str
    tries: tuple[tuple[str, str], ...]


def with_addresses(people: Sequence[Person]) -> list[Person]:
    """Everybody, with those who look after process and people; their addresses lead nowhere."""
    known = {each.person for each in people}
    return [replace(_placed(each, known), email=f"{each.person}@northwick.example")
            for each in (*people, OWNER, OFFICER)]  # fmt: skip


def parts(worker: str, chair: str, cases: Mapping[str, str]) -> dict[str, Part]:
    """By person: the busiest worker and chair, the unit, a manager, the owner of the process, and
    who administers people.

    `cases` holds the case that comes first in each one's work.
    """
    first = {name: f"/cases/{ref}" for name, ref in cases.items()}
    return {
        worker: Part(
            title="Lead social worker",
            tries=(
                ("See what is yours to do, by when, and what is late.", "/"),
                ("Open the case that is due first. Ask how a date comes about, and record a visit.",
                 first.get(worker, "/")),
            ),
        ),
        chair: Part(
            title="Conference chair",
            tries=(("See what waits for you, and record an outcome for each child.", "/"),),
        ),
        UNIT: Part(
            title="Safeguarding and conference unit",
            tries=(
                ("Open a conference about the child of this case, book it and invite people; then"
                 " read the invitations in the inbox and answer one by its link.",
                 first.get(UNIT, "/")),
                ("See every message: what failed, what is held, what to print and post.",
                 "/messages"),
            ),
        ),
        MANAGER: Part(
            title="Team manager",
            tries=(
                ("See all open cases by what is due next, the lists, and what the next twelve weeks"
                 " need.", "/board"),
                ("See what is late in your teams.", "/board?late=yes"),
                ("Find a family by a name or a date of birth.", "/find?ref=FAM-0"),
            ),
        ),
        OWNER.person: Part(
            title="Process owner",
            tries=(
                ("Read the procedure: its picture, its words beside their source, and what each"
                 " partnership changes.", "/definitions"),
                ("Look at a case as the procedure that you own runs it.", "/find?ref=CP-0"),
            ),
        ),
        OFFICER.person: Part(
            title="Data officer, who administers people",
            tries=(
                ("Give somebody a role or a team, or say that they are away.", "/people"),
                ("Let another program be told what happens.", "/programs"),
            ),
        ),
    }  # fmt: skip


def _placed(person: Person, known: set[str]) -> Person:
    part = person.person.partition(".")[0]
    manager = ABOVE.get(part, "")
    team = "conferences" if part in ("conf", "chair") else "families"
    return replace(person, team=team, manager=manager if manager in known else "")
