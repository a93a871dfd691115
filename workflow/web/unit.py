"""The day: what a person's roles have before them today, each figure with what is behind it."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from workflow.engine.diary import diary
from workflow.engine.outbox import TO_POST
from workflow.engine.recipient_names import recipient_names
from workflow.engine.scope import scope_of
from workflow.engine.today import checks, to_do, tomorrow
from workflow.engine.viewing import Chosen
from workflow.engine.worklist import work_of
from workflow.web.board_ground import desk_of
from workflow.web.diary import WEEK, week_name, week_of
from workflow.web.message_words import REASONS, TITLES, TO_DO
from workflow.web.messages import MOST, programs_not_told
from workflow.web.one_message import TO_SEE_TO
from workflow.web.site import Here
from workflow.web.visiting import Visitor

ROUTES = APIRouter(prefix="/unit")

FIRST = 10
"""Messages that are listed here; the others are a link away."""


@ROUTES.get("")
def show(request: Request, site: Here, visit: Visitor, role: str = "") -> Response:
    """Today's meetings, what My work shows of all roles or of one, messages, and checks."""
    app, person = site.app, visit.person
    with desk_of(site, visit, Chosen()) as desk:
        today = desk.what.as_of
        titles = {
            name: flow.roles[name].title
            for flow in desk.seen.process.workflows.values()
            for name in person.roles
            if name in flow.roles
        }
        monday = week_of("", today)
        week = diary(desk, monday, monday + WEEK)
        chosen = role if role in titles else ""
        tasks = to_do(desk, work_of(desk.seen.people, person, today, chosen))
        checked = checks(desk, person.person, [chosen] if chosen else list(titles))
        scope = scope_of(desk.reading, app.catalogue, person, policy=app.settings.policy)
        counts = desk.reading.outbox_by_state(scope)
        troubled = desk.reading.outbox(scope, TO_SEE_TO, to_people=True, limit=FIRST)
        to = recipient_names(desk.reading, app.catalogue, troubled)
        programs = programs_not_told(desk.reading, scope)
        to_post = len(desk.reading.outbox(scope, TO_POST, way="post", limit=MOST))
    return site.pages.page(
        request,
        "unit.html",
        visit=visit,
        today=today,
        tomorrow=tomorrow(today),
        week=week_name(monday),
        meetings=[entry for entry in week if entry.meets.day == today],
        ahead=[
            entry
            for entry in week
            if entry.meets.day > today and (entry.clashes or entry.meets.lacks)
        ],
        roles=titles,
        chosen=chosen,
        tasks=tasks,
        checks=checked,
        counts=[(state, TITLES[state], counts[state]) for state in TO_DO if counts.get(state)],
        programs=programs,
        troubled=troubled,
        to=to,
        titles=TITLES,
        reasons=REASONS,
        to_do=TO_DO,
        to_post=to_post,
        most=MOST,
    )
