"""What the calendar means for a process: local closure days, and the day on which it ends.

Both are warnings: nothing is wrong with the definitions, but somebody has to know.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from workflow.deadlines.calendar import Calendar
from workflow.deadlines.naming import day_name
from workflow.deadlines.rule import Anchor, Pick, Rule, SameDay, Unit
from workflow.definition.model import Process
from workflow.definition.national_facts import is_national
from workflow.definition.problem import Position, Problem, Severity
from workflow.definition.reader import policy_file
from workflow.definition.release import Release
from workflow.definition.source_text import read_text

NOTICE = timedelta(days=731)
"""Two years: by then somebody must have brought the next edition of the calendar."""


def closures_met(release: Release, calendar: Calendar) -> Iterator[Problem]:
    """Closure days that are working days to a national rule, which may fall due on them."""
    known = [d for d in release.process.policy.closure_days if calendar.first <= d <= calendar.last]
    closed = [day for day in known if calendar.is_working(day)]
    tasks = list(_with_national_days(release.process))
    if not closed or not tasks:
        return
    more = f" (and on {len(closed) - 1} more)" if len(closed) > 1 else ""
    file = policy_file(release.policy)
    yield Problem(
        position=read_text(file, release.texts[file]).lines["closure_days"],
        code="closure_day_meets_national_rule",
        where="closure_days",
        what=(
            f"the office is closed on {day_name(closed[0])}{more}, but national rules count it as"
            f" a working day: {_counted(tasks)} can fall due on it"
        ),
        mend="see that somebody does then what is national; a policy cannot put it off",
        severity=Severity.WARNING,
    )


def _counted(tasks: list[str]) -> str:
    more = len(tasks) - 1
    return f"`{tasks[0]}`" + (f" and {more} more {'tasks' if more > 1 else 'task'}" if more else "")


def calendar_ends_soon(calendar: Calendar, file: str, today: date) -> Iterator[Problem]:
    """A calendar that ends within two years."""
    if calendar.last - today < NOTICE:
        yield Problem(
            position=Position(file, 1),
            code="calendar_ends_soon",
            where="to",
            what=(
                f"the calendar ends on {day_name(calendar.last)}, and a rule that counts working"
                " days beyond it has no date"
            ),
            mend="install the version of caseward with the next edition of the calendar",
            severity=Severity.WARNING,
        )


def _with_national_days(process: Process) -> Iterator[str]:
    """The tasks with a national rule that counts working days."""
    for flow in process.workflows.values():
        for task in flow.tasks:
            if any(is_national(rule) and _counts_working_days(rule) for rule in task.rules):
                yield task.name


def _counts_working_days(rule: Rule) -> bool:
    if isinstance(rule, Pick):
        return any(map(_counts_working_days, rule.parts))
    here = rule.working if isinstance(rule, SameDay) else rule.span.unit is Unit.WORKING_DAYS
    return here or (not isinstance(rule.anchor, Anchor) and _counts_working_days(rule.anchor))
