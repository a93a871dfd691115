"""The promise of it all: a meeting that is late is told to the right manager, that day, by e-mail.

On the real process, over simulated time: the clock steps from instant to instant and rings at each.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest

from databases import Databases
from days import at, day
from mail_server import MailServer, running
from notifications.channels.smtp import SmtpChannel
from real_process import catalogue, publish
from scheduler.building import a_person
from workflow.case.model import Command
from workflow.case.record import plain
from workflow.engine.run import run
from workflow.scheduler.dispatch import Dispatcher
from workflow.scheduler.routes import all_over
from workflow.scheduler.tick import Ticker
from workflow.store.database import Store
from workflow.store.stored import Person

SOON = timedelta(seconds=1)
NAME = "Robin Example"
STAFF = (
    a_person("team", "team_manager", manager="sam", team="North"),
    a_person("unit", "conference_unit"),
    a_person("sam", "service_manager", manager="hope", team="North"),
    a_person("hope", "head_of_service"),
)


@dataclass
class Office:
    """A partnership with one child's case, whose messages go to a mail server."""

    store: Store
    server: MailServer

    def staff(self, *people: Person) -> None:
        with self.store.writing() as writing:
            writing.replace_people(people)

    def does(self, event: str, on: str, **facts: object) -> None:
        command = Command(
            case="CP-1",
            event=event,
            workflow="child_protection",
            policy="liverpool",
            occurred_on=day(on),
            recorded_at=at(f"{on} 16:00"),
            actor="team",
            facts={name: plain(value) for name, value in facts.items()},
        )
        run(self.store, catalogue(), command)

    def time_passes(self, first: str, last: str) -> dict[date, list[tuple[str, str]]]:
        """Ring the clock at every instant that comes; who got which subject, by day."""
        channel = SmtpChannel(self.server.settings())
        outbox = Dispatcher(store=self.store, routes=all_over(channel))
        ticker = Ticker(store=self.store, catalogue=catalogue(), outbox=outbox)
        told: dict[date, list[tuple[str, str]]] = {}
        now, end = at(f"{first} 17:00"), at(f"{last} 17:00")
        while now <= end:
            before = len(self.server.mails)
            ticker.tick(now)
            for mail in self.server.mails[before:]:
                told.setdefault(now.date(), []).append((mail["To"], mail["Subject"]))
            now = self._next(now)
        return told

    def _next(self, now: datetime) -> datetime:
        """When the next timer is due; on a day in 2027 when none is."""
        with self.store.reading() as reading:
            first = reading.first_pending(now)
        return at("Fri 1 Jan 2027 00:00") if first is None else max(first, now + SOON)


@pytest.fixture
def office(databases: Databases) -> Iterator[Office]:
    """A strategy discussion on Mon 2 Mar 2026: the conference is due by Mon 23 Mar 2026."""
    store = Store(databases.fresh(publish), "841")
    with running(MailServer()) as server:
        office = Office(store, server)
        office.staff(*STAFF)
        monday = "Mon 2 Mar 2026"
        office.does(
            "open_case",
            monday,
            child_reference="CP-1",
            child_name=NAME,
            sex="F",
            date_of_birth=day("Wed 6 Feb 2019"),
            referral_received_on=day(monday),
            referral_source="2A",
            family_reference="F-1",
            route="referral",
        )
        office.does(
            "hold_strategy_discussion",
            monday,
            strategy_discussion_held_on=day(monday),
            strategy_discussion_outcome="section_47",
            agencies_present=["social_care", "police", "health"],
        )
        yield office
    store.close()


def to_sam(told: dict[date, list[tuple[str, str]]]) -> list[tuple[date, str]]:
    return [
        (on, subject)
        for on, mails in told.items()
        for to, subject in mails
        if to == "sam@example.org" and subject.startswith("Initial conference overdue")
    ]


def test_the_service_manager_is_told_on_the_working_day_after_once(office: Office) -> None:
    told = office.time_passes("Mon 2 Mar 2026", "Fri 27 Mar 2026")

    assert to_sam(told) == [
        (day("Tue 24 Mar 2026"), "Initial conference overdue by 1 working day (CP-1)")
    ]
    assert all(NAME not in mail.as_string() for mail in office.server.mails)
    assert "had to be held by Monday 23 March 2026, 1 working day ago" in office.server.said()
    assert "15 working days of “Section 47 enquiry started on” (Mon 2 Mar 2026)" in (
        office.server.said()
    )


def test_when_she_is_away_the_head_of_service_is_told_in_her_place(office: Office) -> None:
    tuesday = day("Tue 24 Mar 2026")
    away = a_person(
        "sam", "service_manager", manager="hope", team="North", away_from=tuesday, away_to=tuesday
    )
    office.staff(*(away if person.person == "sam" else person for person in STAFF))
    told = office.time_passes("Mon 2 Mar 2026", "Tue 24 Mar 2026")

    assert to_sam(told) == []
    overdue = [mail for mail in told[tuesday] if mail[1].startswith("Initial conference overdue")]
    assert overdue == [("hope@example.org", "Initial conference overdue by 1 working day (CP-1)")]
    assert "Why you are told: instead of service_manager: sam is away" in office.server.said()
