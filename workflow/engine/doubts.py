"""What whoever takes a step is told of its letters: which wait, who is taken off, and whom names on
a list may mean. Nothing of it is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workflow.case.audience import NOT_KEPT_TO, Addressee, listed_by, names_borne
from workflow.case.naming import may_mean
from workflow.case.reading import Reading
from workflow.case.warnings import Warned
from workflow.definition.model import Notice
from workflow.engine.stored_cases import Sending
from workflow.engine.wording import RECORDED_LATE
from workflow.store.stored_message import Message


def doubts(
    sending: Sending,
    notice: Notice | None,
    told: Sequence[Addressee],
    everywhere: Sequence[Reading],
    written: Sequence[Message],
) -> Iterator[Warned]:
    """Each sentence about a notice that a step sends.

    `told`: everybody whom it means; `everywhere`: the case, then those that it is tied to;
    `written`: what is sent.
    """
    says = [*_waiting(sending, written)]
    if notice is not None:
        says += [*_taken_off(notice, everywhere[0], written), *_unmatched(told, everywhere)]
    yield from (Warned(sending.ref, sending.event.name, say) for say in says)


def _waiting(sending: Sending, written: Sequence[Message]) -> Iterator[str]:
    many = sum(message.why == RECORDED_LATE for message in written)
    if many:
        what = "1 letter waits" if many == 1 else f"{many} letters wait"
        yield f"Recorded late: {what} to be looked at before going out ({sending.notice})"


def _taken_off(notice: Notice, reading: Reading, written: Sequence[Message]) -> Iterator[str]:
    many = sum(message.why == NOT_KEPT_TO for message in written)
    if many:
        facts = dict.fromkeys(line.kept_to for line in notice.to if line.kept_to is not None)
        lists = " or ".join(f"“{reading.workflow.facts[fact].label}”" for fact in facts)
        yield (
            f"{many} taken off ({notice.title}), not named in {lists}: look whether that is right;"
            " such a letter can be sent after all"
        )


def _unmatched(told: Sequence[Addressee], everywhere: Sequence[Reading]) -> Iterator[str]:
    """Each name that must not be told and that nobody bears who would be, by its place alone:
    whoever takes the step may not see the case that lists it.
    """
    if not any(each.family for each in told):
        return
    borne = frozenset[object]().union(*map(names_borne, told))
    for there in everywhere:
        for each in listed_by(there):
            if each.name not in borne:
                label = there.workflow.facts[each.fact].label
                maybe = may_mean([each.name], borne)
                fits = "may be somebody here, whose letter waits" if maybe else "fits nobody here"
                yield f"“{label}”, name {each.place} on {each.case}, {fits}: look who is meant"
