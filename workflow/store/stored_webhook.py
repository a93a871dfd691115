"""A program that asked to be told, as the store hands it out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """A program that is told of these events at that address. `generation` is that of its secret.

    Disabled, it is told nothing until somebody lets it go on; `why` says why it is.
    """

    webhook_id: str
    url: str
    events: tuple[str, ...]
    created_at: datetime
    created_by: str
    enabled_at: datetime
    generation: int = 1
    rotated_at: datetime | None = None
    disabled_at: datetime | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliveries:
    """How telling a program goes: when it last took something, since when it has failed, and
    whether it said that it is gone.
    """

    last_taken: datetime | None = None
    failing_since: datetime | None = None
    gone: bool = False
