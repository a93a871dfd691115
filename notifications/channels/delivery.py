"""What became of a message after it was taken: asked of GOV.UK Notify, or told by it.

Of what Notify tells only its reference and the status are kept; the address in it is not read.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from workflow.errors import CasewardError


class Fate(StrEnum):
    """Where a message is."""

    ON_ITS_WAY = "on_its_way"
    DELIVERED = "delivered"
    FAILED_FOR_NOW = "failed_for_now"
    """the mailbox was full, the telephone off: may be sent again"""
    FAILED_FOR_GOOD = "failed_for_good"
    """the address does not exist, or the letter cannot be printed: ask a person"""


_FATES = {
    "delivered": Fate.DELIVERED,
    "received": Fate.DELIVERED,  # a letter that the printer has posted
    "temporary-failure": Fate.FAILED_FOR_NOW,
    "technical-failure": Fate.FAILED_FOR_NOW,
    "permanent-failure": Fate.FAILED_FOR_GOOD,
    "virus-scan-failed": Fate.FAILED_FOR_GOOD,
    "validation-failed": Fate.FAILED_FOR_GOOD,
    "cancelled": Fate.FAILED_FOR_GOOD,
}


@dataclass(frozen=True, slots=True)
class Delivery:
    """The fate of the message that has this reference, the one that `Sent` gave."""

    reference: str
    fate: Fate


class CallbackRefused(CasewardError):
    """A call that says it comes from Notify does not have our token, or not what Notify sends."""

    code = "callback_refused"


def told(content: Mapping[str, object]) -> Delivery:
    """The delivery in what Notify says of a message. A status that is new to us: on its way."""
    reference, status = content.get("id"), content.get("status")
    if not (isinstance(reference, str) and isinstance(status, str)):
        raise CallbackRefused("This does not say which message it is about, and how that fared.")
    return Delivery(reference, _FATES.get(status, Fate.ON_ITS_WAY))


def from_callback(*, authorization: str, body: bytes, token: str) -> Delivery:
    """The delivery that Notify reports to us.

    `authorization` is that header of the call, `token` the one that was given to Notify.

    Raises:
        CallbackRefused: it is not from Notify, or not about a message.
    """
    expected = f"Bearer {token}".encode()
    if not token or not hmac.compare_digest(authorization.encode(), expected):
        raise CallbackRefused("The call does not carry the token that was agreed with Notify.")
    try:
        content = json.loads(body)
    except ValueError as exc:
        raise CallbackRefused("The call does not hold JSON.") from exc
    return told(content if isinstance(content, dict) else {})
