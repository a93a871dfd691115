"""Messages put into words, within the transaction that brings them about.

What was said is kept as it was said. Nothing that is wrong with a template, with what it is given
or with an address undoes a step: the message then says so of itself and is not sent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from notifications.notice import Recipient, Rendered, Way
from notifications.problem import NoticeProblem
from notifications.rendering import Templates
from workflow.clock import london_day
from workflow.engine.letterhead import Letterhead
from workflow.errors import CasewardError
from workflow.store.stored import Message, MessageState, Person, Said

NO_WORDS = "no_words"
"""Why a message has none: the release of its case has no wording for the notice."""

NOBODY = "nobody"
"""Why a message has no address: there is nobody in that role, or nobody who stands in."""

NO_EMAIL = "no_email"
"""Why a message has no address: the person has none here."""

Context = Callable[[], Mapping[str, object]]
"""Works out what the notice may read. Whatever it raises is told of the message."""


def worded(
    message: Message,
    templates: Callable[[], Templates],
    context: Context,
    *,
    person: Person | None,
    letterhead: Letterhead,
    now: datetime,
) -> Message:
    """The message as it will go out, or with the state that says why it will not. Never raises.

    `person` is whom it is for; None: nobody that we know how to reach.
    """
    recipient = reached(person)
    try:
        wording = templates()
        if message.notice not in wording.notices:
            return _speechless(message, NO_WORDS)
        rendered = wording.render(
            message.notice,
            context(),
            recipient=recipient,
            council=letterhead.council,
            written_on=london_day(now),
        )
    except NoticeProblem as problem:
        return _speechless(message, str(problem))  # it names files and lines, and no value
    except Exception as error:  # noqa: BLE001  # whatever is wrong with the words, the step has to stand
        return _speechless(message, _kind(error))
    return _addressed(message, rendered, recipient, person)


def reached(person: Person | None) -> Recipient:
    """A member of staff as the one who is written to.

    Participants of a case are reached here too, once their addresses and what is safe for them are
    kept.
    """
    if person is None:
        return Recipient(name="Colleague")
    return Recipient(name=person.name, email=person.email)


def _addressed(
    message: Message, rendered: Rendered, recipient: Recipient, person: Person | None
) -> Message:
    ways = recipient.ways()
    way = ways[0] if ways else Way.EMAIL
    said = Said(
        way=way.value,
        address=recipient.email if ways else "",
        wording=rendered.version,
        subject=rendered.subject,
        text=rendered.text,
        markup=rendered.markup,
        html=rendered.html,
        letter=rendered.letter if way is Way.POST else "",
        only_once=way is Way.POST or bool(rendered.calendar),
    )
    if not ways:
        why = NO_EMAIL if person else NOBODY
        return replace(message, said=said, state=MessageState.NO_ADDRESS, why=why)
    return replace(message, said=said)


def _speechless(message: Message, why: str) -> Message:
    return replace(message, state=MessageState.CANNOT_RENDER, why=why)


def _kind(error: Exception) -> str:
    """What an error is, without what it says, which may hold a fact."""
    return error.code if isinstance(error, CasewardError) else type(error).__name__
