"""Accounts, sessions and looks as the store hands them out: frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """How a person signs in. `password` is a hash, empty until one was set."""

    person: str
    password: str = field(default="", repr=False)
    failures: int = 0
    locked_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Somebody who is signed in. `token` is a hash of what the browser holds."""

    token: str = field(repr=False)
    person: str
    begun_at: datetime
    seen_at: datetime


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
    """

    person: str
    team: tuple[str, ...] = ()
    sees_all: bool = False
    sees_free: bool = False
