"""Programs are told what happens, in the transaction in which it does, and nothing of anybody."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from days import at, day
from engine.building import Desk, an_author
from engine.histories import read_in, referral
from real_process import catalogue
from workflow.case.model import Refused
from workflow.engine.correct import Change
from workflow.engine.correction import correct_case
from workflow.engine.webhooks import (
    OLD_SECRET_LASTS,
    check_url,
    enable,
    events_of,
    receiver_of,
    rotate,
    subscribe,
    unsubscribe,
)
from workflow.store.stored_message import Message, MessageState
from workflow.store.stored_webhook import Webhook

NOW = at("Mon 2 Mar 2026 09:00")
KEY = "k" * 32
URL = "https://reports.example.org/caseward"


def asks(desk: Desk, *events: str, url: str = URL, key: str = KEY) -> tuple[Webhook, str]:
    with desk.store.writing() as writing:
        return subscribe(
            writing,
            url,
            events or ("*",),
            known=events_of(writing, catalogue(), ""),
            secret_key=key,
            inside=False,
            by="dana",
            now=NOW,
        )


def told(desk: Desk) -> list[Message]:
    with desk.store.reading() as reading:
        found = [posting.message for posting in reading.postings()]
    return [message for message in found if message.notice == "webhook"]


def test_a_step_puts_down_that_it_happened_and_to_which_case_and_no_fact(desk: Desk) -> None:
    webhook, _ = asks(desk, "child_protection.open_case")

    desk.referred("Mon 2 Mar 2026", "CP-1")

    (message,) = told(desk)
    assert message.said.address == webhook.webhook_id
    assert json.loads(message.said.text) == {
        "type": "child_protection.open_case",
        "timestamp": "2026-03-02T16:00:00+00:00",
        "data": {
            "case": "CP-1",
            "workflow": "child_protection",
            "event": "open_case",
            "kind": "event",
            "seq": 1,
            "revision": 1,
            "occurred_on": "2026-03-02",
            "recorded_at": "2026-03-02T16:00:00+00:00",
        },
    }
    assert message.case_id is None  # so that it is no letter of the case


def test_a_program_hears_what_it_asked_for_and_nothing_else(desk: Desk) -> None:
    for events in (("conference.*",), ("conference.hold_conference", "*"), ()):
        asks(desk, *events)

    desk.referred("Mon 2 Mar 2026", "CP-1")

    assert len({message.said.address for message in told(desk)}) == 2


def test_a_step_that_is_refused_is_told_to_nobody(desk: Desk) -> None:
    asks(desk)
    desk.referred("Mon 2 Mar 2026", "CP-1")

    desk.refused(desk.command("CP-1", "open_case", "Mon 2 Mar 2026"))

    assert len(told(desk)) == 1


def test_a_correction_is_told_too(desk: Desk) -> None:
    asks(desk)
    desk.referred("Mon 2 Mar 2026", "CP-1")

    change = Change(facts={}, occurred_on=day("Sun 1 Mar 2026"))
    correct_case(
        desk.store, catalogue(), "CP-1", 1, change, an_author("Tue 3 Mar 2026"), dry_run=False
    )

    assert [json.loads(m.said.text)["data"]["kind"] for m in told(desk)] == ["event", "correction"]


def test_import_never_sends(desk: Desk, tmp_path: Path) -> None:
    asks(desk)

    summary = read_in(desk.store, tmp_path / "file.csv", [referral("CP-1", "Mon 2 Mar 2026")])

    assert summary.landed == 1
    assert told(desk) == []


def test_events_of_one_case_wait_for_each_other_and_those_of_another_do_not(desk: Desk) -> None:
    asks(desk)
    desk.awaiting_conference("Mon 2 Mar 2026", "CP-1")
    desk.referred("Mon 2 Mar 2026", "CP-2")

    with desk.store.writing() as writing:
        leased = writing.lease(
            at("Tue 3 Mar 2026 09:00"), until=at("Tue 3 Mar 2026 10:00"), limit=50, ways=["webhook"]
        )

    assert len(told(desk)) > len(leased)
    assert sorted(json.loads(p.message.said.text)["data"]["case"] for p in leased) == [
        "CP-1",
        "CP-2",
    ]
    assert {json.loads(p.message.said.text)["data"]["seq"] for p in leased} == {1}


def test_a_new_secret_counts_beside_the_old_one_for_a_day(desk: Desk) -> None:
    webhook, first = asks(desk)
    with desk.store.writing() as writing:
        _, second = rotate(writing, webhook.webhook_id, secret_key=KEY, now=NOW)

    def secrets_at(now: datetime) -> int:
        with desk.store.reading() as reading:
            found = receiver_of(reading, webhook.webhook_id, secret_key=KEY, now=now)
        assert found is not None
        return len(found.secrets)

    assert first != second
    assert secrets_at(NOW) == 2
    assert secrets_at(NOW + OLD_SECRET_LASTS) == 1


def test_who_is_told_no_more_gets_nothing_that_waited(desk: Desk) -> None:
    webhook, _ = asks(desk)
    desk.referred("Mon 2 Mar 2026", "CP-1")

    with desk.store.writing() as writing:
        unsubscribe(writing, webhook.webhook_id)

    assert [message.state for message in told(desk)] == [MessageState.WITHDRAWN]
    desk.referred("Mon 2 Mar 2026", "CP-2")
    assert len(told(desk)) == 1


@pytest.mark.parametrize(
    ("url", "events", "key", "code"),
    [
        (URL, ("*",), "", "no_secret_key"),
        ("http://reports.example.org", ("*",), KEY, "wrong_url"),
        ("https://", ("*",), KEY, "wrong_url"),
        ("https://user:word@reports.example.org", ("*",), KEY, "wrong_url"),
        ("https://reports.example.org:99999", ("*",), KEY, "wrong_url"),
        ("https://reports.example.org/a b", ("*",), KEY, "wrong_url"),
        ("ftp://reports.example.org", ("*",), KEY, "wrong_url"),
        ("https://10.1.2.3/", ("*",), KEY, "wrong_url"),
        ("https://[::1]/", ("*",), KEY, "wrong_url"),
        ("https://localhost/", ("*",), KEY, "wrong_url"),
        ("https://localhost./", ("*",), KEY, "wrong_url"),
        ("https://reports.localhost/", ("*",), KEY, "wrong_url"),
        ("https://127.1/", ("*",), KEY, "wrong_url"),
        ("https://0x7f000001/", ("*",), KEY, "wrong_url"),
        ("https://2130706433/", ("*",), KEY, "wrong_url"),
        ("https://10.1./", ("*",), KEY, "wrong_url"),
        ("http://127.0.0.1:9000/", ("*",), KEY, "wrong_url"),
        (URL, (" ",), KEY, "unknown_event"),
        (URL, ("child_protection.fly",), KEY, "unknown_event"),
        (URL, ("nothing.*",), KEY, "unknown_event"),
    ],
)
def test_what_cannot_be_told_safely_is_refused_and_nothing_is_kept(
    desk: Desk, url: str, events: tuple[str, ...], key: str, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        asks(desk, *events, url=url, key=key)

    assert refused.value.code == code
    with desk.store.reading() as reading:
        assert reading.webhooks() == []


def test_inside_the_building_http_is_for_this_machine_alone() -> None:
    check_url("http://127.0.0.1:9000/hook", inside=True)
    check_url("https://reports.internal/hook", inside=True)
    with pytest.raises(Refused):
        check_url("http://reports.internal/hook", inside=True)


def test_one_that_is_not_there_is_named_in_a_refusal(desk: Desk) -> None:
    with desk.store.writing() as writing:
        with pytest.raises(Refused, match="no program of that id"):
            unsubscribe(writing, "nobody")
        with pytest.raises(Refused, match="no program of that id"):
            enable(writing, "nobody", NOW)
