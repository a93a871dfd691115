"""Messages put into words, within the transaction that brings them about.

What was said is kept as it was said. Nothing that is wrong with a template, with what it is given
or with an address undoes a step: the message then says so of itself and is not sent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from notifications.notice import Recipient, Rendered, Way
from notifications.problem import NoticeProblem
from notifications.rendering import Templates
from workflow.clock import london_day
from workflow.engine.letterhead import Letterhead
from workflow.engine.meetings import NO_ENTRY, Numbered
from workflow.errors import CasewardError
from workflow.store.stored import Person
from workflow.store.stored_message import Message, MessageState, Said

NO_WORDS = "no_words"
"""Why a message has none: the release of its case has no wording for the notice."""

NOBODY = "nobody"
"""Why a message has no address: there is nobody in that role, or nobody who stands in."""

NOBODY_FOUND = "nobody_found"
"""Why a message has no address: none of those for whom it is was found."""

MISSED = "missed"
"""Where the content of such a message says who they would be."""

RECORDED_LATE = "recorded_late"
"""Why a message is held: what it tells of was recorded when it should have gone already."""

NO_EMAIL = "no_email"
"""Why a message has no address: the person has none here."""

Context = Callable[[], Mapping[str, object]]
"""Works out what the notice may read. Whatever it raises is told of the message."""

Render = Callable[[], Rendered]
"""Puts a message into words. Whatever it raises is told of the message."""

Waiting = Callable[..., Message]
"""Makes a message that waits; what it is given, such as `said`, is otherwise."""


class Wordless(CasewardError):
    """The release of the case has no words for the notice."""

    code = NO_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a message goes: `once` where whoever gets it twice is misled, `held` until somebody has
    looked at it, `late` where it should have gone before, so that it is held for that, `family` at
    hours when a family may be disturbed, which `quiet_hours` are not. `calendar` makes its meeting,
    as JSON text, of the words for it. `nowhere` says why it has no address where it has none.
    """

    once: bool = False
    held: bool = False
    late: bool = False
    family: bool = False
    quiet_hours: str = ""
    calendar: Callable[[str], Numbered] = lambda words: NO_ENTRY
    nowhere: str = NO_EMAIL


def worded(
    message: Message,
    templates: Callable[[], Templates],
    context: Context,
    *,
    person: Person | None,
    outside: Recipient | None = None,
    letterhead: Letterhead,
    now: datetime,
) -> Message:
    """A message of a ladder as it will go out, or with the state that says why it will not.

    `person` is whom it is for, `outside` somebody who does not work here; neither: nobody that we
    know how to reach. Never raises.
    """
    recipient = outside or reached(person)

    def render() -> Rendered:
        wording = templates()
        if message.notice not in wording.notices:
            raise Wordless("there are no words for it")
        return wording.render(
            message.notice,
            context(),
            recipient=recipient,
            council=letterhead.council,
            written_on=london_day(now),
        )

    manner = Manner(nowhere=NO_EMAIL if person or outside else NOBODY)
    return in_words(partial(replace, message), render, recipient, manner)


def in_words(waiting: Waiting, render: Render, recipient: Recipient, manner: Manner) -> Message:
    """The message as it will go out, or with the state that says why it will not. Never raises."""
    try:
        rendered = render()
        return _addressed(waiting, rendered, recipient, manner)
    except NoticeProblem as problem:
        why = str(problem)  # it names files and lines, and no value
    except Exception as error:  # noqa: BLE001  # whatever is wrong with the words, the step has to stand
        why = _kind(error)
    return waiting(state=MessageState.CANNOT_RENDER, why=why)


def reached(person: Person | None) -> Recipient:
    """A member of staff as the one who is written to."""
    if person is None:
        return Recipient(name="Colleague")
    return Recipient(name=person.name, email=person.email)


def _addressed(
    waiting: Waiting, rendered: Rendered, recipient: Recipient, manner: Manner
) -> Message:
    ways = [way for way in recipient.ways() if way is not Way.TEXT or rendered.text_message]
    way = ways[0] if ways else Way.EMAIL
    calendar, entry = manner.calendar(rendered.calendar) if way is Way.EMAIL else NO_ENTRY
    said = Said(
        way=way.value,
        address=_address(recipient, way) if ways else "",
        wording=rendered.version,
        subject=rendered.subject,
        text=rendered.text_message if way is Way.TEXT else rendered.text,
        markup=rendered.markup,
        html=rendered.html if way is Way.EMAIL else "",
        letter=rendered.letter if way is Way.POST else "",
        calendar=calendar,
        entry=entry,
        only_once=manner.once or way is Way.POST or bool(rendered.calendar),
        family=manner.family,
        quiet_hours=manner.quiet_hours,
    )
    if not ways:
        return waiting(said=said, state=MessageState.NO_ADDRESS, why=manner.nowhere)
    if manner.late:
        return waiting(said=said, state=MessageState.HELD, why=RECORDED_LATE)
    return waiting(said=said, state=MessageState.HELD) if manner.held else waiting(said=said)


def _address(recipient: Recipient, way: Way) -> str:
    """Where it goes; by post the lines of the address, the name first."""
    by = {Way.EMAIL: recipient.email, Way.TEXT: recipient.mobile}
    return by.get(way) or "\n".join((recipient.name, *recipient.post))


def _kind(error: Exception) -> str:
    """What an error is, without what it says, which may hold a fact."""
    return error.code if isinstance(error, CasewardError) else type(error).__name__
