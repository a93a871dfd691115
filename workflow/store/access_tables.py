"""The tables of who may come in: accounts, sessions, tokens, links for a password, sign-ins that
were begun elsewhere, who was changed by whom, who looked.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from workflow.store.tables import METADATA, Row, of_a_case


class AccountRow(Row, table=True):
    """How a person signs in here. `password` is a hash; `failures` counts since the last success.

    It outlives the list of people being replaced; who is not on that list cannot sign in.
    """

    __tablename__ = "account"

    person: str = Field(primary_key=True)
    password: str
    failures: int
    locked_until: datetime | None


class SessionRow(Row, table=True):
    """Somebody who is signed in. `token` is a hash of what the browser holds, which `browser` tells
    in words.
    """

    __tablename__ = "session"
    __table_args__: ClassVar[Any] = (Index("ix_session_person", "authority", "person"),)

    token: str = Field(primary_key=True)
    person: str
    begun_at: datetime
    seen_at: datetime
    browser: str


class BegunSignInRow(Row, table=True):
    """Somebody was sent to the council's own sign-in and is not back. Taken away when they are.

    `state` and `browser` are hashes of what they come back with; `verifier` proves that it was us.
    """

    __tablename__ = "begun_sign_in"

    state: str = Field(primary_key=True)
    browser: str
    nonce: str
    verifier: str
    goes_to: str
    until: datetime


class ApiTokenRow(Row, table=True):
    """The token by which programs of a person speak for them. `token` is a hash of it."""

    __tablename__ = "api_token"
    __table_args__: ClassVar[Any] = (
        Index("ix_api_token_token", "authority", "token", unique=True),
    )

    person: str = Field(primary_key=True)
    token: str
    until: datetime


class PasswordLinkRow(Row, table=True):
    """A link by which a person may set a password once. `token` is a hash of what it holds."""

    __tablename__ = "password_link"

    token: str = Field(primary_key=True)
    person: str
    until: datetime


class PersonChangeRow(Row, table=True):
    """Somebody was added, changed or taken away, by whom. Triggers refuse every UPDATE and DELETE.

    `fields` is JSON: by field what it was and what it is.
    """

    __tablename__ = "person_change"
    __table_args__: ClassVar[Any] = (
        Index("ix_person_change_person", "authority", "person", "number"),
    )

    number: int = Field(primary_key=True)
    at: datetime
    by: str
    person: str
    kind: str
    fields: str


class LookRow(Row, table=True):
    """Somebody looked at a case: at what of it, and why, where a reason was asked for."""

    __tablename__ = "look"
    __table_args__: ClassVar[Any] = (
        of_a_case(),
        Index("ix_look_case_id", "authority", "case_id", "look_id"),
        Index("ix_look_person", "authority", "person", "look_id"),
    )

    look_id: str = Field(primary_key=True)
    case_id: str
    person: str
    at: datetime
    what: str
    reason: str


class SeenRow(Row, table=True):
    """Up to which row of a case a person has seen what others did there."""

    __tablename__ = "seen"
    __table_args__: ClassVar[Any] = (of_a_case(),)

    person: str = Field(primary_key=True)
    case_id: str = Field(primary_key=True)
    seq: int


ACCOUNT, SESSION, BEGUN_SIGN_IN, API_TOKEN, PASSWORD_LINK, PERSON_CHANGE, LOOK, SEEN = (
    METADATA.tables[name]
    for name in (
        "account session begun_sign_in api_token password_link person_change look seen".split()
    )
)
