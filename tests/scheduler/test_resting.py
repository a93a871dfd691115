"""A ring that finds nothing to do costs a look only, and is no less honest for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from databases import on_sqlite
from days import at
from scheduler.building import LATE, SOON, Desk
from scheduler.posting import a_message
from workflow.engine.digest import goes_with_digest_at
from workflow.scheduler.metrics import Metrics
from workflow.scheduler.service import PULSE, Service
from workflow.scheduler.tick import Point, Ticker
from workflow.store.clockwork import GATHERED

EARLY = "Thu 12 Mar 2026 12:00"


class Rung:
    """A worker whose alarm is rung by hand, a quarter of a minute apart unless it says otherwise.

    `tick` says whether a ring went into a whole tick.
    """

    def __init__(self, desk: Desk, **ticker: Any) -> None:
        self._points: list[Point] = []
        self._now, self._passed = at(EARLY), 0.0
        made = Ticker(
            store=desk.store, catalogue=desk.catalogue, reached=self._points.append, **ticker
        )
        self.metrics = Metrics()
        self._service = Service(made, lambda: self._now, self.metrics, passed=lambda: self._passed)

    def tick(self, moment: str = EARLY, *, later: timedelta = timedelta(seconds=15)) -> bool:
        self._now, self._passed = at(moment), self._passed + later.total_seconds()
        self._points.clear()
        self._service.ring()
        return bool(self._points)

    @property
    def health(self) -> str:
        return self._service.health().says


class Sends:
    """An outbox that only counts how often it is asked to send."""

    def __init__(self) -> None:
        self.asked = 0

    def dispatch(self, now: datetime, stopping: Callable[[], bool]) -> int:
        self.asked += 1
        return 0


def pulse(desk: Desk) -> datetime | None:
    with desk.store.reading() as reading:
        return reading.last_pulse()


def test_where_nothing_is_due_there_is_no_tick(desk: Desk) -> None:
    desk.opened("Mon 2 Mar 2026")
    rung = Rung(desk)

    assert not rung.tick(EARLY)
    assert rung.tick(SOON)
    assert desk.told() == [("soon", "asha")]


def test_a_case_that_is_opened_meanwhile_is_seen_at_the_next_ring(desk: Desk) -> None:
    rung = Rung(desk)
    assert not rung.tick(SOON)

    desk.opened("Mon 2 Mar 2026")

    assert rung.tick(SOON)


def test_a_message_that_waits_is_sent_though_no_timer_is_due(desk: Desk) -> None:
    sends = Sends()
    rung = Rung(desk, outbox=sends)
    rung.tick()
    assert sends.asked == 0

    with desk.store.writing() as writing:
        writing.add_messages([a_message()])

    assert rung.tick()
    assert sends.asked == 1


def test_what_was_gathered_waits_for_the_digest_and_no_tick_asks_for_it_before(
    desk: Desk,
) -> None:
    with desk.store.writing() as writing:
        writing.add_messages([replace(a_message("mina", at=at(LATE)), state=GATHERED)])
    rung = Rung(desk)

    assert not rung.tick("Mon 23 Mar 2026 07:29")
    assert rung.tick("Mon 23 Mar 2026 07:30")


def test_a_case_that_cannot_be_fired_is_tried_again_and_counted(desk: Desk) -> None:
    desk.opened("Mon 2 Mar 2026")
    desk.breaks("A-1")
    rung = Rung(desk)
    rung.tick(SOON)

    assert rung.tick(SOON)
    assert b"caseward_incidents 1.0" in rung.metrics.page()


def test_others_see_that_it_is_alive_though_it_never_ticks(desk: Desk) -> None:
    rung = Rung(desk)
    rung.tick("Thu 12 Mar 2026 12:00")
    rung.tick("Thu 12 Mar 2026 12:01")
    assert pulse(desk) == at("Thu 12 Mar 2026 12:00")

    rung.tick("Thu 12 Mar 2026 12:02", later=PULSE)

    assert pulse(desk) == at("Thu 12 Mar 2026 12:02")


def test_a_look_that_goes_well_does_not_hide_that_ticks_fail(desk: Desk) -> None:
    class Broken(Sends):
        def dispatch(self, now: datetime, stopping: Callable[[], bool]) -> int:
            raise RuntimeError

    with desk.store.writing() as writing:
        writing.add_messages([a_message()])
    rung = Rung(desk, outbox=Broken())
    rung.tick(SOON)
    rung.tick(LATE, later=PULSE)

    assert rung.health == "the last tick that went well was 255 s ago; since then: RuntimeError"


@on_sqlite
def test_a_database_that_is_gone_is_noticed_though_the_file_is_still_held_open(desk: Desk) -> None:
    rung = Rung(desk)
    rung.tick()
    file = Path(desk.store.url.removeprefix("sqlite:///"))
    hidden = file.rename(file.with_name("elsewhere.db"))

    rung.tick(later=PULSE)
    assert rung.health.endswith("since then: no_database")
    assert not file.exists()

    hidden.rename(file)
    rung.tick()
    assert "since then" not in rung.health


def test_a_digest_is_due_at_half_past_seven_of_the_day_or_of_the_next() -> None:
    half_past = at("Mon 23 Mar 2026 07:30")
    assert goes_with_digest_at(at("Mon 23 Mar 2026 07:00")) == half_past
    assert goes_with_digest_at(half_past) == half_past
    assert goes_with_digest_at(at("Mon 23 Mar 2026 07:31")) == at("Tue 24 Mar 2026 07:30")


def test_the_day_that_the_clocks_change_has_its_digest_at_half_past_seven() -> None:
    assert goes_with_digest_at(at("Sat 28 Mar 2026 12:00")) == at("Sun 29 Mar 2026 07:30")
