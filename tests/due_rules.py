"""Due rules in few words, a case that knows what it is told, and arbitrary ones of both."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from hypothesis import strategies as st

from days import day
from workflow.clock import at_time, london_day
from workflow.deadlines.due import Moment
from workflow.deadlines.rule import (
    Anchor,
    AnchorKind,
    Choice,
    Count,
    Pick,
    Rule,
    SameDay,
    Source,
    Span,
    Standing,
    Unit,
)


def fact(name: str) -> Anchor:
    """The anchor `of: name`."""
    return Anchor(AnchorKind.FACT, name)


def national(text: str = "", *ids: str) -> Source:
    """A source in law or statutory guidance."""
    return Source(standing=Standing.NATIONAL, text=text, ids=ids)


def local(text: str = "", *ids: str) -> Source:
    """A source in local policy."""
    return Source(standing=Standing.LOCAL, text=text, ids=ids)


def count(
    number: int,
    unit: Unit,
    anchor: Anchor | Rule,
    *,
    backwards: bool = False,
    when: object = None,
    source: Source | None = None,
) -> Count:
    """The rule `within: NUMBER UNIT, of: ANCHOR`."""
    span = Span(number, unit)
    return Count(span=span, anchor=anchor, backwards=backwards, when=when, source=source)


class FakeKnown:
    """A case that knows the moments given (a text is a day) and the conditions that hold."""

    def __init__(
        self, moments: Mapping[Anchor, Moment | str], holding: Collection[object] = ()
    ) -> None:
        self.moments = {
            anchor: Moment(day(told)) if isinstance(told, str) else told
            for anchor, told in moments.items()
        }
        self.holding = holding

    def __repr__(self) -> str:
        return f"FakeKnown({self.moments}, {self.holding})"

    def moment(self, anchor: Anchor) -> Moment | None:
        """What was given for the anchor."""
        return self.moments.get(anchor)

    def holds(self, condition: object) -> bool:
        """Whether the condition is among those given."""
        return condition in self.holding


FACTS = (fact("held_on"), fact("born_on"), fact("planned_for"))
CONDITIONS = ("was_unborn", "route == 'transfer_in'")

_whens = st.sampled_from((None, None, *CONDITIONS))
_sources = st.sampled_from((None, national("Guidance", "T1"), local()))


def rules() -> st.SearchStrategy[Rule]:
    """Any rule: counts of every unit, picks, and rules counted from rules."""
    return st.recursive(_counted_from(st.sampled_from(FACTS)), _built_from, max_leaves=6)


def known_cases() -> st.SearchStrategy[FakeKnown]:
    """Cases that know some of `FACTS`, as days or instants, in and around the horizon."""
    days = st.dates(date(2017, 12, 1), date(2036, 2, 1))
    instants = st.builds(at_time, days, st.times())
    moments = st.builds(Moment, days | instants, st.none() | instants)
    told_the_same_day = instants.map(lambda told: Moment(london_day(told), told))
    return st.builds(
        FakeKnown,
        st.dictionaries(st.sampled_from(FACTS), moments | told_the_same_day),
        st.sets(st.sampled_from(CONDITIONS)),
    )


def _counted_from(
    anchors: st.SearchStrategy[Anchor] | st.SearchStrategy[Rule],
) -> st.SearchStrategy[Rule]:
    spans = st.builds(Span, st.integers(1, 40), st.sampled_from(Unit))
    counts = st.builds(
        Count, span=spans, anchor=anchors, backwards=st.booleans(), when=_whens, source=_sources
    )
    same_days = st.builds(
        SameDay, anchor=anchors, working=st.booleans(), when=_whens, source=_sources
    )
    return counts | same_days


def _built_from(inner: st.SearchStrategy[Rule]) -> st.SearchStrategy[Rule]:
    parts = st.lists(inner, min_size=1, max_size=3).map(tuple)
    picks = st.builds(
        Pick, choice=st.sampled_from(Choice), parts=parts, when=_whens, source=_sources
    )
    return _counted_from(inner) | picks
