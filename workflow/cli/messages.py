"""messages: what was said to whom, what could not be, and letting it go after all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from workflow.app import App
from workflow.case.record import plain
from workflow.cli.installed import installed
from workflow.cli.looking import look
from workflow.cli.output import LATE, Line, counted, print_json, say, table
from workflow.clock import Clock
from workflow.deadlines.naming import moment_name
from workflow.engine.outbox import posting_of, release, withdraw
from workflow.engine.rewording import resend
from workflow.errors import CasewardError, WrongUse
from workflow.store.stored_message import NEED_SOMEBODY, MessageState, Posting

LATELY = 200
"""So many of the last messages are listed."""


class MessagesNeedSomebody(CasewardError):
    """At least one message was not sent, and will not be by itself."""

    code = "messages_need_somebody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What was asked for: a list, or one message by its id."""

    state: str
    show: str
    resend: str
    withdraw: str
    release: str
    as_json: bool


def see_to_messages(clock: Clock, wanted: Wanted) -> None:
    """List messages, show one, or decide on some. Raises MessagesNeedSomebody, WrongUse."""
    asked = (wanted.state, wanted.show, wanted.resend, wanted.withdraw, wanted.release)
    if sum(map(bool, asked)) > 1:
        raise WrongUse("give one of --state, --held, --show, --resend, --withdraw and --release")
    with installed(clock) as app:
        if wanted.release:
            with app.store.writing() as writing:
                many = release(writing, wanted.release)
            say(f"{counted(many, 'message goes', 'messages go')} with the next round.")
            return
        if wanted.resend or wanted.withdraw:
            with app.store.writing() as writing:
                if wanted.resend:
                    resend(writing, app.catalogue, wanted.resend, app.now())
                else:
                    withdraw(writing, wanted.withdraw)
            return
        if wanted.show:
            _show(_looked_at(app, wanted.show), as_json=wanted.as_json)
            return
        with app.store.reading() as reading:
            found = reading.postings(*_states(wanted.state))
    _list(found, wanted)


def _looked_at(app: App, message_id: str) -> Posting:
    """The message; that somebody looked at its case, if it is about one, is kept."""
    with app.store.reading() as reading:
        found = posting_of(reading, message_id)
    ref = found.message.content.get("case")
    if not isinstance(ref, str):
        return found
    return look(app, ref, f"message {message_id}", app.now(), lambda _: found)


def _states(wanted: str) -> tuple[str, ...]:
    if not wanted:
        return tuple(NEED_SOMEBODY)
    known = [state.value for state in MessageState]
    if wanted not in known:
        raise WrongUse(f"no message is ever {wanted!r}: give one of {', '.join(known)}")
    return (wanted,)


def _list(found: list[Posting], wanted: Wanted) -> None:
    if wanted.as_json:
        print_json([_summary(posting) for posting in found])
    elif found:
        columns = ("id", "state", "notice", "to", "case", "of", "why")
        table(columns, [_line(posting) for posting in found[-LATELY:]])
    else:
        say("No message that is " + wanted.state if wanted.state else "No message needs anybody.")
    if found and not wanted.state:
        many = counted(len(found), "message needs", "messages need")
        mend = "mend what is named, then `caseward messages --resend ID`, or `--withdraw ID`"
        raise MessagesNeedSomebody(f"{many} somebody; {mend}")


def _summary(posting: Posting) -> dict[str, Any]:
    """A message without what it says and its address."""
    message = posting.message
    told = {
        "id": posting.id,
        "state": message.state,
        "why": message.why,
        "notice": message.notice,
        "recipient": message.recipient,
        "case": message.content.get("case"),
        "task": message.task,
        "at": message.at,
        "attempts": posting.attempts,
        "next_attempt": posting.next_attempt,
        "reference": posting.reference,
    }
    return {name: plain(value) for name, value in told.items()}


def _line(posting: Posting) -> Line:
    message = posting.message
    case = str(message.content.get("case") or "")
    what = (posting.id, message.state, message.notice, message.recipient, case)
    colour = LATE if message.state in NEED_SOMEBODY else ""
    return Line((*what, moment_name(message.at), message.why), colour)


def _show(posting: Posting, *, as_json: bool) -> None:
    said = posting.message.said
    if as_json:
        words = {"address": said.address, "subject": said.subject, "text": said.text}
        print_json({**_summary(posting), "way": said.way, "wording": said.wording, **words})
        return
    message = posting.message
    say(f"{message.notice} to {message.recipient}, {message.state} {message.why}".rstrip())
    say(f"By {said.way or 'no way'} to {said.address or 'no address'}, wording {said.wording}")
    if posting.settled_at is not None:
        say(f"{counted(posting.attempts, 'attempt')}, {moment_name(posting.settled_at)}")
    say()
    say(said.subject, bold=True)
    say()
    say(said.text)
