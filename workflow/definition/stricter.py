"""Whether one due rule is never later than another, whatever happens in a case.

Two counts from the same anchor are compared on every day of the calendar (`stricter_days.py`),
rules put together of others part by part. What cannot be proved so counts as looser: a date that
is unknown where there was one before would be no date.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from workflow.deadlines.calendar import Calendar
from workflow.deadlines.due import Calendars, standing_of
from workflow.deadlines.rule import Anchor, Choice, Pick, Rule, Standing
from workflow.definition.stricter_days import Looser, Single, looser_on_a_day


def looser(
    rule: Rule, other: Rule, calendars: Calendars, *, standing: Standing = Standing.NATIONAL
) -> Looser | None:
    """Why `other` could ever be due later than `rule`, or be without a date where `rule` has one.

    None when it is as strict or stricter. What is local in an `earliest` of `rule` may be anything
    in `other`. `standing` is that of the task, as in `work_out`.
    """
    return _Proof(calendars, standing).of(rule, other)


@dataclass(frozen=True, slots=True)
class _Proof:
    calendars: Calendars
    standing: Standing

    def of(self, rule: Rule, other: Rule) -> Looser | None:
        found = self.in_step(rule, other)
        if found is None:
            return None
        if isinstance(rule, Pick) and isinstance(other, Pick) and rule.when == other.when:
            rule, other = replace(rule, when=None), replace(other, when=None)
        if _picks(rule, Choice.EARLIEST) or _picks(other, Choice.EARLIEST):
            return self.earliest(rule, other)
        if _picks(rule, Choice.LATEST) or _picks(other, Choice.LATEST):
            return self.latest(rule, other)
        return found

    def earliest(self, rule: Rule, other: Rule) -> Looser | None:
        """Every part has one that is as strict; what is added can only bring the date forward."""
        for part in _parts(rule, Choice.EARLIEST):
            if _is_local(part):
                continue
            if found := _least(self.of(part, new) for new in _parts(other, Choice.EARLIEST)):
                return found
        return None

    def latest(self, rule: Rule, other: Rule) -> Looser | None:
        """Every new part goes with an old one, and where an old one has a date a new one has."""
        old, new = _parts(rule, Choice.LATEST), _parts(other, Choice.LATEST)
        for part in new:
            if found := _least(self.in_step(each, part) for each in old):
                return found
        for part in old:
            if not any(self.known_with(part, each) for each in new):
                return Looser("would have no date where only the part that is taken away has one")
        return None

    def in_step(self, rule: Rule, other: Rule) -> Looser | None:
        """As `of`, for rules that have a date in exactly the same cases."""
        if isinstance(rule, Pick) or isinstance(other, Pick):
            return self.part_by_part(rule, other)
        if rule.when != other.when:
            return Looser("would count under another condition")
        if not self.same_start(rule, other):
            return Looser(f"would no longer count from {_named(rule)}")
        return looser_on_a_day(rule, other, self.calendars, self.standing)

    def part_by_part(self, rule: Rule, other: Rule) -> Looser | None:
        if not (isinstance(rule, Pick) and isinstance(other, Pick)) or rule.when != other.when:
            return Looser("would be put together in another way")
        if rule.choice != other.choice or len(rule.parts) != len(other.parts):
            return Looser("would be put together in another way")
        pairs = zip(rule.parts, other.parts, strict=True)
        return next(filter(None, (self.in_step(*pair) for pair in pairs)), None)

    def same_start(self, rule: Single, other: Single) -> bool:
        if isinstance(rule.anchor, Anchor) or isinstance(other.anchor, Anchor):
            return rule.anchor == other.anchor
        same = _without_source(rule.anchor) == _without_source(other.anchor)
        return same and self.calendar_of(rule) == self.calendar_of(other)

    def known_with(self, rule: Rule, other: Rule) -> bool:
        """Whether `other` has a date wherever `rule` has one."""
        if isinstance(rule, Pick) or isinstance(other, Pick):
            return self.in_step(rule, other) is None
        return self.same_start(rule, other) and other.when in (None, rule.when)

    def calendar_of(self, rule: Rule) -> Calendar:
        return self.calendars.of(standing_of(rule, self.standing))


def _picks(rule: Rule, choice: Choice) -> bool:
    return isinstance(rule, Pick) and rule.choice is choice and rule.when is None


def _parts(rule: Rule, choice: Choice) -> tuple[Rule, ...]:
    return rule.parts if isinstance(rule, Pick) and _picks(rule, choice) else (rule,)


def _is_local(rule: Rule) -> bool:
    """Whether all of it is local."""
    if isinstance(rule, Pick):
        return all(map(_is_local, rule.parts))
    here = rule.source is not None and rule.source.standing is Standing.LOCAL
    return here and (isinstance(rule.anchor, Anchor) or _is_local(rule.anchor))


def _without_source(rule: Rule) -> Rule:
    if isinstance(rule, Pick):
        return replace(rule, parts=tuple(map(_without_source, rule.parts)), source=None)
    anchor = rule.anchor if isinstance(rule.anchor, Anchor) else _without_source(rule.anchor)
    return replace(rule, anchor=anchor, source=None)


def _least(found: Iterable[Looser | None]) -> Looser | None:
    """None where one is none; else the reason that can be shown by an example, or the first."""
    reasons = tuple(found)
    if None in reasons:
        return None
    return next((each for each in reasons if each is not None and each.shown), reasons[0])


def _named(rule: Single) -> str:
    return f"`{rule.anchor}`" if isinstance(rule.anchor, Anchor) else "the same date"
