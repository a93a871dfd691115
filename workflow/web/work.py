"""My work: what is to be done by when, by whom is signed in, and what others did meanwhile."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from starlette.responses import RedirectResponse, Response

from workflow.case.model import Refused
from workflow.engine.accounts import new_token
from workflow.engine.due_list import asked
from workflow.engine.news import MOST as MOST_NEWS
from workflow.engine.news import have_seen, news, seen_up_to
from workflow.engine.worklist import MOST, Narrowed, choices, worklist
from workflow.web.case import door
from workflow.web.deeds import DONE, Pressed, button_for, deed, do, field_for, why_not_done
from workflow.web.site import Here, Site
from workflow.web.visiting import Posted, SignedIn, Visitor

ROUTES = APIRouter()


def _narrowed(team: str = "", role: str = "", kind: str = "", late: str = "") -> Narrowed:
    team, role, kind = (each[:200] if each.isprintable() else "" for each in (team, role, kind))
    return Narrowed(team=team, role=role, kind=kind, late=bool(late))


Choice = Annotated[Narrowed, Depends(_narrowed)]


@ROUTES.get("/")
def my_work(
    request: Request, site: Here, visit: Visitor, chosen: Choice, done: str = ""
) -> Response:
    """The list, or those of a team, of one role, of one kind of case, or late. `done`: what was
    done about a task just now.
    """
    return _page(request, site, visit, chosen, done=DONE.get(done, ""))


@ROUTES.post("/work")
def act(request: Request, site: Here, visit: Visitor, chosen: Choice, form: Posted) -> Response:
    """Keep that a task was seen, or whose it is now; the list then is as it was chosen."""
    pressed = Pressed.in_list(form)
    try:
        said = do(site, deed(site, visit, form, pressed), pressed.go)
    except Refused as refused:
        return _page(request, site, visit, chosen, wrong=why_not_done(refused))
    return RedirectResponse(_link("/", chosen, done=said), 303)


@ROUTES.post("/seen")
def seen(site: Here, visit: Visitor, chosen: Choice, form: Posted) -> Response:
    """Keep that the person has seen what the page told them of, and nothing that came since."""
    told = (str(each).rpartition(":") for each in form.getlist("told")[:MOST_NEWS])
    last = {ref[:200]: int(seq) for ref, _, seq in told if seq.isdecimal() and len(seq) < 10}
    have_seen(site.app.store, visit.person, last)
    return RedirectResponse(_link("/", chosen), 303)


def _page(
    request: Request,
    site: Site,
    visit: SignedIn,
    chosen: Narrowed,
    *,
    wrong: str = "",
    done: str = "",
) -> Response:
    app, policy = site.app, site.app.settings.policy
    with app.store.reading() as reading:
        what = asked(app.now())
        offered = choices(reading, app.catalogue, visit.person, chosen.team, policy=policy)
        # A team that one does not see is not there.
        lines = []
        if chosen.team in ("", *offered.teams):
            lines = worklist(
                reading, app.catalogue, visit.person, what, policy=policy, narrowed=chosen
            )
        new = news(reading, app.catalogue, visit.person, app.now(), policy=policy)
        drafts = site.drafts.of(reading, visit.person.person, app.now())
    door(site).named(visit.person, [ref for line in lines for ref in line.about.cases], app.now())
    return site.pages.page(
        request,
        "work.html",
        status=422 if wrong else 200,
        visit=visit,
        drafts=drafts,
        today=what.as_of,
        offered=offered,
        chosen=chosen,
        here=lambda path: _link(path, chosen),
        button=button_for,
        field=field_for,
        all_of_them=len(lines) < MOST,
        most=MOST,
        late=sum(line.late for line in lines),
        lines=lines,
        news=new,
        told=seen_up_to(new),
        all_news=len(new) < MOST_NEWS,
        wrong=wrong,
        done=done,
        command=new_token(),
    )


def _link(path: str, chosen: Narrowed, *, done: str = "") -> str:
    kept = {
        "done": done,
        "team": chosen.team,
        "role": chosen.role,
        "kind": chosen.kind,
        "late": "yes" if chosen.late else "",
    }
    query = urlencode({name: value for name, value in kept.items() if value})
    return f"{path}?{query}" if query else path
