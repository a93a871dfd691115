"""A simulated year sends what it brings about to a real mail server, and nothing of it twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from time import monotonic

import pytest

from cli.calling import caseward
from mail_server import MailServer, running
from real_process import calendar
from simulation.living import Happened, lived
from workflow.simulation.families import in_order_of_recording
from workflow.simulation.population import YEAR, YEAR_BEGINS, families_of_a_year
from workflow.simulation.turns import rare_turns

TURNS = ("an emergency power", "cancelled")
WEEKS = timedelta(weeks=9)


@pytest.fixture(scope="module")
def server() -> Iterator[MailServer]:
    """One that takes everything."""
    with running(MailServer()) as found:
        yield found


@pytest.fixture(scope="module")
def happened(tmp_path_factory: pytest.TempPathFactory, server: MailServer) -> Happened:
    """Nine weeks in which two families have a rare turn."""
    ends, folder = YEAR_BEGINS + WEEKS, tmp_path_factory.mktemp("weeks")
    told = rare_turns(1, seed=1, began=YEAR_BEGINS, ends=ends, calendar=calendar(), only=TURNS)
    return lived(folder, in_order_of_recording([*told]), YEAR_BEGINS, WEEKS, server)


def test_every_row_is_taken_as_a_command_of_a_person(happened: Happened) -> None:
    done = happened.account.lived

    assert done.refused == []
    assert done.commands > 10
    assert done.incidents == 0


def test_what_is_due_fires_at_its_instant_and_is_sent_to_the_server(
    happened: Happened, server: MailServer
) -> None:
    sent = happened.sent()

    assert happened.account.lived.fired > 10
    assert len(server.mails) == len(sent) > 10
    delays = [each.settled_at - each.message.at for each in sent if each.settled_at]
    assert max(delays) < timedelta(hours=1)


def test_nobody_is_told_anything_twice(happened: Happened) -> None:
    assert happened.account.twice == 0
    assert happened.arrived_twice == {}


def test_messages_are_counted_by_notice_and_by_state(happened: Happened) -> None:
    messages = happened.account.messages

    assert messages["emergency_power_ends_soon"]["sent"] > 0
    assert sum(sum(states.values()) for states in messages.values()) == len(happened.postings)
    assert "core_group_cancelled" in happened.account.never
    assert "emergency_power_ends_soon" not in happened.account.never


def test_the_command_tells_what_a_year_came_to(tmp_path: Path) -> None:
    mails, file = tmp_path / "mails", tmp_path / "year.db"

    answer = caseward(
        "simulate", "child_protection", "--families", "1", "--mail", f"file://{mails}",
        "--database", file, "--json",
    )  # fmt: skip

    assert answer.code == 0
    told = answer.json
    assert told["families"] == 1
    assert told["cases"] == {"child_protection": 1, "conference": 1, "appeal": 1}
    assert told["refused"] == []
    assert told["told_twice"] == 0
    assert told["tasks_late"]["Visit and see the child"] == 1
    assert told["messages_sent"] == len(list(mails.iterdir())) > 0


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("simulate", "appeal"), "invented families of child_protection only"),
        (("simulate", "child_protection", "--families", "0"), "Give one family or more"),
        (("simulate", "child_protection", "--mail", "notify://k@"), "smtp://HOST:PORT or file://"),
        (("simulate", "child_protection", "--from", "soon"), "--from"),
    ],
)
def test_what_cannot_be_simulated_is_refused(words: tuple[str, ...], why: str) -> None:
    answer = caseward(*words)

    assert answer.code == 2
    assert why in answer.err


def test_a_database_that_is_there_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "mine.db"
    file.write_text("mine", "utf-8")

    answer = caseward("simulate", "child_protection", "--database", file)

    assert answer.code == 2
    assert file.read_text("utf-8") == "mine"


def test_the_whole_year_sends_every_notice(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """A hundred families: minutes, so only with --long (`make year`)."""
    if not request.config.getoption("--long"):
        pytest.skip("takes minutes: make year")
    begun = monotonic()
    rows = families_of_a_year(100, seed=1, began=YEAR_BEGINS, calendar=calendar())

    with running(MailServer()) as server:
        year = lived(tmp_path, rows, YEAR_BEGINS, YEAR, server)

    account = year.account
    print(f"\n{monotonic() - begun:.0f} seconds for {account.lived.commands} commands,")  # noqa: T201  # what `make year` is for
    print(f"{account.lived.fired} timers and {len(server.mails)} mails")  # noqa: T201
    print("never sent:", ", ".join(account.never) or "none")  # noqa: T201
    assert account.lived.refused == []
    assert account.lived.incidents == 0
    assert account.twice == 0
    assert year.arrived_twice == {}
    assert account.never == ()
