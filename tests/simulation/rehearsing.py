"""Turns played in memory: the same rows and timers as in a year, without a database."""

from __future__ import annotations

from datetime import timedelta

from days import day
from real_process import calendar, in_memory, release
from workflow.case.cascade import carry_out
from workflow.case.model import Command
from workflow.case.notices import notices_of
from workflow.case.simulated_time import drain
from workflow.case.task_deed import TASK_DEEDS
from workflow.case.world import World
from workflow.clock import start_of_day
from workflow.simulation.turns import Telling, Turn
from workflow.simulation.year import LINKED

BEGINS = day("Mon 5 Jan 2026")


def rehearsed(turn: Turn) -> World:
    """What a turn comes to, three weeks after its last row, without what people do about tasks.

    Raises Refused.
    """
    cases, now = in_memory(), start_of_day(BEGINS)
    rows = Telling(turn, 7, BEGINS, calendar()).rows()
    for row in (row for row in rows if row.event not in TASK_DEEDS):
        now = row.recorded_at
        drain(cases, lambda: list(cases.cases), now)
        ref, linked, link = row.case.partition(LINKED)
        carry_out(
            cases,
            Command(
                case=list(cases.get(ref).links[link])[-1] if linked else ref,
                event=row.event,
                workflow=row.workflow,
                policy=row.policy,
                occurred_on=row.occurred_on,
                recorded_at=now,
                actor=row.actor,
                role=row.role,
                facts=row.facts,
            ),
        )
    drain(cases, lambda: list(cases.cases), now + timedelta(weeks=3))
    return World(cases=cases, main="CHILD-007", now=now, refusals=())


def notices_in(world: World) -> set[str]:
    """Every notice that went, by its name."""
    return {
        notice.name for case in world.cases.cases.values() for notice in notices_of(world, case)
    }


def declared() -> set[str]:
    """Every notice that the process declares."""
    return {name for flow in release().process.workflows.values() for name in flow.notices}
