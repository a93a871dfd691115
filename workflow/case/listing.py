"""In which lists of its definition a case stands, and from when on. Pure.

Worked out when a case changes and kept with it, so that a list of many cases reads none of them:
what comes about by time alone, such as a task that gets late, is told as the moment from which it
holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from workflow.case.model import Case, Task
from workflow.case.reading import Anchors, Reading
from workflow.clock import LONDON, london_day
from workflow.deadlines.calendar import BeyondHorizon
from workflow.deadlines.due import Calendars, shift, work_out
from workflow.definition.listing import CaseList
from workflow.definition.model import Workflow

ALWAYS = datetime(1, 1, 1)  # noqa: DTZ001  # in London, as all of these are
"""Of a case that stands in a list whatever the time."""


def standings(workflow: Workflow, calendars: Calendars, case: Case) -> Mapping[str, datetime]:
    """The lists that the case stands in or will, each with the moment from which, by London's
    clock.
    """
    drawn = _Drawing(workflow, calendars, case)
    found = ((name, drawn.since(each)) for name, each in workflow.lists.items())
    return {name: since for name, since in found if since is not None}


def overdue_from(due: date | datetime) -> datetime:
    """From when on what is due is late, by London's clock."""
    if isinstance(due, datetime):
        return due.astimezone(LONDON).replace(tzinfo=None, microsecond=0)
    return datetime.combine(due + timedelta(days=1), time())


@dataclass(frozen=True, slots=True)
class _Drawing:
    """One case, held against the lists."""

    workflow: Workflow
    calendars: Calendars
    case: Case

    def since(self, each: CaseList) -> datetime | None:
        """From when on the case stands in that list; None while it does not."""
        if not self._in_place(each) or not self._told_late(each):
            return None
        if not each.tasks:
            return self._counted(each, Reading(self.workflow, self.case))
        found = [when for task in self.case.tasks if (when := self._of_task(each, task))]
        return min(found, default=None)

    def _in_place(self, each: CaseList) -> bool:
        if not each.place:
            return not self.case.closed
        return not self.workflow.active(self.case.state).isdisjoint(each.place)

    def _of_task(self, each: CaseList, task: Task) -> datetime | None:
        if task.name not in each.tasks or (each.late and task.due.at is None):
            return None
        reading = Reading(self.workflow, self.case, {"due": task.due.at})
        counted = self._counted(each, reading)
        if counted is None or not each.late or task.due.at is None:
            return counted
        return max(counted, overdue_from(task.due.at))

    def _counted(self, each: CaseList, reading: Reading) -> datetime | None:
        if not reading.holds(each.when):
            return None
        if each.since is None:
            return ALWAYS
        found = work_out(each.since, Anchors(reading, ""), self.calendars).at
        if found is None or isinstance(found, datetime):
            return found and overdue_from(found)
        return datetime.combine(found, time())

    def _told_late(self, each: CaseList) -> bool:
        """Whether what was told last was told later than the list lets pass."""
        if each.told_late is None:
            return True
        told = [*self._all_told()]
        last = max(told, key=lambda pair: pair[0], default=None)
        if last is None:
            return False
        _, occurred, recorded = last
        try:
            until = shift(occurred, each.told_late, False, self.calendars.local)
        except BeyondHorizon:
            return False
        return london_day(recorded) > london_day(until)

    def _all_told(self) -> Iterator[tuple[int, date | datetime, datetime]]:
        for told in self.case.told.values():
            yield told.seq, told.occurred_on, told.recorded_at
