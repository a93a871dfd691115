"""The table of programs that asked to be told what happens."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field

from workflow.store.tables import METADATA, Row


class WebhookRow(Row, table=True):
    """A program that is told. `events` is JSON; its secret is worked out of `generation`.

    Who failed for too long is told no more from `disabled_at` on, until somebody lets it go on at
    `enabled_at`.
    """

    __tablename__ = "webhook"

    webhook_id: str = Field(primary_key=True)
    url: str
    events: str
    created_at: datetime
    created_by: str
    generation: int
    rotated_at: datetime | None
    enabled_at: datetime
    disabled_at: datetime | None
    why: str


WEBHOOK = METADATA.tables["webhook"]
