"""Which questions a step puts, and what becomes of an answer to one that it does not put."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workflow.case.model import Event, Refused
from workflow.case.reading import Reading
from workflow.case.told_together import raise_all
from workflow.definition.guard_words import guard_words
from workflow.definition.model import Fact
from workflow.definition.step import Step


def is_put(fact: Fact, reading: Reading) -> bool:
    """Whether a step that may ask for the fact does, by the case and the other answers."""
    return reading.holds(fact.asked_when)


def check_put(event: Event, steps: Iterable[Step], reading: Reading) -> None:
    """Refuse answers to questions that are not put, each with the condition in words.

    Refused and not dropped: where two answers do not go together only who gave them knows which
    of the two is wrong, whether it came from a page without scripts or from a program, and what
    was typed with care must not vanish unseen. A page with scripts never sends such an answer. Rows
    of a history that are decided again as they stand, or are read from a file, are not asked anew
    (`Command.again`): what counted when it was recorded stays, whatever other release asked it.

    Raises Refused `wrong_fact`.
    """
    raise_all(list(_not_put(event, list(steps), reading)))


def _not_put(event: Event, steps: list[Step], reading: Reading) -> Iterator[Refused]:
    needed = {name for step in steps for name in step.asks}
    asked = {name for step in steps for name in step.facts}
    for name, value in event.facts.items():
        fact = reading.workflow.facts.get(name)
        if value is None or name in needed or fact is None or fact.asked_when is None:
            continue
        if not is_put(fact, reading):
            words = guard_words(reading.workflow, fact.asked_when, asked)
            sentence = (
                f"`{name}` ({fact.label}) is asked only if {words}: leave it empty, or put right"
                " what this depends on"
            )
            yield Refused("wrong_fact", sentence, case=reading.case.ref)
