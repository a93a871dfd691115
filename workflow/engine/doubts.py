"""What whoever takes a step is told of its letters: which wait, who is taken off, and whom names on
a list may mean. Nothing of it is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from workflow.case.audience import Addressee, names_borne, names_of
from workflow.case.kept_back import NOT_KEPT_TO, Listed, listed_by
from workflow.case.model import Event
from workflow.case.naming import may_mean, named_as
from workflow.case.quorum import participants
from workflow.case.reading import Reading
from workflow.case.warnings import Warned
from workflow.definition.model import Notice
from workflow.engine.addresses_in_words import ADDRESS_IN_WORDS
from workflow.engine.newest_address import addresses_of
from workflow.engine.stored_cases import Sending
from workflow.engine.wording import RECORDED_LATE
from workflow.store.stored_message import Message

_WHY_WAITING = {
    RECORDED_LATE: "Recorded late",
    ADDRESS_IN_WORDS: "An address stands in the words that is not that of whoever gets them",
}


def doubts(
    sending: Sending,
    notice: Notice | None,
    told: Sequence[Addressee],
    everywhere: Sequence[Reading],
    family: Sequence[Reading],
    written: Sequence[Message],
) -> Iterator[Warned]:
    """Each sentence about a notice that a step sends.

    `told`: everybody whom it means; `everywhere`: the case, then those that it is tied to;
    `family`: others of the same family; `written`: what is sent.
    """
    says = [*_waiting(sending, written)]
    if notice is not None:
        says += [*_taken_off(notice, everywhere[0], written), *_unmatched(told, everywhere, family)]
    yield from (Warned(sending.ref, sending.event.name, say) for say in says)


def misnamed(
    reading: Reading, event: Event, tied: Callable[[], Iterable[Reading]]
) -> Iterator[str]:
    """Each name of a list that a row tells and that nobody bears of whom the case knows, here or in
    those that it is tied to: by its place, on a list of whom nothing is told or a line is kept to.
    """
    flow = reading.workflow
    told = {name: event.facts[name] for name in flow.lists_of_names if event.facts.get(name)}
    borne = _known(reading).union(*map(_listed, tied())) if told else frozenset()
    for name, listed in told.items():
        typed = map(named_as, listed if isinstance(listed, list | tuple) else [listed])
        for place, who in enumerate(typed, 1):
            if borne and who not in borne and not may_mean([who], borne):
                label = flow.facts[name].label
                yield (
                    f"“{label}”, name {place}, is nobody known here: write it as it stands among"
                    " those who are invited or written to"
                )


def unlisted(
    reading: Reading, event: Event, tied: Callable[[], Iterable[Reading]]
) -> Iterator[str]:
    """Each name, by its place, that a row tells of who takes part in linked cases, and that fits
    nobody on their lists.
    """
    for fact in reading.workflow.facts.values():
        told = event.facts.get(fact.name) if fact.participants_of else None
        if not told:
            continue
        cases = reading.case.links.get(fact.participants_of or "", {})
        borne = frozenset[object]().union(*(_listed(r) for r in tied() if r.case.ref in cases))
        for place, who in enumerate(map(named_as, told if isinstance(told, list) else [told]), 1):
            if borne and who not in borne:
                yield (
                    f"“{fact.label}”, name {place}, fits nobody on the list of those invited: no"
                    " letter reaches them by it"
                )


def _known(reading: Reading) -> frozenset[object]:
    """All by which those are called whom a case knows itself: told in its facts, or on its list."""
    facts = (each.get("name") or each["agency"] for each in addresses_of(reading.workflow))
    return _listed(reading).union(named_as(who) for fact in facts if (who := reading(fact)))


def _listed(reading: Reading) -> frozenset[object]:
    rows = participants(reading.workflow, reading)
    names = (names_of(reading.case.ref, who, row) for who, row in rows.items())
    return frozenset[object]().union(*names)


def _waiting(sending: Sending, written: Sequence[Message]) -> Iterator[str]:
    for why, said in _WHY_WAITING.items():
        many = sum(message.why == why for message in written)
        if many:
            what = "1 letter waits" if many == 1 else f"{many} letters wait"
            yield f"{said}: {what} to be looked at before going out ({sending.notice})"


def _taken_off(notice: Notice, reading: Reading, written: Sequence[Message]) -> Iterator[str]:
    many = sum(message.why == NOT_KEPT_TO for message in written)
    if many:
        facts = dict.fromkeys(line.kept_to for line in notice.to if line.kept_to is not None)
        lists = " or ".join(f"“{reading.workflow.facts[fact].label}”" for fact in facts)
        yield (
            f"{many} taken off ({notice.title}), not named in {lists}: look whether that is right;"
            " such a letter can be sent after all"
        )


def _unmatched(
    told: Sequence[Addressee], everywhere: Sequence[Reading], family: Sequence[Reading]
) -> Iterator[str]:
    """Each name that must not be told and that nobody bears who would be, or that a case of the
    same `family` lists of somebody who would, by its place alone: whoever takes the step may not
    see the case that lists it.
    """
    if not any(each.family for each in told):
        return
    borne = frozenset[object]().union(*map(names_borne, told))
    for there in everywhere:
        for each in listed_by(there):
            if each.name in borne:
                continue
            if may_mean([each.name], borne):
                yield _says(there, each, "may be somebody here, whose letter waits")
            # Whoever that case knows is somebody else, who is not told here anyway.
            elif each.name not in _known(there):
                yield _says(there, each, "fits nobody here")
    for there in family:
        for each in listed_by(there):
            if may_mean([each.name], borne):
                yield _says(there, each, "may be somebody here, whose letter waits")


def _says(there: Reading, each: Listed, fits: str) -> str:
    label = there.workflow.facts[each.fact].label
    return f"“{label}”, name {each.place} on {each.case}, {fits}: look who is meant"
