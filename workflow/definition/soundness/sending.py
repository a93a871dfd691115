"""Whether what is declared is sent, and what is sent reaches anybody. Only warnings."""

from __future__ import annotations

from collections.abc import Iterator

from workflow.definition.problem import Problem, Severity
from workflow.definition.soundness.scope import Scope, where_of


def nobody_is_told(scope: Scope) -> Iterator[Problem]:
    """A step that sends what has no audience: of a title alone only rungs say who is told."""
    notices = scope.workflow.notices
    for step in scope.steps:
        for name in sorted({*step.notify, *(n for way in step.ways for n in way.notify)}):
            if name in notices and not notices[name].to:
                yield Problem(
                    position=step.at("notify", "ways"),
                    code="nobody_is_told",
                    where=f"{where_of(step)}.notify",
                    what=f"nobody is told by `{name}`: it has no audience",
                    mend=f"say with `to:` under `notices: {name}:` who is told",
                    severity=Severity.WARNING,
                )


def notice_never_sent(scope: Scope) -> Iterator[Problem]:
    """A notice that no step and no rung sends. A policy may do without one."""
    flow = scope.workflow
    if scope.process.policy.name:
        return
    for name, notice in flow.notices.items():
        if name not in flow.named_by_steps | flow.named_by_tasks:
            yield Problem(
                position=notice.position,
                code="notice_never_sent",
                where=f"notices.{name}",
                what=f"no step and no rung sends `{name}`",
                mend="name it in the `notify:` of a step or in a rung, or take it out",
                severity=Severity.WARNING,
            )


def nobody_hears_of_nobody(scope: Scope) -> Iterator[Problem]:
    """Letters that could find nobody, of cases to which nothing comes back."""
    flow = scope.workflow
    if flow.when_undelivered:
        return
    for notice in flow.sent:
        if not all(line.may_be_nobody or line.roles for line in notice.to):
            yield Problem(
                position=notice.position,
                code="nobody_hears_of_nobody",
                where=f"notices.{notice.name}",
                what=f"where `{notice.name}` finds nobody to tell, no case hears of it",
                mend="name with `when_undelivered:` the step that brings it back as a task",
                severity=Severity.WARNING,
            )


def excused_in_vain(scope: Scope) -> Iterator[Problem]:
    """`may_be_nobody` of roles here: where nobody has one, that comes back all the same."""
    for notice in scope.workflow.sent:
        for line in notice.to:
            if line.may_be_nobody and line.roles and line.of is None:
                yield Problem(
                    position=line.at("may_be_nobody"),
                    code="excused_in_vain",
                    where=f"notices.{notice.name}",
                    what="a role with nobody in it is always told of",
                    mend="take `may_be_nobody` out of this line",
                    severity=Severity.WARNING,
                )
