"""Links by which a recipient answers a message without signing in: signed, for one message only.

The link names nobody: it holds the id of the case, a mark of the message, and when it ends. What it
may record is the event that the notice says, once: the answer is a command whose id is the mark.
"""

from __future__ import annotations

import base64
import hmac
import json
from binascii import Error as NotBase64
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from workflow.errors import CasewardError

LASTS = timedelta(days=60)
"""How long a link can be used."""

PURPOSE = b"caseward reply 1\0"
"""Set before what is signed, so that no other signature of the same key passes for one of these."""


class ReplyLinkWrong(CasewardError):
    """The link cannot be used. The message says to the recipient what to do."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(f"{message} Please ring the number in our letter.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyTo:
    """What a link stands for: a message of the case with that id, until `ends_at` (aware)."""

    case_id: str
    mark: str
    ends_at: datetime

    @property
    def command_id(self) -> str:
        """Of the command that records the answer: a second one with it is no new answer."""
        return f"reply/{self.mark}"


def mark_of(key: str) -> str:
    """What stands for the message of that key."""
    return sha256(key.encode()).hexdigest()[:32]


def reply_to(*, case_id: str, key: str, now: datetime) -> ReplyTo:
    """What the link in the message of that key stands for."""
    ends_at = (now + LASTS).replace(microsecond=0)
    return ReplyTo(case_id=case_id, mark=mark_of(key), ends_at=ends_at)


def signed(secret: str, reply: ReplyTo) -> str:
    """The token of a link: letters, digits, `-`, `_` and one dot. Raises ValueError without key."""
    if not secret:
        raise ValueError("without a secret key nothing can be signed")
    ends = int(reply.ends_at.timestamp())
    content = _text(json.dumps([reply.case_id, reply.mark, ends], separators=(",", ":")).encode())
    return f"{content}.{_text(_signature(secret, content))}"


def read(secret: str, token: str, *, now: datetime) -> ReplyTo:
    """What a token stands for. Raises ReplyLinkWrong: not one of ours, or too old."""
    content, _, signature = token.partition(".")
    if not secret or not hmac.compare_digest(_bytes(signature), _signature(secret, content)):
        raise ReplyLinkWrong("reply_link_wrong", "This link is not complete, or not one of ours.")
    case_id, mark, ends = json.loads(_bytes(content))
    reply = ReplyTo(case_id=case_id, mark=mark, ends_at=datetime.fromtimestamp(ends, UTC))
    if now >= reply.ends_at:
        raise ReplyLinkWrong("reply_link_over", "This link is too old to be used.")
    return reply


def _signature(secret: str, content: str) -> bytes:
    return hmac.digest(secret.encode(), PURPOSE + content.encode(), "sha256")


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (NotBase64, ValueError):
        return b""
