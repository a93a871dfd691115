"""Documents as the store hands them out: frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDocument:
    """What is kept of a document. `case_id` is None while its holder has only put it aside."""

    document_id: str
    case_id: str | None = None
    holder: str
    until: datetime | None = None
    name: str = field(repr=False)
    media_type: str
    size: int
    sha256: str
    put_at: datetime
    destroyed_at: datetime | None = None
