"""What a form asks of somebody on the list of people: typed, and put into it again."""

from __future__ import annotations

from urllib.parse import quote

from starlette.datastructures import FormData

from workflow.engine.drafts import FormOf
from workflow.engine.person_form import Typed
from workflow.store.stored import Person
from workflow.web.fields import a_day, a_text, day_parts
from workflow.web.visiting import SignedIn


def form_of_person(visit: SignedIn, name: str) -> FormOf:
    """The form of that person, or of somebody new, as one of who fills it in."""
    address = page_of(name) if name else "/people/new"
    title = f"What is known of {name}" if name else "Add a person"
    return FormOf(
        person=visit.person.person, about=address, event="person", title=title, address=address
    )


def typed_person(form: FormData, name: str) -> Typed:
    """What was typed of them."""
    return Typed(
        person=name,
        name=a_text(form, "name"),
        email=a_text(form, "email"),
        phone=a_text(form, "phone"),
        roles=tuple(str(role) for role in form.getlist("roles")),
        team=a_text(form, "team"),
        manager=a_text(form, "manager"),
        away_from=a_day(form, "away_from"),
        away_to=a_day(form, "away_to"),
    )


def values_of(person: Person) -> dict[str, list[str]]:
    """What is known of them, by the names of the inputs."""
    texts = ("name", "email", "phone", "team", "manager")
    values = {each: [getattr(person, each)] for each in texts} | {"roles": list(person.roles)}
    for each in ("away_from", "away_to"):
        if day := getattr(person, each):
            values |= {key: [text] for key, text in day_parts(each, day)}
    return values


def page_of(name: str) -> str:
    """Where their page is."""
    return f"/people/person/{quote(name, safe='')}"
