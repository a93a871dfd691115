"""Where the visitor is signed in, and ending that; for others an administrator does it."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from workflow.engine.accounts import end_session_of, hashed, name_of, sessions_of
from workflow.engine.administrators import administers, known_roles
from workflow.web.site import Here
from workflow.web.visiting import Posted, Visitor

ROUTES = APIRouter(prefix="/account")


@ROUTES.get("")
def show(request: Request, site: Here, visit: Visitor, done: str = "") -> Response:
    """Each browser at which the visitor is signed in, this one marked."""
    app, now = site.app, site.app.now()
    with app.store.reading() as reading:
        sessions = sessions_of(reading, visit.person.person, now)
        roles = known_roles(reading, app.catalogue, app.settings.policy)
    return site.pages.page(
        request,
        "account.html",
        visit=visit,
        sessions=[(name_of(each), each) for each in sessions],
        this=hashed(visit.token)[:16],
        titles=[roles[role].title for role in visit.person.roles if role in roles],
        administers=administers(roles, visit.person),
        done=done == "ended",
    )


@ROUTES.post("/end")
def end(site: Here, visit: Visitor, form: Posted) -> Response:
    """End one session of the visitor's own; nobody else's can be named here."""
    name = str(form.get("session", ""))
    site.app.store.transact(lambda w: end_session_of(w, visit.person.person, name))
    return RedirectResponse("/account?done=ended", 303)
