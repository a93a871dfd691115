"""The pages over a database of their own, and browsers without a screen that open them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from html import unescape
from pathlib import Path

from argon2 import PasswordHasher
from fastapi import FastAPI
from httpx2 import Response
from starlette.testclient import TestClient

from days import at
from real_process import catalogue, copied, fresh
from workflow.app import App
from workflow.settings import Settings
from workflow.store.stored import Person
from workflow.store.stored_access import Account
from workflow.web.application import create

ADDRESS = "http://127.0.0.1"
PASSWORD = "correct horse battery"


@dataclass
class Time:
    """The clock of an office, which a test sets."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True)
class WebOffice:
    """The application and what it runs on."""

    app: App
    web: FastAPI
    time: Time

    def browser(self) -> TestClient:
        """A browser of its own, which follows no redirect by itself."""
        return TestClient(self.web, base_url=ADDRESS, follow_redirects=False)

    def signed_in(self, person: str = "asha") -> TestClient:
        """A browser at which that person is signed in."""
        browser = self.browser()
        answer = post(browser, "/sign-in", person=person, password=PASSWORD)
        assert answer.status_code == 303
        return browser

    def roles_but_the_chair(self) -> list[str]:
        """Every role of the process but that which nobody may hold beside another on one case."""
        with self.app.store.reading() as reading:
            flows = self.app.catalogue.newest(reading, "").process.workflows.values()
        return sorted({role for flow in flows for role in flow.roles} - {"conference_chair"})

    def employs(self, *people: Person) -> None:
        """These people and no others, each with the password of all tests."""
        with self.app.store.writing() as writing:
            writing.replace_people(people)
            for person in people:
                account = Account(person=person.person, password=_password())
                writing.put_account(account)


def post(browser: TestClient, path: str, on: str = "", **fields: str | list[str]) -> Response:
    """Send the form of that page, as a person does: with what the page hides in it."""
    hidden = hidden_in(browser.get(on or path).text)
    return browser.post(path, data={**hidden, **fields})


def hidden_in(page: str) -> dict[str, str]:
    """The hidden fields of a page; of equal names the last."""
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found}


@cache
def _password() -> str:
    return PasswordHasher(time_cost=1, memory_cost=64).hash(PASSWORD)


Filling = Callable[[WebOffice], None]
_filled: dict[Filling, Path] = {}


@contextmanager
def office(
    folder: Path, filled: Filling | None = None, /, *, on: str = "Mon 16 Mar 2026", **settings: str
) -> Iterator[WebOffice]:
    """The pages over a published process, at nine in the morning, without a case.

    Or as a function fills it: that is done once for each process of tests, every test then gets a
    copy.
    """
    with fresh(folder, _filled.get(filled) if filled else None) as store:
        time = Time(at(f"{on} 09:00"))
        chosen: Mapping[str, str] = {"database_url": store.url, "authority": "841", **settings}
        app = App(
            settings=Settings.model_validate(chosen), store=store, catalogue=catalogue(), clock=time
        )
        place = WebOffice(app, create(app, {"/healthz": lambda: (200, b"well\n")}), time)
        if filled and filled not in _filled:
            filled(place)
            _filled[filled] = copied(store)
        yield place
