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
