"""What a look tells: each kind of thing to do, as soon as somebody has written it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from databases import on_postgresql, on_sqlite
from days import at
from notifications.notice import Way
from scheduler.posting import a_message
from store.building import a_case, a_rung, new, next_, write
from workflow.scheduler.attempt import settled
from workflow.store.database import Store
from workflow.store.lookout import ASKED_AFTER, INCIDENT, TIMER, UNDELIVERED, Lookout
from workflow.store.stored import Incident
from workflow.store.stored_message import NEED_SOMEBODY, MessageState

NOW = at("Mon 16 Mar 2026 18:00")
FIRST = a_rung(0, "Fri 13 Mar 2026 07:00")
SECOND = a_rung(1, "Tue 17 Mar 2026 07:00")


@pytest.fixture
def lookout(store: Store) -> Lookout:
    return store.lookout(lambda: NOW)


def firsts(lookout: Lookout) -> object:
    seen = lookout.look()
    return seen and seen[1]


def test_where_nothing_is_to_be_done_nothing_is_seen(lookout: Lookout) -> None:
    seen = lookout.look()

    assert seen is not None
    assert seen == (NOW, {})


def test_the_earliest_timer_that_has_not_fired_is_seen(store: Store, lookout: Lookout) -> None:
    write(store, new(a_case("CP-1"), timers=[SECOND]), new(a_case("CP-2"), timers=[FIRST]))
    assert firsts(lookout) == {TIMER: FIRST.at}

    with store.writing() as writing:
        writing.flush([next_(writing.case("CP-2"), timers=[], fired=[FIRST])])
    assert firsts(lookout) == {TIMER: SECOND.at}


def test_messages_are_seen_by_what_is_to_be_done_about_them(store: Store, lookout: Lookout) -> None:
    """What was sent, or was a reminder that failed, is nobody's concern here."""
    messages = {state: replace(a_message(), state=state) for state in MessageState}
    with store.writing() as writing:
        writing.add_messages(list(messages.values()))

    in_hand = MessageState.GATHERED, MessageState.WAITING, MessageState.SENDING
    assert firsts(lookout) == {state: messages[state].at for state in in_hand}


@pytest.mark.parametrize("state", NEED_SOMEBODY)
def test_a_letter_that_did_not_arrive_is_seen_until_its_case_was_told(
    store: Store, lookout: Lookout, state: MessageState
) -> None:
    [case] = write(store, new(a_case("CP-1")))
    letter = replace(a_message(), case_id=case.case_id, rung=None, state=state)
    with store.writing() as writing:
        writing.add_messages([letter])
    assert firsts(lookout) == {UNDELIVERED: letter.at}

    with store.writing() as writing:
        [(_, posting)] = writing.undelivered()
        writing.set_told_of(posting.id, posting.attempts)
    assert firsts(lookout) == {}


def test_what_was_sent_is_seen_when_it_is_to_be_asked_after(store: Store, lookout: Lookout) -> None:
    with store.writing() as writing:
        writing.add_messages([a_message()])
        [posting] = writing.lease(
            NOW, until=NOW, limit=1, ways=(Way(a_message().said.way),), only_once=False
        )
        asked = NOW + timedelta(minutes=5)
        sent = settled(posting, MessageState.SENT, reference="r-1", next_attempt=asked)
        writing.settle([sent], NOW)

    assert firsts(lookout) == {ASKED_AFTER: asked}


@on_postgresql
def test_what_may_wait_is_not_asked_of_a_server_at_every_look(
    store: Store, lookout: Lookout
) -> None:
    [case] = write(store, new(a_case("CP-1"), timers=[FIRST]))
    failed = replace(a_message(), case_id=case.case_id, rung=None, state=MessageState.FAILED)
    with store.writing() as writing:
        writing.add_messages([failed])

    glimpsed = lookout.look(wholly=False)
    assert glimpsed is not None
    assert set(glimpsed[1]) == {TIMER}
    assert firsts(lookout) == {TIMER: FIRST.at, UNDELIVERED: failed.at}


def test_an_incident_is_seen(store: Store, lookout: Lookout) -> None:
    write(store, new(a_case("CP-1"), timers=[]))
    again = NOW + timedelta(hours=1)
    with store.writing() as writing:
        writing.add_incident(
            Incident(
                ref="CP-1",
                timer_id=FIRST.id,
                due=FIRST.due,
                fault="KeyError",
                traceback="-",
                first_seen=NOW,
                last_seen=NOW,
                attempts=1,
                next_attempt=again,
            )
        )

    assert firsts(lookout) == {INCIDENT: again}


def test_what_another_authority_has_to_do_is_not_seen(store: Store) -> None:
    write(store, new(a_case(), timers=[FIRST]))
    other = Store(store.url, "840")

    assert firsts(other.lookout(lambda: NOW)) == {}
    other.close()


def test_its_pulse_is_seen_by_others(store: Store, lookout: Lookout) -> None:
    for moment in (NOW, NOW + timedelta(minutes=1)):
        assert lookout.beat(moment)
        with store.reading() as reading:
            assert reading.last_pulse() == moment


def test_it_looks_on_after_it_was_closed(store: Store, lookout: Lookout) -> None:
    lookout.look()
    store.close()

    assert firsts(lookout) == {}


@on_postgresql
def test_the_time_of_the_server_comes_with_the_answer(store: Store) -> None:
    before = store.now()
    seen = store.lookout(store.now).look()

    assert seen is not None
    assert before <= seen[0] <= store.now()


@on_sqlite
def test_a_pulse_is_refused_where_another_file_was_put_in_its_place(
    store: Store, lookout: Lookout
) -> None:
    lookout.look()
    file = Path(store.url.removeprefix("sqlite:///"))
    copy = file.with_name("copy.db")
    copy.write_bytes(file.read_bytes())
    file.rename(file.with_name("elsewhere.db"))
    assert not lookout.beat(NOW)

    copy.rename(file)
    assert lookout.beat(NOW)
