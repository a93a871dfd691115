"""caseward person token: by what programs of a person come in."""

from __future__ import annotations

from pathlib import Path

from cli.calling import caseward, everything_in, monday_morning
from workflow.engine.tokens import BEGINS, speaks_for
from workflow.settings import Settings
from workflow.store.database import Store


def speaker(database: Path, token: str) -> str | None:
    store = Store(f"sqlite:///{database}", Settings.read().authority)
    with store.reading() as reading:
        found = speaks_for(reading, token, monday_morning())
    store.close()
    return found.person if found else None


def test_a_token_is_printed_once_speaks_for_its_person_and_is_stored_as_a_hash(
    database: Path,
) -> None:
    answer = caseward("person", "token", "hal")
    token = answer.out.strip()

    assert token.startswith(BEGINS)
    assert "hal until Tue 16 Mar 2027" in answer.err
    assert speaker(database, token) == "hal"
    assert not any(token in line for line in everything_in(database))


def test_a_new_token_and_a_revoked_one_end_the_old_one(database: Path) -> None:
    first = caseward("person", "token", "hal").out.strip()
    second = caseward("person", "token", "hal").out.strip()
    assert [speaker(database, token) for token in (first, second)] == [None, "hal"]

    assert caseward("person", "token", "hal", "--revoke").code == 0

    assert speaker(database, second) is None


def test_nobody_gets_a_token_who_is_not_known(database: Path) -> None:
    answer = caseward("person", "token", "nobody")

    assert (answer.code, answer.out) == (1, "")
