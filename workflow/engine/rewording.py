"""A letter that could not be put into words, or for which there was no address, is put into words
again, once these were mended or an address is on the case.

The words are those of the release of its case, wherever it was moved since; if they still fail,
those of the newest release of its policy, so that no case has to be moved over a slip in a letter.
What failed is withdrawn and stays on the record.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from workflow.case.kept_back import NOT_KEPT_TO
from workflow.case.model import Event
from workflow.clock import london_day
from workflow.definition.release import Release
from workflow.engine.catalogue import Catalogue
from workflow.engine.following import Following
from workflow.engine.keeping_back import why_kept_back
from workflow.engine.outbox import check_still_so, posting_of, send_again
from workflow.engine.step_notices import Desk
from workflow.engine.stored_cases import Sending, StoredCases
from workflow.errors import WrongUse
from workflow.store.stored_message import Message, MessageState, Posting
from workflow.store.writing import Writing


def resend(writing: Writing, catalogue: Catalogue, message_id: str, now: datetime) -> None:
    """Let a message go with the next round, put into words again if it has none.

    Raises WrongUse: it cannot go, or there are no words for it still.
    """
    posting = posting_of(writing, message_id)
    message = posting.message
    today = london_day(now)
    if _is_of_a_step(message) and (
        why_kept_back(writing, catalogue, message, today) not in ("", NOT_KEPT_TO)
    ):
        raise WrongUse(
            "they are among those whom nothing is told: take them off that list first, with the"
            " step that names them or by correcting it"
        )
    if may_be_put_in_words(message):
        _put_in_words(writing, catalogue, posting, now)
    elif message.state == MessageState.CANNOT_RENDER:
        raise WrongUse(
            "what a ladder sends is not put into words again: withdraw it and tell them yourself;"
            " the next rung speaks in the words of then"
        )
    else:
        send_again(writing, message_id)


def may_be_put_in_words(message: Message) -> bool:
    """Whether a step sent it, and it lacks words or an address: where it goes decides its words."""
    return message.state in _LACKING and _is_of_a_step(message)


def _is_of_a_step(message: Message) -> bool:
    return "row" in message.content


_LACKING = (MessageState.CANNOT_RENDER, MessageState.NO_ADDRESS)


def _put_in_words(writing: Writing, catalogue: Catalogue, posting: Posting, now: datetime) -> None:
    cases = StoredCases(writing, catalogue)
    failed: Message | None = None
    for release in _releases(writing, catalogue, cases, posting.message):
        failed = _worded(writing, catalogue, cases, posting, release, now)
        if failed.state not in _LACKING:
            was_so = writing.decide(posting.id, MessageState.WITHDRAWN, was=_LACKING)
            check_still_so(was_so)
            writing.put_letters([failed])
            return
    if failed is not None and failed.state == MessageState.NO_ADDRESS:
        raise WrongUse(
            "nobody knows an address that it may go to: record one on the case, with the step that"
            " lists its people or by correcting what was typed, then send it again"
        )
    why = failed.why if failed else posting.message.why
    raise WrongUse(
        f"it cannot be put into words still: {why.rstrip('.')}; mend the words, publish them with"
        " `caseward init`, then ask again"
    )


def _releases(
    writing: Writing, catalogue: Catalogue, cases: StoredCases, message: Message
) -> Iterator[Release]:
    own, _ = cases.pins(cases.get(str(message.content["case"])))
    yield own
    newest = catalogue.newest(writing, own.policy)
    if newest.number != own.number:
        yield newest


def _worded(
    writing: Writing,
    catalogue: Catalogue,
    cases: StoredCases,
    posting: Posting,
    release: Release,
    now: datetime,
) -> Message:
    message = posting.message
    row = _row(cases, message)
    letters = writing.letters(str(message.case_id))
    alike = [
        each
        for each in letters
        if (each.message.notice, each.message.recipient) == (message.notice, message.recipient)
    ]
    sending = Sending(str(message.content["case"]), row, message.notice)
    desk = Desk(writing, catalogue, cases, now, wording=release)
    again = desk.messages(sending, only=message.recipient, following=Following(number=len(alike)))
    found = next(again, None)
    if found is None:
        raise WrongUse(f"{message.recipient} is not among those who are told now: withdraw it")
    return found


def _row(cases: StoredCases, message: Message) -> Event:
    """The row that sent it. Raises WrongUse when it no longer counts."""
    row = cases.counting(str(message.content["case"])).get(message.content["row"])
    if row is None:
        raise WrongUse("the step that sent it no longer counts: withdraw it")
    return row
