"""Programs that are told what happens, for those who administer: added, renewed and removed."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from workflow.case.model import Refused
from workflow.engine import webhooks
from workflow.engine.administrators import check_administers
from workflow.store.reading import Reading
from workflow.store.writing import Writing
from workflow.web.deeds import in_a_sentence
from workflow.web.fields import a_text
from workflow.web.site import Here, Site
from workflow.web.visiting import Posted, SignedIn, Visitor

ROUTES = APIRouter(prefix="/programs")
_DONE = {
    "enabled": "The program is told again, from now on.",
    "removed": "The program is told no more.",
}
_MISTYPED = {"wrong_url": "url", "unknown_event": "events", "no_secret_key": "url"}


@ROUTES.get("")
def listed(request: Request, site: Here, visit: Visitor, done: str = "") -> Response:
    """Each program, how telling it goes, and a form for another one."""
    return _page(request, site, visit, done=_DONE.get(done, ""))


@ROUTES.post("")
def add(request: Request, site: Here, visit: Visitor, form: Posted) -> Response:
    """Add one, and show its secret, once."""
    app, settings, now = site.app, site.app.settings, site.app.now()
    url = a_text(form, "url")
    events = a_text(form, "events").replace(",", "\n").splitlines()

    def work(writing: Writing) -> str:
        _check(site, writing, visit)
        _, secret = webhooks.subscribe(
            writing,
            url,
            events,
            known=webhooks.events_of(writing, app.catalogue, settings.policy),
            secret_key=settings.secret_key,
            inside=settings.webhooks_inside,
            by=visit.person.person,
            now=now,
        )
        return secret

    try:
        secret = app.store.transact(work)
    except Refused as refused:
        if refused.code not in _MISTYPED:
            raise
        typed = {"url": url, "events": "\n".join(events)}
        wrong = {_MISTYPED[refused.code]: in_a_sentence(refused)}
        return _page(request, site, visit, typed=typed, wrong=wrong)
    return _page(request, site, visit, secret=secret)


@ROUTES.post("/{webhook_id}/rotate")
def rotate(request: Request, site: Here, visit: Visitor, webhook_id: str, form: Posted) -> Response:
    """Give one a new secret, and show it, once."""
    now, key = site.app.now(), site.app.settings.secret_key

    def work(writing: Writing) -> str:
        _check(site, writing, visit)
        return webhooks.rotate(writing, webhook_id, secret_key=key, now=now)[1]

    return _page(request, site, visit, secret=site.app.store.transact(work))


@ROUTES.post("/{webhook_id}/enable")
def enable(site: Here, visit: Visitor, webhook_id: str, form: Posted) -> Response:
    """Let one be told again."""
    now = site.app.now()

    def work(writing: Writing) -> None:
        _check(site, writing, visit)
        webhooks.enable(writing, webhook_id, now)

    site.app.store.transact(work)
    return RedirectResponse("/programs?done=enabled", 303)


@ROUTES.post("/{webhook_id}/remove")
def remove(site: Here, visit: Visitor, webhook_id: str, form: Posted) -> Response:
    """Tell one no more."""

    def work(writing: Writing) -> None:
        _check(site, writing, visit)
        webhooks.unsubscribe(writing, webhook_id)

    site.app.store.transact(work)
    return RedirectResponse("/programs?done=removed", 303)


def _page(
    request: Request,
    site: Site,
    visit: SignedIn,
    *,
    typed: dict[str, str] | None = None,
    wrong: dict[str, str] | None = None,
    secret: str = "",
    done: str = "",
) -> Response:
    app = site.app
    with app.store.reading() as reading:
        _check(site, reading, visit)
        return site.pages.page(
            request,
            "programs.html",
            status=422 if wrong else 200,
            visit=visit,
            programs=[(each, reading.deliveries(each)) for each in reading.webhooks()],
            events=webhooks.events_of(reading, app.catalogue, app.settings.policy),
            typed=typed or {"url": "", "events": ""},
            wrong=wrong or {},
            secret=secret,
            done=done,
        )


def _check(site: Site, reading: Reading, visit: SignedIn) -> None:
    app = site.app
    person = reading.person(visit.person.person) or visit.person
    check_administers(reading, app.catalogue, person, app.settings.policy)
