"""messages: who was told what, what could not be, and how a person lets it go after all."""

from __future__ import annotations

from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from cli.calling import caseward
from cli.lending import PEOPLE
from cli.test_clock_commands import by_what, late


@pytest.fixture
def told(database: Path) -> list[dict[str, Any]]:
    """The clock has rung: a reminder to each of the two who lend books waits."""
    caseward("tick", clock=late)
    found: list[dict[str, Any]] = caseward("messages", "--state", "waiting", "--json").json
    return sorted(found, key=lambda one: str(one["recipient"]))


def sent_to(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("CASEWARD_MAIL", f"file://{folder}?from=desk@library.example")


def test_without_a_way_to_send_messages_wait_and_nothing_is_wrong(
    told: list[dict[str, Any]],
) -> None:
    assert [(one["recipient"], one["case"]) for one in told] == [("asha", "L-1"), ("hal", "L-1")]
    assert caseward("messages").out == "No message needs anybody.\n"
    assert "needs 0" not in caseward("doctor", clock=late).out


def test_a_list_holds_neither_words_nor_addresses(told: list[dict[str, Any]]) -> None:
    assert "example.org" not in caseward("messages", "--state", "waiting", "--json").out
    assert "example.org" not in caseward("messages", "--state", "waiting").out


def test_one_can_be_shown_exactly_as_it_is_said(told: list[dict[str, Any]]) -> None:
    shown = caseward("messages", "--show", told[0]["id"]).out

    assert "By email to asha@example.org" in shown
    assert "Overdue: Return the book (L-1)" in shown
    assert "It was due on Monday 23 March 2026." in shown


def test_a_tick_sends_what_waits_as_soon_as_there_is_a_way(
    told: list[dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent_to(monkeypatch, tmp_path / "out")
    assert "2 sent" in caseward("tick", clock=late).out

    mails = [
        message_from_bytes(file.read_bytes(), policy=policy.default)
        for file in (tmp_path / "out").glob("*.eml")
    ]
    assert {mail["To"] for mail in mails} == {"asha@example.org", "hal@example.org"}
    assert {mail["From"] for mail in mails} == {"desk@library.example"}
    assert len(caseward("messages", "--state", "sent", "--json").json) == 2


def test_one_without_an_address_is_told_and_goes_once_there_is_one(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "people.csv"
    file.write_text(PEOPLE.replace("    ", "").replace("hal@example.org", ""), "utf-8")
    assert caseward("person", "import", file).code == 0
    sent_to(monkeypatch, tmp_path / "out")
    caseward("tick", clock=late)

    answer = caseward("messages", "--json")
    assert answer.code == 1
    [one] = answer.json
    assert (one["recipient"], one["state"], one["why"]) == ("hal", "no_address", "no_email")
    assert "caseward messages" in by_what(caseward("doctor", "--json", clock=late))["messages"]
    assert caseward("messages", "--resend", one["id"]).code == 2

    file.write_text(PEOPLE.replace("    ", ""), "utf-8")
    caseward("person", "import", file)
    assert caseward("messages", "--resend", one["id"]).code == 0
    assert "1 sent" in caseward("tick", clock=late).out


def test_one_that_was_seen_to_is_withdrawn(told: list[dict[str, Any]], tmp_path: Path) -> None:
    assert caseward("messages", "--withdraw", told[0]["id"]).code == 0
    assert len(caseward("messages", "--state", "waiting", "--json").json) == 1


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--show", "no-such-id"], "There is no message no-such-id"),
        (["--state", "lost"], "give one of waiting, "),
        (["--show", "a", "--resend", "b"], "Give one of --state"),
    ],
)
def test_what_cannot_be_is_refused(database: Path, words: list[str], says: str) -> None:
    answer = caseward("messages", *words)

    assert answer.code == 2
    assert says in answer.err


@pytest.mark.parametrize(
    ("mail", "says"),
    [
        ("smtp://", "names no mail server"),
        ("smtp://mail.example:25?tls=no", "without TLS"),
        ("smtp://mail.example", "add ?from=ADDRESS"),
        ("smtp://us:opensesame@mail.example:port", "%40"),
        ("file://", "names no folder"),
        ("notify://", "no key"),
    ],
)
def test_a_way_to_send_that_cannot_be_is_refused_at_the_start(
    database: Path, monkeypatch: pytest.MonkeyPatch, mail: str, says: str
) -> None:
    monkeypatch.setenv("CASEWARD_MAIL", mail)
    answer = caseward("tick", clock=late)

    assert answer.code == 2
    assert answer.err.count("CASEWARD_MAIL") == 1
    assert says in answer.err
    assert "opensesame" not in answer.err


def test_doctor_tells_that_the_mail_server_does_not_answer(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASEWARD_MAIL", "smtp://127.0.0.1:1")

    mend = by_what(caseward("doctor", "--json", clock=late))["mail"]
    assert mend.startswith("The mail server cannot be reached.")


# -- stopped, and foretold -------------------------------------------------------------------------


def test_sending_is_stopped_by_somebody_for_a_reason_until_it_may_go_on(
    told: list[dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent_to(monkeypatch, tmp_path / "out")
    assert caseward("messages", "--stop", "wrong wording").code == 2
    assert caseward("messages", "--stop", "wrong wording", "--by", "asha").code == 0

    assert "0 sent" in caseward("tick", clock=late).out
    found = caseward("doctor", "--json", clock=late)
    assert "caseward messages --go" in by_what(found)["mail"]
    assert "stopped by asha" in found.out
    assert "wrong wording" in found.out

    assert caseward("messages", "--go", "--by", "hal").code == 0
    assert "2 sent" in caseward("tick", clock=late).out


def test_what_a_tick_would_do_is_said_and_not_done(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent_to(monkeypatch, tmp_path / "out")
    before = caseward("tick", "--dry-run", "--json", clock=late).json

    assert [timer["ref"] for timer in before["timers"]] == ["L-1"]
    assert [(one["recipient"], one["way"], one["then"]) for one in before["messages"]] == [
        ("asha", "email", "goes"),
        ("hal", "email", "goes"),
    ]
    assert "asha" in caseward("tick", "--dry-run", clock=late).out
    assert not (tmp_path / "out").exists()
    assert caseward("messages", "--state", "waiting", "--json").json == []
    assert caseward("tick", "--dry-run", "--json", clock=late).json == before
    assert "2 sent" in caseward("tick", clock=late).out
