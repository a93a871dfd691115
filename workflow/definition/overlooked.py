"""What a policy does and hardly means: rungs and parts that fall out of a list which it replaces,
and a number of its own that people would be shown as national.

All of it is allowed, so all of it is a warning.
"""

from __future__ import annotations

from collections.abc import Iterator

from workflow.deadlines.rule import Anchor, Choice, Pick, Rule, Standing, anchors
from workflow.definition.model import Workflow
from workflow.definition.national_facts import has_national, is_national
from workflow.definition.problem import Problem, Severity
from workflow.definition.reader import in_file_order, read_process_texts
from workflow.definition.release import Release
from workflow.definition.task import Rung, Task
from workflow.definition.tightening import changes_of, due_rule, line_of
from workflow.definition.wording import rule_in_words

Found = tuple[str, str, str, str]
"""Code, path inside the task, what it is and how to mend it."""


def overlooked(release: Release) -> tuple[Problem, ...]:
    """What the policy of a release drops or leaves unsaid, in the lines of the policy."""
    if not release.policy:
        return ()
    before = read_process_texts(release.process.name, release.texts).workflows
    return in_file_order(
        problem
        for name, flow in release.process.workflows.items()
        if name in before
        for problem in _of_workflow(release, before[name], flow)
    )


def _of_workflow(release: Release, before: Workflow, after: Workflow) -> Iterator[Problem]:
    for task in before.tasks:
        changed = after.task.get(task.name)
        if changed is None or changed == task:
            continue
        path = f"{before.name}.tasks.{task.name}"
        for code, key, what, mend in (*_rungs(path, task, changed), *_rules(after, task, changed)):
            yield Problem(
                position=line_of(changes_of(release), f"{path}.{key}", release.policy),
                code=code,
                where=f"tasks.{task.name}.{key}",
                what=what,
                mend=mend,
                severity=Severity.WARNING,
            )


# -- rungs of a local task; of a national one it is an error ---------------------------------------


def _rungs(path: str, task: Task, changed: Task) -> Iterator[Found]:
    gone = [] if has_national(task) else list(_gone(task.rungs, changed.rungs))
    if gone:
        what = f"the new ladder of `{path}` leaves out: {'; '.join(gone)}"
        mend = "a list is replaced whole: repeat the rungs that stay"
        yield "policy_drops_rungs", "escalate", what, mend


def _gone(ladder: tuple[Rung, ...], other: tuple[Rung, ...]) -> Iterator[str]:
    """Each rung with those whom it told and whom as many rungs tell no more."""
    left = [(role, str(rung)) for rung in other for role in rung.to]
    moved: list[tuple[str, str]] = []
    for call in ((role, str(rung)) for rung in ladder for role in rung.to):
        left.remove(call) if call in left else moved.append(call)
    lost: dict[str, list[str]] = {}
    for role, at in moved:  # one that comes on another day is not lost
        if instead := next((call for call in left if call[0] == role), None):
            left.remove(instead)
        else:
            lost.setdefault(at, []).append(f"`{role}`")
    return (f"{at} to {', '.join(roles)}" for at, roles in lost.items())


# -- due rules -------------------------------------------------------------------------------------


def _rules(flow: Workflow, task: Task, changed: Task) -> Iterator[Found]:
    for occurrence in ("first", "then"):
        rule, other = due_rule(task.due, occurrence), due_rule(changed.due, occurrence)
        if rule is None or other is None or rule == other:
            continue
        if gone := [rule_in_words(flow, part) for part in _left_out(rule, other)]:
            what = f"your list leaves out: {'; '.join(gone)}"
            mend = "a list is replaced whole: repeat the parts that stay"
            yield "policy_drops_parts", f"due.{occurrence}", what, mend
        for part in _unsaid(rule, other):
            ids = f" ({', '.join(part.source.ids)})" if part.source and part.source.ids else ""
            what = f"{rule_in_words(flow, part)}: this is yours, but shown as national{ids}"
            mend = 'write the whole rule, with `source: {standing: local, text: "..."}` in it'
            yield "policy_without_source", f"due.{occurrence}", what, mend


def _left_out(rule: Rule, other: Rule) -> Iterator[Rule]:
    """Parts of a list of which the new list has none from the same dates.

    What is national in an `earliest` cannot be left out at all, which is told as an error.
    """
    if not (isinstance(rule, Pick) and isinstance(other, Pick)):
        return
    kept = {tuple(anchors(part)) for part in other.parts}
    for part in rule.parts:
        refused = rule.choice is Choice.EARLIEST and is_national(part)
        if tuple(anchors(part)) not in kept and not refused:
            yield part


def _unsaid(rule: Rule, other: Rule) -> Iterator[Rule]:
    """Counts of the new rule that are not in the old one, and yet carry a national source."""
    known = list(_counts(rule))
    for part in _counts(other):
        source = part.source
        if source and source.standing is Standing.NATIONAL and part not in known:
            yield part


def _counts(rule: Rule) -> Iterator[Rule]:
    """The rule itself, or each of its parts, with what these count from in turn."""
    if isinstance(rule, Pick):
        for part in rule.parts:
            yield from _counts(part)
        return
    yield rule
    if not isinstance(rule.anchor, Anchor):
        yield from _counts(rule.anchor)
