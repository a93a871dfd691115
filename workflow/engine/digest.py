"""The daily digest: what was gathered for somebody goes as one message, at half past seven.

What has been done since is left out, and nothing is sent where nothing is left. One a person and
day, however often it is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from workflow.case.independence import holder
from workflow.case.model import Case, Task
from workflow.clock import at_time, london_day
from workflow.deadlines.due import is_late
from workflow.definition.notice import DIGEST
from workflow.engine.catalogue import Catalogue
from workflow.engine.notice_context import line_of_digest, of_digest
from workflow.engine.stored_cases import StoredCases
from workflow.engine.wording import worded
from workflow.errors import CasewardError, DatabaseBusy
from workflow.store.clockwork import DONE_WITH, GATHERED, WAITING
from workflow.store.reading import Reading
from workflow.store.stored import Person
from workflow.store.stored_message import Message
from workflow.store.writing import Writing

DIGEST_AT = time(7, 30)
"""When digests go, in England: half an hour after the rungs of the day."""

Gathered = tuple[str, Message]
"""A message that was gathered, after its id."""


def day_of_digest(now: datetime) -> date:
    """The day whose digest is the last to have become due."""
    today = london_day(now)
    return today if now >= at_time(today, DIGEST_AT) else today - timedelta(days=1)


@lru_cache(maxsize=16)  # the clock asks often, and of the same message until it goes
def goes_with_digest_at(at: datetime) -> datetime:
    """When the digest is due with which a message of that instant goes."""
    due = at_time(london_day(at), DIGEST_AT)
    return due if at <= due else at_time(london_day(at) + timedelta(days=1), DIGEST_AT)


def waiting_for_digest(reading: Reading, now: datetime) -> dict[str, list[Gathered]]:
    """What was gathered for the last digest or an earlier one, by recipient."""
    until = at_time(day_of_digest(now), DIGEST_AT)
    found: dict[str, list[Gathered]] = {}
    for id_, message in reading.messages(GATHERED):
        if message.at <= until:
            found.setdefault(message.recipient, []).append((id_, message))
    return found


def send_digest(
    writing: Writing,
    catalogue: Catalogue,
    recipient: str,
    gathered: Sequence[Gathered],
    now: datetime,
) -> bool:
    """Put down the digest of the day for somebody. False: there was one, or nothing to say."""
    day = day_of_digest(now)
    cases = StoredCases(writing, catalogue)
    over, lines = _sorted_out(cases, gathered, now)
    writing.set_state(over, DONE_WITH)
    if not lines:
        return False
    digest = Message(
        key=f"{DIGEST}/{recipient}/{day.isoformat()}",
        recipient=recipient,
        notice=DIGEST,
        state=WAITING,
        at=at_time(day, DIGEST_AT),
        created_at=now,
        content={"day": day, "workers": _grouped(list(lines.values()))},
    )
    if not writing.add_messages([_worded(writing, catalogue, cases, digest, now)]):
        return False  # the day's has gone: these go with the next
    writing.set_state(lines, DONE_WITH)
    return True


def _worded(
    writing: Writing, catalogue: Catalogue, cases: StoredCases, digest: Message, now: datetime
) -> Message:
    """The digest in words, by the newest release of the cases in it."""
    told = [line for of_worker in digest.content["workers"] for line in _in_order(of_worker)]
    newest = max((cases.get(line["case"]) for line in told), key=lambda case: case.release)
    release, _ = cases.pins(newest)
    people = {person.person: person for person in writing.people()}
    letterhead = catalogue.letterhead
    return worded(
        digest,
        lambda: catalogue.templates(release),
        lambda: of_digest([_told(cases, people, line, now) for line in told], letterhead),
        person=people.get(digest.recipient),
        letterhead=letterhead,
        now=now,
    )


def _in_order(of_worker: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [*of_worker["late"], *of_worker["to_come"]]


def _told(
    cases: StoredCases, people: Mapping[str, Person], line: Mapping[str, Any], now: datetime
) -> dict[str, object]:
    case = cases.get(line["case"])
    release, calendar = cases.pins(case)
    task = next(t for t in case.tasks if t.key == (line["task"], line["item"] or ""))
    worker = people.get(line["worker"])
    name = worker.name if worker else ""
    return line_of_digest(release, calendar, case, task, person=name, now=now)


def _sorted_out(
    cases: StoredCases, gathered: Sequence[Gathered], now: datetime
) -> tuple[list[str], dict[str, dict[str, Any]]]:
    """The ids of messages that are pointless by now, and the lines of the others by their ids."""
    over: list[str] = []
    lines: dict[str, dict[str, Any]] = {}
    for id_, message in gathered:
        try:
            task = _still_open(cases, message)
        except DatabaseBusy:
            raise  # somebody works on the case: to be begun anew
        except (CasewardError, LookupError, ValueError, TypeError):
            continue  # the case is broken, which is an incident: told once it is mended
        if task is None:
            over.append(id_)
        else:
            lines[id_] = _line(cases, message, task, now)
    return over, lines


def _still_open(cases: StoredCases, message: Message) -> Task | None:
    """The task that a gathered message is about, if it is open and due on the same date still."""
    case = cases.get(str(message.content["case"]))
    found = (task for task in case.tasks if task.id == message.task)
    return next((task for task in found if task.due.at == message.due), None)


def _line(cases: StoredCases, message: Message, task: Task, now: datetime) -> dict[str, Any]:
    due = task.due.at
    assert due is not None  # a rung has fired for it
    case = cases.get(str(message.content["case"]))
    given = cases.given_to(case.ref, task.id)
    worker = given or _holder(cases, case, task.role)
    return {
        "worker": worker or f"role:{task.role}",
        "late": is_late(due, now),
        "case": case.ref,
        "workflow": case.workflow,
        "task": task.name,
        "item": task.item,
        "due": due.isoformat(),
        "notice": message.notice,
    }


def _holder(cases: StoredCases, case: Case, role: str) -> str:
    """Who has the role on the case, else on the first that it deals with where somebody has."""
    near = ((cases.workflow(case), case), *cases.dealt(case.ref, open_only=True))
    return next(filter(None, (holder(flow, each, role) for flow, each in near)), "")


def _grouped(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """By worker and lateness, the oldest first; a task of which two rungs tell is told once."""
    once = {(line["case"], line["task"], line["item"]): line for line in lines}
    in_order = sorted(
        once.values(),
        key=lambda line: (line["worker"], not line["late"], line["due"], line["case"]),
    )
    return [
        {
            "worker": worker,
            "late": [line for line in of_worker if line["late"]],
            "to_come": [line for line in of_worker if not line["late"]],
        }
        for worker, group in groupby(in_order, key=itemgetter("worker"))
        for of_worker in [list(group)]
    ]
