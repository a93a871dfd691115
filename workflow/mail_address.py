"""What an e-mail address looks like, as far as it can be seen without sending to it."""

from __future__ import annotations

import re

LONGEST = 200
"""Characters of an address, as of any line that is typed about somebody."""

_ADDRESS = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+\.[^@\s<>,;\".]+")


def looks_right(text: str) -> bool:
    """Whether mail could be sent there."""
    return len(text) <= LONGEST and _ADDRESS.fullmatch(text) is not None
