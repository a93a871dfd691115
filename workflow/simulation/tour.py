"""Who is in the demonstration with pages, and what each of them may try."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

OWNER, OFFICER = "process.owner", "data.officer"
WELCOME = "It is {day}, and {families} invented families are as they stand today."

WORKER, CHAIR, UNIT, MANAGER = "social_worker", "conference_chair", "conf.admin", "area.manager"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One of those to sign in as: what to try, each with the page on which it begins."""

    title: str
    tries: tuple[tuple[str, str], ...]


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
                ("Book the conference about two siblings that waits in your work, for today at"
                 " 17:00, and invite people; then read the invitations in the inbox and answer one"
                 " by its link. The chair whom you named can hold it at once, and decide for each"
                 " child.", "/"),
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
        OWNER: Part(
            title="Process owner",
            tries=(
                ("Read the procedure: its picture, its words beside their source, and what each"
                 " partnership changes.", "/definitions"),
            ),
        ),
        OFFICER: Part(
            title="Data officer, who administers people",
            tries=(
                ("Give somebody a role or a team, or say that they are away.", "/people"),
                ("Let another program be told what happens.", "/programs"),
            ),
        ),
    }  # fmt: skip
