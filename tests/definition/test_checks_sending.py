"""What is sent and reaches nobody, and what nothing sends."""

from __future__ import annotations

from cases import a_release
from workflow.definition.checks import problems
from workflow.definition.problem import Severity

LETTERS = """
    notices:
      {notices}
    tasks:
      visit:
        role: worker
        done_by: close
        due: {{within: 5 days, of: entered}}
        escalate: [{{at: on the day, to: worker, notice: overdue{digest}}}]
    states:
      open:
        title: Open
        steps:
          close: {{by: [worker], to: closed{notify}}}
      closed: {{title: Closed, final: yes}}
    """


def found(notices: str, notify: str = "", digest: str = "") -> list[str]:
    """The code of every problem with what is sent; each is a warning."""
    text = LETTERS.format(notices=notices, notify=notify, digest=digest)
    told = problems(a_release(text).process)
    ours = [p for p in told if p.code in ("nobody_is_told", "notice_never_sent")]
    assert {problem.severity for problem in ours} <= {Severity.WARNING}
    return [problem.code for problem in ours]


def test_what_is_sent_and_says_to_whom_is_well() -> None:
    assert found("overdue: Overdue") == []
    assert found("closed: {title: Closed, to: {roles: worker}}", ", notify: [closed]") == []
    assert found("digest: Each morning", digest=", digest: yes") == []


def test_a_title_alone_tells_nobody_where_a_step_sends_it() -> None:
    assert found("closed: Closed", ", notify: [closed]") == ["nobody_is_told"]


def test_what_nothing_sends_is_told() -> None:
    assert found("closed: Closed") == ["notice_never_sent"]
    assert found("digest: Each morning") == ["notice_never_sent"]
