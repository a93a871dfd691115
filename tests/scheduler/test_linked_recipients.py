"""A rung may tell those who have a role on a linked case."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cases import whole
from days import at
from scheduler.building import SOON, STAFF, Desk
from workflow.case.model import Command
from workflow.engine.run import run

PLAN = """
    links: {met_in: {to: meeting, inverse: about}}
    open_case: {by: [worker], to: open}
    states:
      open:
        title: Open
        tasks:
          hold:
            role: worker
            done_by: hold
            due: {within: 5 days, of: entered}
            escalate: [{at: on the day, to: met_in.chair, notice: soon}]
        steps: {hold: {by: [worker], stay: yes}}
    """
MEETING = """
    workflow: meeting
    title: Meeting
    roles: {worker: Worker, chair: Chair}
    links: {about: {to: plan, inverse: met_in}}
    open_case: {by: [worker], asks: [about], to: open}
    states: {open: {title: Open}}
    """


def meeting_about(desk_of: Callable[[str], Desk], folder: Path, text: str, plan: str) -> Desk:
    """M-1 is about A-1, which ben works on."""
    (folder / "process").mkdir()
    (folder / "process" / "meeting.yaml").write_text(whole(text), "utf-8")
    desk = desk_of(plan)
    desk.opened("Sun 8 Mar 2026", due_by=None, by="ben")
    opening = Command(
        case="M-1",
        event="open_case",
        workflow="meeting",
        recorded_at=at("Sun 8 Mar 2026 13:00"),
        actor=STAFF[0].person,
        facts={"about": ["A-1"]},
    )
    run(desk.store, desk.catalogue, opening)
    return desk


def test_whoever_has_that_role_there_is_told(
    desk_of: Callable[[str], Desk], tmp_path: Path
) -> None:
    desk = meeting_about(desk_of, tmp_path, MEETING, PLAN)
    desk.does("assign", "Sun 8 Mar 2026", to="M-1", recorded="Sun 8 Mar 2026 14:00", role="chair",
              person="vera")  # fmt: skip

    desk.ticks(SOON)

    assert desk.told() == [("soon", "vera")]


BOOKED = """
    workflow: meeting
    title: Meeting
    roles: {worker: Worker, chair: Chair}
    links: {about: {to: plan, inverse: met_in, names_case: yes}}
    notices: {soon: Soon}
    open_case: {by: [worker], asks: [about], to: open}
    states:
      open:
        title: Open
        tasks:
          report:
            role: worker
            done_by: report
            due: {within: 5 days, of: entered}
            escalate: [{at: on the day, to: worker, notice: soon}]
        steps: {report: {by: [worker], stay: yes}}
    """


def test_a_role_that_nobody_has_on_a_meeting_is_of_who_has_it_on_the_case_it_is_about(
    desk_of: Callable[[str], Desk], tmp_path: Path
) -> None:
    desk = meeting_about(desk_of, tmp_path, BOOKED, PLAN.replace("to: met_in.chair", "to: worker"))

    desk.ticks(SOON)

    assert [who for _, who in desk.told()] == ["ben", "ben"]  # of the plan's task, and its own
