"""The list of people, for those who administer it: who works here, as what, and who no more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from workflow.case.model import Refused
from workflow.definition.taking_part import Role
from workflow.engine.accounts import sessions_of
from workflow.engine.administrators import check_administers
from workflow.engine.people_desk import MOST_CASES, PeopleDesk, known, last_change
from workflow.engine.person_form import Mistyped
from workflow.store.reading import Reading
from workflow.store.stored import Person
from workflow.web.drafting import found
from workflow.web.fields import a_number, a_text, kept
from workflow.web.person_fields import form_of_person, page_of, typed_person, values_of
from workflow.web.site import Here, Site
from workflow.web.visiting import Posted, SignedIn, Visitor

ROUTES = APIRouter(prefix="/people")
MOST = 500
"""People that are listed at once."""

FIELDS: Mapping[str, str] = {
    "name": "Name",
    "email": "E-mail address",
    "phone": "Telephone",
    "roles": "Roles",
    "team": "Team",
    "manager": "Manager",
    "away_from": "Away from",
    "away_to": "Away until",
    "person": "Short name",
    "people": "People in the file",
    "open_cases": "Open cases left",
    "takes_over": "Sees to their cases",
}
KINDS: Mapping[str, str] = {
    "added": "added",
    "changed": "changed",
    "left": "left",
    "imported": "everybody was read in from a file",
    "signed_out": "signed out everywhere",
    "password_link": "sent a link to set a password",
}
_DONE = {
    "added": "The person is added.",
    "changed": "The change is kept.",
    "left": "The person is off the list, and signed out everywhere.",
    "signed-out": "They are signed out everywhere, and so are their programs.",
    "link": "A link to set a password is on its way to them.",
}


@ROUTES.get("")
def listed(
    request: Request, site: Here, visit: Visitor, q: str = "", role: str = "", done: str = ""
) -> Response:
    """Everybody, or those whom a word or a role fits."""
    with site.app.store.reading() as reading:
        roles = _roles(site, reading, visit)
        people = reading.people()
        imported = reading.last_import()
    typed = "".join(c for c in q if c.isprintable()).strip()[:200]
    fitting = [each for each in people if _fits(each, typed, role)]
    return site.pages.page(
        request,
        "people.html",
        visit=visit,
        people=fitting[:MOST],
        many=len(fitting),
        titles={name: each.title for name, each in roles.items()},
        typed=typed,
        role=role if role in roles else "",
        imported=imported,
        done=_DONE.get(done, ""),
    )


@ROUTES.get("/changes")
def changes(request: Request, site: Here, visit: Visitor) -> Response:
    """What was changed of anybody, by whom and when, the last first."""
    with site.app.store.reading() as reading:
        _roles(site, reading, visit)
        listed = reading.person_changes()
    return site.pages.page(
        request, "people_changes.html", visit=visit, changes=listed, fields=FIELDS, kinds=KINDS
    )


@ROUTES.get("/new")
def ask(request: Request, site: Here, visit: Visitor) -> Response:
    """The form of somebody new."""
    return _begun(request, site, visit, "", {})


@ROUTES.post("/new")
def add(request: Request, site: Here, visit: Visitor, form: Posted) -> Response:
    """Add somebody, and go to their page."""
    if form.get("go") == "afresh":
        return _afresh(site, visit, "")
    typed = typed_person(form, a_text(form, "person"))
    try:
        _desk(site, visit).add(typed)
    except Mistyped as mistyped:
        return _form(request, site, visit, "", kept(form), mistyped.wrong)
    site.drafts.drop(site.app.store, form_of_person(visit, ""))
    return RedirectResponse(f"{page_of(typed.person)}?done=added", 303)


@ROUTES.get("/person/{name}")
def show(request: Request, site: Here, visit: Visitor, name: str, done: str = "") -> Response:
    """Somebody: what can be changed, where they are signed in, what was changed by whom."""
    with site.app.store.reading() as reading:
        _roles(site, reading, visit)
        person = known(reading, name)
    return _begun(request, site, visit, name, values_of(person), _DONE.get(done, ""))


@ROUTES.post("/person/{name}")
def change(request: Request, site: Here, visit: Visitor, name: str, form: Posted) -> Response:
    """Keep the change."""
    if form.get("go") == "afresh":
        return _afresh(site, visit, name)
    try:
        _desk(site, visit).change(typed_person(form, name), a_number(form, "seen"))
    except Mistyped as mistyped:
        return _form(request, site, visit, name, kept(form), mistyped.wrong)
    except Refused as refused:
        if refused.code not in ("own_roles", "last_administrator"):
            raise
        return _form(request, site, visit, name, kept(form), {"roles": str(refused)})
    site.drafts.drop(site.app.store, form_of_person(visit, name))
    return RedirectResponse(f"{page_of(name)}?done=changed", 303)


@ROUTES.get("/person/{name}/leave")
def ask_leave(request: Request, site: Here, visit: Visitor, name: str) -> Response:
    """The open cases that name them, and who sees to it that others take these."""
    return _leave(request, site, visit, name, {})


@ROUTES.post("/person/{name}/leave")
def leave(request: Request, site: Here, visit: Visitor, name: str, form: Posted) -> Response:
    """Take them off the list."""
    try:
        _desk(site, visit).leave(name, str(form.get("takes_over", "")))
    except Mistyped as mistyped:
        return _leave(request, site, visit, name, mistyped.wrong)
    return RedirectResponse("/people?done=left", 303)


@ROUTES.post("/person/{name}/sign-out")
def sign_out(site: Here, visit: Visitor, name: str, form: Posted) -> Response:
    """End all their sessions."""
    _desk(site, visit).sign_out(name)
    return RedirectResponse(f"{page_of(name)}?done=signed-out", 303)


@ROUTES.post("/person/{name}/password")
def send_link(site: Here, visit: Visitor, name: str, form: Posted) -> Response:
    """Mail them a link to set a password."""
    _desk(site, visit).send_link(name, site.app.settings.base_url)
    return RedirectResponse(f"{page_of(name)}?done=link", 303)


def _leave(
    request: Request, site: Site, visit: SignedIn, name: str, wrong: Mapping[str, str]
) -> Response:
    with site.app.store.reading() as reading:
        _roles(site, reading, visit)
        person = known(reading, name)
        cases = reading.open_cases_of(name, limit=MOST_CASES)
        others = [each for each in reading.people() if each.person != name]
    return site.pages.page(
        request,
        "person_leave.html",
        status=422 if wrong else 200,
        visit=visit,
        person=person,
        cases=cases,
        others=others,
        wrong=wrong,
    )


def _begun(
    request: Request,
    site: Site,
    visit: SignedIn,
    name: str,
    values: Mapping[str, list[str]],
    done: str = "",
) -> Response:
    """The form as it is at first, or with what was typed into it before a session ended."""
    draft = found(site, form_of_person(visit, name))
    if draft is None:
        return _form(request, site, visit, name, values, {}, done)
    typed = kept(FormData(list(draft.typed)))
    return _form(request, site, visit, name, typed, {}, done, draft.touched_at)


def _afresh(site: Site, visit: SignedIn, name: str) -> Response:
    form = form_of_person(visit, name)
    site.drafts.drop(site.app.store, form)
    return RedirectResponse(form.address, 303)


def _form(
    request: Request,
    site: Site,
    visit: SignedIn,
    name: str,
    values: Mapping[str, list[str]],
    wrong: Mapping[str, str],
    done: str = "",
    kept_at: datetime | None = None,
) -> Response:
    app = site.app
    settings = app.settings
    with app.store.reading() as reading:
        roles = _roles(site, reading, visit)
        return site.pages.page(
            request,
            "person.html",
            status=422 if wrong else 200,
            visit=visit,
            person=known(reading, name) if name else None,
            values=values,
            wrong=wrong,
            done=done,
            kept_at=kept_at,
            seal=site.drafts.seal(form_of_person(visit, name), app.now()),
            titles={each.name: each.title for each in roles.values()},
            people=[each for each in reading.people() if each.person != name],
            seen=last_change(reading, name) if name else 0,
            sessions=sessions_of(reading, name, app.now()) if name else [],
            changes=reading.person_changes(name, limit=50) if name else [],
            fields=FIELDS,
            kinds=KINDS,
            can_mail=bool(settings.base_url and settings.mail and settings.local_passwords),
            from_directory=bool(settings.oidc_roles_claim),
        )


def _roles(site: Site, reading: Reading, visit: SignedIn) -> Mapping[str, Role]:
    return check_administers(reading, site.app.catalogue, visit.person, site.app.settings.policy)


def _desk(site: Site, visit: SignedIn) -> PeopleDesk:
    app = site.app
    return PeopleDesk(
        store=app.store,
        catalogue=app.catalogue,
        policy=app.settings.policy,
        by=visit.person,
        now=app.now(),
    )


def _fits(person: Person, typed: str, role: str) -> bool:
    words = f"{person.person} {person.name} {person.email} {person.team}".casefold()
    return (not role or role in person.roles) and all(w in words for w in typed.casefold().split())
