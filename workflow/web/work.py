"""My work: what is to be done by when, by whom is signed in."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from workflow.engine.due_list import asked
from workflow.engine.worklist import MOST, worklist
from workflow.web.site import Here
from workflow.web.visiting import Visitor

ROUTES = APIRouter()


@ROUTES.get("/")
def my_work(
    request: Request, site: Here, visit: Visitor, kind: str = "", role: str = "", late: str = ""
) -> Response:
    """The list, or those of one kind of case, in one role, or late."""
    app = site.app
    with app.store.reading() as reading:
        what = asked(app.now())
        lines = worklist(reading, app.catalogue, visit.person, what, policy=app.settings.policy)
        drafts = site.drafts.of(reading, visit.person.person, app.now())
    return site.pages.page(
        request,
        "work.html",
        visit=visit,
        drafts=drafts,
        today=what.as_of,
        kinds=sorted({line.kind for line in lines}),
        roles=sorted({line.role for line in lines}),
        chosen={"kind": kind, "role": role, "late": late},
        all_of_them=len(lines) < MOST,
        most=MOST,
        late=sum(line.late for line in lines),
        lines=[
            line
            for line in lines
            if kind in ("", line.kind) and role in ("", line.role) and (line.late or not late)
        ],
    )
