"""What a case knows already of what a form asks, beside the question: whoever mends one answer sees
the others.
"""

from __future__ import annotations

from dataclasses import replace
from textwrap import shorten

from workflow.case.reading import Reading
from workflow.definition.model import FactKind
from workflow.engine.form import Field
from workflow.engine.values import Words

LONGEST = 200
"""Letters of an answer that stand beside its question; the case page has the whole."""

_NOT_TOLD = (FactKind.ROWS, FactKind.DOCUMENT)


def beside_known(asked: Field, reading: Reading, words: Words) -> Field:
    """The question with the answer that the case has."""
    fact, value = reading.workflow.facts.get(asked.name), None
    if fact is not None and fact.kind not in _NOT_TOLD and not asked.is_tick:
        value = reading(fact.name)
    if fact is None or value in (None, "", [], ()):
        return asked
    known = shorten(words.value(reading.workflow, fact, value), LONGEST, placeholder=" …")
    return replace(asked, hint=f"{asked.hint} Known now: {known}".strip())
