"""Addresses of one server and of several, as PostgreSQL writes them and as our driver does."""

from __future__ import annotations

import pytest
from sqlalchemy import make_url

from workflow.store.connecting import engine_of
from workflow.store.location import shown

SERVER = "postgresql+psycopg://unit:opensesame@"


def asked_of(url: str) -> dict[str, str | None]:
    """What the driver is told to connect to."""
    engine = engine_of(url, busy_ms=100)
    _, words = engine.dialect.create_connect_args(make_url(engine.url))
    asked = ("host", "port", "target_session_attrs")
    return {name: str(words[name]) for name in asked if name in words}


@pytest.mark.parametrize(
    "url",
    [
        SERVER + "a.example:5432,b.example:5433/caseward",
        SERVER + "/caseward?host=a.example:5432&host=b.example:5433",
        SERVER + "/caseward?host=a.example,b.example&port=5432,5433",
    ],
)
def test_of_several_servers_the_one_that_writes_is_asked(url: str) -> None:
    assert asked_of(url) == {
        "host": "a.example,b.example",
        "port": "5432,5433",
        "target_session_attrs": "read-write",
    }


def test_the_address_may_ask_for_another_of_them() -> None:
    url = SERVER + "a.example,b.example/caseward?target_session_attrs=any"

    assert asked_of(url)["target_session_attrs"] == "any"


def test_one_server_is_asked_whatever_it_allows() -> None:
    """A user or a database that may only read is told so, and can still read."""
    assert "target_session_attrs" not in asked_of(SERVER + "a.example/caseward")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        (SERVER + "a.example/caseward", "a.example/caseward"),
        (SERVER + "a.example:5432,b.example/caseward", "a.example:5432,b.example/caseward"),
        (SERVER + "/caseward?host=a.example&host=b.example", "a.example,b.example/caseward"),
        ("postgresql+psycopg://unit@/caseward?host=/run/postgresql", "/caseward"),
    ],
)
def test_servers_are_named_without_the_user_and_the_password(url: str, words: str) -> None:
    assert shown(url) == f"postgresql+psycopg://{words}"
