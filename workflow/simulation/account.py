"""What a simulated year came to, counted from what was kept of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from workflow.engine.catalogue import Catalogue
from workflow.engine.due_list import asked, due_of_all
from workflow.simulation.duplicates import told_twice
from workflow.simulation.year import Lived
from workflow.store.reading import Reading
from workflow.store.stored_message import MessageState


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What happened, in numbers.

    `messages` are by notice, then by state. `late` are open tasks whose date is over when the year
    ends, by their title, most first. `twice` are occasions of which somebody was told more than
    once, and `never` notices that the process declares and nobody was sent.
    """

    families: int
    lived: Lived
    cases: Mapping[str, int]
    messages: Mapping[str, Mapping[str, int]]
    late: Mapping[str, int]
    twice: int
    never: tuple[str, ...]

    def document(self) -> dict[str, Any]:
        """The same as JSON has it."""
        return {
            "families": self.families,
            "cases": dict(self.cases),
            "commands": self.lived.commands,
            "refused": [
                {"case": row.row.case, "event": row.row.event, "code": row.code}
                for row in self.lived.refused
            ],
            "timers_fired": self.lived.fired,
            "incidents": self.lived.incidents,
            "messages_sent": self.lived.sent,
            "messages": {notice: dict(states) for notice, states in self.messages.items()},
            "tasks_late": dict(self.late),
            "told_twice": self.twice,
            "never_sent": list(self.never),
        }


def account_of(
    reading: Reading, catalogue: Catalogue, lived: Lived, *, families: int, now: datetime
) -> Account:
    """The account of a year that has been lived, as it stands at `now`."""
    postings = reading.postings()
    by_notice: dict[str, Counter[str]] = {name: Counter() for name in _declared(reading, catalogue)}
    for posting in postings:
        message = posting.message
        by_notice.setdefault(message.notice, Counter())[message.state] += 1
    due = due_of_all(reading, catalogue, asked(now))
    late = Counter(task.title for case in due for task in case.tasks if task.late)
    return Account(
        families=families,
        lived=lived,
        cases=Counter(head.workflow for head in reading.heads()),
        messages=by_notice,
        late=dict(late.most_common()),
        twice=len(told_twice(postings)),
        never=tuple(name for name, states in by_notice.items() if not states[MessageState.SENT]),
    )


def _declared(reading: Reading, catalogue: Catalogue) -> list[str]:
    """Every notice of the process, in the order of its declaration."""
    workflows = catalogue.newest(reading, "").process.workflows.values()
    return list(dict.fromkeys(name for workflow in workflows for name in workflow.notices))
