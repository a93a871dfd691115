"""What a person does with a message that was not sent: let it go, or see to it in another way."""

from __future__ import annotations

from workflow.errors import WrongUse
from workflow.store.reading import Reading
from workflow.store.stored_message import NEED_SOMEBODY, MessageState, Posting
from workflow.store.writing import Writing

MAY_GO = (
    MessageState.FAILED,
    MessageState.UNCERTAIN,
    MessageState.NO_ADDRESS,
    MessageState.WITHDRAWN,
)
"""States out of which a message may be sent; one that was sent is not sent a second time."""

MAY_BE_WITHDRAWN = (*NEED_SOMEBODY, MessageState.WAITING, MessageState.HELD)
"""States out of which it need not be sent any more."""

TO_POST = (MessageState.WAITING, MessageState.FAILED)
"""States in which a letter may be printed and posted by hand."""


def posting_of(reading: Reading, message_id: str) -> Posting:
    """The message of that id. Raises WrongUse when there is none."""
    found = reading.posting(message_id)
    if found is None:
        raise WrongUse(
            f"there is no message {message_id}; `caseward messages` shows those there are"
        )
    return found


def send_again(writing: Writing, message_id: str) -> None:
    """Let a message go with the next round, as it was said, to the address of now.

    Raises WrongUse when it is on its way or was sent, has no words, or has no address still.
    """
    message = posting_of(writing, message_id).message
    if message.state not in MAY_GO or not message.said.subject:
        raise WrongUse(
            f"the message is {message.state.replace('_', ' ')}: only one that failed, is uncertain,"
            " had no address or was withdrawn can be sent, and only one that has words"
        )
    person = writing.person(message.recipient)
    address = person.email if person else message.said.address
    if not address:
        raise WrongUse(
            "nobody knows an address for it: give the person one first, on the page of people or"
            " with `caseward person import`"
        )
    check_still_so(writing.send_again(message_id, address, was=MAY_GO))


def was_sent(writing: Writing, message_id: str) -> None:
    """A message reached them: the post took it, or a person knows that it went. Raises WrongUse."""
    message = posting_of(writing, message_id).message
    was = (MessageState.UNCERTAIN, *(TO_POST if message.said.way == "post" else ()))
    if message.state not in was:
        raise WrongUse(f"the message is {message.state.replace('_', ' ')}: nobody has to say so")
    check_still_so(writing.decide(message_id, MessageState.SENT, was=was))


def withdraw(writing: Writing, message_id: str) -> None:
    """A message will not be sent, because it was seen to. Raises WrongUse when it was sent."""
    message = posting_of(writing, message_id).message
    if message.state not in MAY_BE_WITHDRAWN:
        raise WrongUse(f"the message is {message.state.replace('_', ' ')}: nothing to withdraw")
    check_still_so(writing.decide(message_id, MessageState.WITHDRAWN, was=MAY_BE_WITHDRAWN))


def release(writing: Writing, what: str) -> int:
    """Let a message go that was held, or all of a case. Returns how many. Raises WrongUse."""
    case = writing.case(what)
    if case is None:
        ids = [what] if posting_of(writing, what).message.state == MessageState.HELD else []
    else:
        found = writing.unsent_letters([case.case_id])
        ids = [each.id for each in found if each.message.state == MessageState.HELD]
    if not ids:
        raise WrongUse(f"nothing of {what} is held; `caseward messages --held` shows what is")
    return writing.let_go(ids)


def check_still_so(was_still_so: bool) -> None:
    """Two people may decide on one message at the same moment. Raises WrongUse."""
    if not was_still_so:
        raise WrongUse("somebody else has just decided on this message: look at it again")
