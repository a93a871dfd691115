"""A policy may make what is national stricter, never looser: due rules, ladders, blocks of steps.

Everything else that is national a policy cannot touch at all, which `policy.py` sees from the
texts. What it may do to these can only be said of what was read, with and without it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workflow.deadlines.calendar import Calendar
from workflow.deadlines.due import Calendars
from workflow.deadlines.rule import Repeated, Rule, Standing
from workflow.definition.form import Form
from workflow.definition.ladder import calls_lost
from workflow.definition.model import Workflow
from workflow.definition.national_facts import facts_changed, has_national, is_national
from workflow.definition.national_steps import clocks_reached, steps_weakened
from workflow.definition.policy import Changes, read_policy
from workflow.definition.problem import Position, Problem
from workflow.definition.reader import in_file_order, policy_file, read_process_texts
from workflow.definition.release import Release
from workflow.definition.source_text import read_text
from workflow.definition.stricter import looser
from workflow.definition.task import Task

OCCURRENCES = ("first", "then")


def loosened(release: Release, calendar: Calendar) -> tuple[Problem, ...]:
    """Everything national that the policy of a release makes looser than the process has it.

    Told at the line of the policy that does it. Nothing without a policy.
    """
    if not release.policy:
        return ()
    before = read_process_texts(release.process.name, release.texts).workflows
    pairs = [(flow, release.process.workflows.get(name)) for name, flow in before.items()]
    comparison = _Comparison(changes_of(release), release.policy, release.calendars(calendar))
    return in_file_order(found for pair in pairs for found in comparison.problems(*pair))


@dataclass(frozen=True, slots=True)
class _Comparison:
    changes: Changes
    policy: str
    calendars: Calendars

    def problems(self, before: Workflow, after: Workflow | None) -> Iterator[Problem]:
        for task in before.tasks:
            changed = after.task.get(task.name) if after else None
            path = f"{before.name}.tasks.{task.name}"
            for occurrence, why in _reasons(task, changed, self.calendars):
                yield self.problem(
                    "national_rule_loosened",
                    f"{path}.due.{occurrence}",
                    f"the national due rule of `{path}` cannot be loosened: {why}",
                    "make it never later than the national rule, or leave it as it is",
                )
            if changed is not None:
                yield from self.ladder(path, task, changed)
        if after is not None:
            yield from self.facts(before, after)
            yield from self.steps(before, after)

    def ladder(self, path: str, task: Task, changed: Task) -> Iterator[Problem]:
        if task.rungs == changed.rungs or not has_national(task):
            return
        for role, rung in calls_lost(task.rungs, changed.rungs, self.calendars):
            what = (
                f"the ladder of the national task `{path}` cannot be weakened:"
                f" `{role}` would not be told {rung}, nor sooner"
            )
            mend = "keep its rungs, or let them come sooner; you may add some"
            yield self.problem("national_ladder_weakened", f"{path}.escalate", what, mend)

    def facts(self, before: Workflow, after: Workflow) -> Iterator[Problem]:
        for name in facts_changed(before, after):
            path = f"{before.name}.facts.{name}"
            what = (
                f"a national due rule rests on `{path}`, so a policy cannot change how it is kept"
            )
            yield self.problem(
                "national_rule_loosened", path, what, "change its label or hint only"
            )

    def steps(self, before: Workflow, after: Workflow) -> Iterator[Problem]:
        for where, why in steps_weakened(before, after):
            path = f"{before.name}.{where}"
            what = f"the national step of `{path.removesuffix('.blocked_while')}` {why}"
            mend = "keep it as it is; a policy may only add to its `blocked_while`"
            yield self.problem("national_step_changed", path, what, mend)
        for where, why in clocks_reached(before, after):
            path = f"{before.name}.{where}"
            mend = "let the case stay, and record it in a fact of your own"
            yield self.problem("national_clock_reached", path, f"`{path}` {why}", mend)

    def problem(self, code: str, path: str, what: str, mend: str) -> Problem:
        where = path.partition(".")[2]
        position = line_of(self.changes, path, self.policy)
        return Problem(position=position, code=code, where=where, what=what, mend=mend)


def changes_of(release: Release) -> Changes:
    """What the policy of a release changes."""
    file = policy_file(release.policy)
    return read_policy(Form(read_text(file, release.texts[file]), "", []), release.process.name)[1]


def _reasons(task: Task, changed: Task | None, calendars: Calendars) -> Iterator[tuple[str, str]]:
    """Which occurrence of the task would be later, and why."""
    due = changed.due if changed else None
    if task.due == due:
        return
    standing = task.source.standing if task.source else Standing.NATIONAL
    for occurrence in OCCURRENCES:
        rule, other = due_rule(task.due, occurrence), due_rule(due, occurrence)
        if rule is None or not is_national(rule):
            continue
        if other is None:
            yield occurrence, "it would be gone"
        elif found := looser(rule, other, calendars, standing=standing):
            example = f"{found.than}; for example, " if found.than else ""
            yield occurrence, f"{example}it {found.why}"


def due_rule(due: Repeated | None, occurrence: str) -> Rule | None:
    """The rule of the `first` occurrence, or the one that follows `then`."""
    if due is None:
        return None
    return due.first if occurrence == "first" else due.then


def line_of(changes: Changes, path: str, policy: str) -> Position:
    """Where the policy changes what a path leads to: by that path, or by one around or inside."""
    workflow, _, inside = path.partition(".")
    ours = [(p, node.position) for p, node, _ in changes if p.partition(".")[0] == workflow]
    for part in (inside, inside.partition(".due.")[0]):
        if found := [position for p, position in ours if f".{part}." in f"{p}."]:
            return found[0]
    return Position(policy_file(policy), 1)
