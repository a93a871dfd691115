"""A rule is stricter when it is never later: proved over the calendar, and tried on any case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cases import england
from days import day
from due_rules import CONDITIONS, FACTS, FakeKnown, count, fact, local, national
from workflow.clock import at_time
from workflow.deadlines.due import Calendars, Due, Moment, work_out
from workflow.deadlines.rule import Choice, Count, Pick, Rule, SameDay, Span, Unit
from workflow.deadlines.span import end_of
from workflow.definition.stricter import looser

ENGLAND = Calendars(national=england(), local=england())
A_YEAR = replace(england(), first=day("Wed 1 Oct 2025"), last=day("Thu 31 Dec 2026"))
FEW = Calendars(national=A_YEAR, local=A_YEAR)
HELD, BORN = fact("held_on"), fact("born_on")


def span(text: str) -> Count:
    """`15 working days` from the day held."""
    number, unit = text.split(" ", 1)
    return count(int(number), Unit(unit), HELD)


def earliest(*parts: Rule, when: object = None) -> Pick:
    return Pick(choice=Choice.EARLIEST, parts=parts, when=when)


def latest(*parts: Rule) -> Pick:
    return Pick(choice=Choice.LATEST, parts=parts)


def first_known(*parts: Rule) -> Pick:
    return Pick(choice=Choice.FIRST_KNOWN, parts=parts)


def why(rule: Rule, other: Rule, calendars: Calendars = ENGLAND) -> str:
    found = looser(rule, other, calendars)
    return found.why if found else ""


# -- one count against another ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "stricter"),
    [
        ("15 working days", "15 working days"),
        ("15 working days", "10 working days"),
        ("15 working days", "19 days"),  # the shortest there can be: from a Sunday, no bank holiday
        ("3 months", "12 weeks"),
        ("3 months", "89 days"),  # November to February
        ("6 months", "25 weeks"),
        ("1 years", "12 months"),
        ("1 working days", "24 hours"),
        ("2 days", "24 hours"),
        ("72 hours", "1 days"),
    ],
)
def test_a_count_that_never_ends_later_is_stricter(rule: str, stricter: str) -> None:
    assert why(span(rule), span(stricter)) == ""


@pytest.mark.parametrize(
    ("rule", "looser_one", "example"),
    [
        (
            "15 working days",
            "16 working days",
            "would be due Tue 23 Jan 2018 instead of Mon 22 Jan 2018, counted from Mon 1 Jan 2018",
        ),
        (  # a Saturday has its 15 working days a day before three weeks are over
            "15 working days",
            "21 days",
            "would be due Sat 27 Jan 2018 instead of Fri 26 Jan 2018, counted from Sat 6 Jan 2018",
        ),
        (  # Good Friday stands in the way
            "21 days",
            "15 working days",
            "would be due Tue 3 Apr 2018 instead of Fri 30 Mar 2018, counted from Fri 9 Mar 2018",
        ),
        (
            "3 months",
            "13 weeks",
            "would be due Mon 2 Apr 2018 instead of Sun 1 Apr 2018, counted from Mon 1 Jan 2018",
        ),
        (  # 24 hours of a day on which the clocks change
            "1 days",
            "24 hours",
            "would be due Mon 26 Mar 2018, 00:59 instead of Sun 25 Mar 2018, counted from"
            " Sat 24 Mar 2018, 23:59",
        ),
        (  # in the night on which an hour comes twice, 72 hours are over at 23:00
            "72 hours",
            "2 days",
            "would be due Sun 28 Oct 2018 instead of Sun 28 Oct 2018, 23:00, counted from"
            " Fri 26 Oct 2018",
        ),
        (
            "24 hours",
            "1 days",
            "would be due Tue 2 Jan 2018 instead of Tue 2 Jan 2018, 00:00, counted from"
            " Mon 1 Jan 2018",
        ),
    ],
)
def test_a_count_that_ends_later_once_is_told_by_the_first_such_day(
    rule: str, looser_one: str, example: str
) -> None:
    assert why(span(rule), span(looser_one)) == example


def test_counted_backwards_more_days_are_stricter() -> None:
    two, five = (count(n, Unit.WORKING_DAYS, HELD, backwards=True) for n in (2, 5))

    assert why(two, five) == ""
    assert "would be due" in why(five, two)


def test_the_same_working_day_is_stricter_than_the_next_and_the_same_day_than_both() -> None:
    working, same = SameDay(anchor=HELD, working=True), SameDay(anchor=HELD)

    assert why(span("1 working days"), working) == ""
    assert why(working, same) == ""
    assert "would be due Tue 2 Jan 2018" in why(same, working)


def test_a_count_that_no_calendar_reaches_is_not_stricter_for_being_unknown() -> None:
    rule = count(1, Unit.WORKING_DAYS, HELD, backwards=True)
    never = count(9999, Unit.WORKING_DAYS, HELD, backwards=True)

    assert why(rule, never) == "cannot be compared: it counts beyond the holiday calendar"
    assert "beyond the holiday calendar" in why(span("15 working days"), span("9999 working days"))


def test_a_local_rule_counts_local_closure_days() -> None:
    closed = {day("Tue 29 Dec 2026"): "", day("Wed 30 Dec 2026"): ""}
    calendars = Calendars(national=england(), local=england().with_closures(closed))
    rule = replace(span("5 working days"), source=national())

    assert why(rule, replace(span("3 working days"), source=local()), calendars) == ""
    assert why(rule, replace(span("4 working days"), source=local()), calendars) == (
        "would be due Thu 31 Dec 2026 instead of Wed 30 Dec 2026, counted from Mon 21 Dec 2026"
    )


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (count(1, Unit.DAYS, BORN), "would no longer count from `held_on`"),
        (count(1, Unit.DAYS, HELD, when="x"), "would count under another condition"),
        (first_known(span("1 days")), "would be put together in another way"),
        (latest(span("1 days"), count(1, Unit.DAYS, BORN)), "would no longer count from `held_on`"),
        (count(1, Unit.DAYS, span("1 days")), "would no longer count from `held_on`"),
    ],
)
def test_what_has_a_date_in_other_cases_is_not_compared_by_days(other: Rule, reason: str) -> None:
    assert why(span("15 working days"), other) == reason


def test_a_rule_counted_from_a_rule_keeps_the_inner_one() -> None:
    def of_age(years: int, months: int) -> Count:
        inner = count(years, Unit.YEARS, BORN)
        return count(months, Unit.MONTHS, inner, backwards=True)

    assert why(of_age(18, 3), of_age(18, 4)) == ""
    assert why(of_age(18, 3), of_age(17, 3)) == "would no longer count from the same date"


# -- rules put together of others ------------------------------------------------------------------

FIFTEEN, OF_BIRTH = span("15 working days"), count(20, Unit.WORKING_DAYS, BORN, when="unborn")
BORN_TOO = SameDay(anchor=BORN)


@pytest.mark.parametrize(
    ("rule", "stricter"),
    [
        (FIFTEEN, earliest(FIFTEEN, OF_BIRTH)),
        (earliest(FIFTEEN, OF_BIRTH), earliest(OF_BIRTH, span("10 working days"))),
        (earliest(FIFTEEN, OF_BIRTH, when="x"), earliest(OF_BIRTH, FIFTEEN, BORN_TOO, when="x")),
        (latest(FIFTEEN, span("21 days")), span("10 working days")),
        (latest(FIFTEEN, OF_BIRTH), latest(OF_BIRTH, span("10 working days"))),
        (first_known(FIFTEEN, OF_BIRTH), earliest(first_known(FIFTEEN, OF_BIRTH), BORN_TOO)),
        (earliest(FIFTEEN, replace(OF_BIRTH, source=local())), span("10 working days")),
    ],
)
def test_a_part_may_be_tightened_added_to_the_earliest_or_taken_from_the_latest(
    rule: Rule, stricter: Rule
) -> None:
    assert why(rule, stricter) == ""


@pytest.mark.parametrize(
    ("rule", "other", "reason"),
    [
        (earliest(FIFTEEN, OF_BIRTH), FIFTEEN, "would count under another condition"),
        (earliest(FIFTEEN, OF_BIRTH), earliest(OF_BIRTH, span("21 days")), "would be due"),
        (FIFTEEN, latest(FIFTEEN, span("21 days")), "would be due"),
        (latest(FIFTEEN, OF_BIRTH), FIFTEEN, "would have no date where only the part"),
        (latest(FIFTEEN, OF_BIRTH), earliest(FIFTEEN, OF_BIRTH), "would have no date where"),
        (first_known(FIFTEEN, OF_BIRTH), first_known(OF_BIRTH, FIFTEEN), "another condition"),
        (first_known(FIFTEEN, OF_BIRTH), FIFTEEN, "would be put together"),
        (earliest(FIFTEEN, when="x"), earliest(FIFTEEN, when="y"), "would be put together"),
    ],
)
def test_any_other_change_of_the_parts_is_looser(rule: Rule, other: Rule, reason: str) -> None:
    assert reason in why(rule, other)


# -- the law ---------------------------------------------------------------------------------------

spans = st.builds(Span, st.integers(1, 12), st.sampled_from(Unit))
whens = st.sampled_from((None, None, *CONDITIONS))
counts = st.builds(
    Count, span=spans, anchor=st.sampled_from(FACTS), backwards=st.booleans(), when=whens
) | st.builds(SameDay, anchor=st.sampled_from(FACTS), working=st.booleans(), when=whens)


def picks_of(parts: st.SearchStrategy[Rule]) -> st.SearchStrategy[Rule]:
    some = st.lists(parts, min_size=1, max_size=3).map(tuple)
    return st.builds(Pick, choice=st.sampled_from(Choice), parts=some, when=whens)


rules = st.recursive(counts, picks_of, max_leaves=4)
cases = st.builds(
    FakeKnown,
    st.dictionaries(
        st.sampled_from(FACTS),
        st.builds(
            Moment,
            st.dates(A_YEAR.first, A_YEAR.last)
            | st.builds(at_time, st.dates(A_YEAR.first, A_YEAR.last), st.times()),
        ),
    ),
    st.sets(st.sampled_from(CONDITIONS)),
)


@st.composite
def varied(draw: st.DrawFn, rule: Rule) -> Rule:
    """The rule as a policy might rewrite it, for better or worse."""
    if isinstance(rule, Pick):
        parts = [draw(varied(part)) for part in rule.parts]
        if len(parts) > 1 and draw(st.booleans()):
            parts.pop(draw(st.integers(0, len(parts) - 1)))
        if draw(st.booleans()):
            parts.insert(draw(st.integers(0, len(parts))), draw(counts))
        return replace(rule, parts=tuple(parts))
    if draw(st.booleans()):
        return rule
    if draw(st.integers(0, 3)) == 0:
        return Pick(choice=draw(st.sampled_from(Choice)), parts=(rule, draw(counts)))
    if draw(st.booleans()):
        return SameDay(anchor=rule.anchor, working=draw(st.booleans()), when=rule.when)
    backwards = isinstance(rule, Count) and rule.backwards
    span = draw(spans)
    return Count(span=span, anchor=rule.anchor, backwards=backwards, when=rule.when)


pairs = rules.flatmap(lambda rule: st.tuples(st.just(rule), varied(rule)))


def has_unknown_calendar(rule: Rule, case: FakeKnown) -> bool:
    """Whether a part of it waits for the calendar."""
    if isinstance(rule, Pick):
        return any(has_unknown_calendar(part, case) for part in rule.parts)
    return work_out(rule, case, FEW).waiting


def end(due: Due) -> datetime:
    return datetime.max.replace(tzinfo=UTC) if due.at is None else end_of(due.at)


@given(pairs, st.lists(cases, min_size=1, max_size=8))
def test_a_rule_that_is_not_looser_is_never_later_in_any_case(
    pair: tuple[Rule, Rule], lives: list[FakeKnown]
) -> None:
    rule, other = pair
    assume(looser(rule, other, FEW) is None)

    for case in lives:
        if not has_unknown_calendar(rule, case) and not has_unknown_calendar(other, case):
            assert end(work_out(other, case, FEW)) <= end(work_out(rule, case, FEW))


@given(rules)
def test_a_rule_is_as_strict_as_itself(rule: Rule) -> None:
    assert looser(rule, rule, FEW) is None


@pytest.mark.parametrize("unit", Unit)
def test_a_smaller_count_of_the_same_unit_is_stricter_and_a_larger_one_looser(unit: Unit) -> None:
    for fewer, more in combinations((1, 2, 5, 9), 2):
        assert looser(count(more, unit, HELD), count(fewer, unit, HELD), FEW) is None
        found = looser(count(fewer, unit, HELD), count(more, unit, HELD), FEW)
        assert found is not None
        assert found.shown


@given(spans, spans, st.booleans())
def test_two_counts_are_compared_as_by_trying_every_day(
    one: Span, other: Span, backwards: bool
) -> None:
    rule, stricter = (Count(span=s, anchor=HELD, backwards=backwards) for s in (one, other))

    found = looser(rule, stricter, FEW)

    assert (found is None) == all(
        end(work_out(stricter, case, FEW)) <= end(work_out(rule, case, FEW))
        for case in every_day()
        if not has_unknown_calendar(rule, case) and not has_unknown_calendar(stricter, case)
    )


def every_day() -> Iterator[FakeKnown]:
    """Held on each day of the year, at its first and at its last instant."""
    for number in range(A_YEAR.first.toordinal(), A_YEAR.last.toordinal() + 1):
        held = date.fromordinal(number)
        yield FakeKnown({HELD: Moment(held)})
        yield FakeKnown({HELD: Moment(end_of(held) - timedelta(microseconds=1))})
