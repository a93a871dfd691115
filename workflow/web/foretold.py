"""What would be sent, in words: to whom, by which way, or why it will not go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from workflow.engine.letters_ahead import LetterAhead, LettersAhead
from workflow.engine.step_recipients import NO_SAFE_WAY
from workflow.engine.wording import NO_WORDS
from workflow.store.stored_message import MessageState
from workflow.web.message_words import REASONS

_WAYS = {"email": "by e-mail", "post": "by post", "text": "by text message"}
_WHY = dict(REASONS) | {
    NO_SAFE_WAY: "no address is known that is safe and may be used",
    NO_WORDS: "this process has no words for it",
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One recipient, and how they are told; `goes`: nothing stands in the way."""

    to: str = field(repr=False)
    how: str
    goes: bool


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A notice of a case, and everybody to whom it would go."""

    case: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True)
class Told:
    """What would be sent: `summary` in a sentence. `withdrawn` waits, and would go no more."""

    summary: str
    notices: tuple[Notice, ...]
    withdrawn: tuple[Notice, ...]


def letters_told(letters: LettersAhead) -> Told:
    """The letters as a page shows them."""
    notices = tuple(_notices(letters.by_notice))
    return Told(
        summary=_summary([line for notice in notices for line in notice.lines]),
        notices=notices,
        withdrawn=tuple(_notices(LettersAhead(written=letters.withdrawn).by_notice)),
    )


def _notices(found: Mapping[tuple[str, str], list[LetterAhead]]) -> Iterator[Notice]:
    for (case, title), letters in found.items():
        yield Notice(case=case, title=title, lines=tuple(map(_line, letters)))


def _line(letter: LetterAhead) -> Line:
    goes = letter.state in (MessageState.WAITING, MessageState.HELD)
    return Line(to=letter.to, how=_how(letter), goes=goes)


def _how(letter: LetterAhead) -> str:
    why = _WHY.get(letter.why, letter.why.replace("_", " "))
    match letter.state:
        case MessageState.HELD:
            return f"{_WAYS.get(letter.way, letter.way)}, held until somebody has looked at it"
        case MessageState.NO_ADDRESS:
            return f"cannot go: {why}"
        case MessageState.CANNOT_RENDER:
            return f"cannot be put into words: {why}"
        case MessageState.WITHDRAWN:
            return f"not told: {why}"
    return _WAYS.get(letter.way, letter.way)


def _summary(lines: list[Line]) -> str:
    goes = sum(line.goes for line in lines)
    rest = len(lines) - goes
    if not lines:
        return "No letter and no message is sent."
    sent = f"{goes or 'No'} {'message goes' if goes in (0, 1) else 'messages go'} out"
    return f"{sent}; {rest} {'does' if rest == 1 else 'do'} not." if rest else f"{sent}."
