"""The id of a case: a UUID of version 7, which sorts by the moment it was made for."""

from __future__ import annotations

import secrets
from datetime import datetime


def case_id_at(moment: datetime) -> str:
    """A new id for a case that was opened at that aware instant. Never the same twice.

    Cases of one import keep the order in which they were opened in the world. The time goes to
    the millisecond; the 74 bits after it are random (RFC 9562, section 5.7).
    """
    milliseconds = int(moment.timestamp() * 1000)
    version, variant, random = 0x7, 0b10, secrets.randbits(74)
    value = (
        milliseconds << 80
        | version << 76
        | random >> 62 << 64
        | variant << 62
        | random & (1 << 62) - 1
    )
    text = f"{value:032x}"  # as a UUID is written; making one takes longer than all the rest
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
