"""Accounts, sessions and looks as the store hands them out: frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """How a person signs in. `password` is a hash, empty until one was set."""

    person: str
    password: str = field(default="", repr=False)
    failures: int = 0
    locked_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Somebody who is signed in. `token` is a hash of what the browser holds, `browser` which one
    that is, in words.
    """

    token: str = field(repr=False)
    person: str
    begun_at: datetime
    seen_at: datetime
    browser: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BegunSignIn:
    """A sign-in that goes on elsewhere until then. `state` and `browser` are hashes of what whoever
    comes back shows; `goes_to` is the page that was asked for.
    """

    state: str = field(repr=False)
    browser: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)
    goes_to: str
    until: datetime


class ChangeKind(StrEnum):
    """What happened to somebody on the list of people."""

    ADDED = "added"
    CHANGED = "changed"
    LEFT = "left"
    IMPORTED = "imported"
    """everybody was replaced by the people of a file; of nobody in particular"""
    SIGNED_OUT = "signed_out"
    """every session of theirs was ended"""
    PASSWORD_LINK = "password_link"
    """a link to set a password was mailed to them"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonChange:
    """Somebody was changed, when and by whom. `fields`: by its name what each was and is now."""

    at: datetime
    by: str
    person: str
    kind: str
    fields: Mapping[str, tuple[str, str]] = field(default_factory=dict, repr=False)
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Somebody looked at a case: when, at what of it, and why where a reason was asked for."""

    person: str
    at: datetime
    what: str
    reason: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Whose cases a list holds: those that the person has a role on, and of those that few see not,
    all with `sees_all`, else those of the team, and with `sees_free` where nobody has a role.
    `administers`: messages that are of no case too.
    """

    person: str
    team: tuple[str, ...] = ()
    sees_all: bool = False
    sees_free: bool = False
    administers: bool = False
