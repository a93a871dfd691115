"""An answer that comes by a link in a message: to what, by whom, whether it was given before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from workflow.engine.catalogue import Catalogue
from workflow.engine.reply_links import ReplyLinkWrong, mark_of, read
from workflow.store.reading import Reading
from workflow.store.stored_message import Posting


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What an answer would record: `event` of the case, by the command of that id.

    `participant` is who answers, such as `parent/2`; empty for who works here or was told in facts.
    """

    case: str
    event: str
    participant: str
    command_id: str
    posting: Posting


def reply_of(reading: Reading, catalogue: Catalogue, token: str, now: datetime) -> Reply:
    """What the token of a link stands for.

    Raises ReplyLinkWrong: `reply_link_wrong`, `reply_link_over`, `reply_given`,
    `reply_link_replaced`. A message that was withdrawn, or that another has replaced, is answered
    no more.
    """
    asked = read(catalogue.letterhead.secret, token, now=now)
    letters = reading.letters(asked.case_id)
    posting = next((p for p in letters if mark_of(p.message.key) == asked.mark), None)
    event = _event(reading, catalogue, posting) if posting else None
    if posting is None or event is None or posting.message.state == "withdrawn":
        raise ReplyLinkWrong("reply_link_wrong", "This letter cannot be answered any more.")
    if reading.by_command(asked.command_id) is not None:
        raise ReplyLinkWrong("reply_given", "Your answer is here already.")
    if any(_is_newer(each, posting) for each in letters):
        raise ReplyLinkWrong(
            "reply_link_replaced",
            "We have written to you about this again since. Please use the link in our latest"
            " letter, or ring us.",
        )
    case, recipient = str(posting.message.content["case"]), posting.message.recipient
    return Reply(
        case=case,
        event=event,
        participant=recipient.partition("/")[2],
        command_id=asked.command_id,
        posting=posting,
    )


def _is_newer(other: Posting, posting: Posting) -> bool:
    """Whether the same person was sent, or is to be sent, the same notice again."""
    message, later = posting.message, other.message
    alike = (later.notice, later.recipient) == (message.notice, message.recipient)
    return alike and later.state != "withdrawn" and later.created_at > message.created_at


def _event(reading: Reading, catalogue: Catalogue, posting: Posting) -> str | None:
    content = posting.message.content
    release = catalogue.release(reading, content["release"])
    notice = release.workflow(content["workflow"]).notices.get(posting.message.notice)
    return notice.reply if notice is not None else None
