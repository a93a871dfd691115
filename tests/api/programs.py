"""Programs that speak for people to the API, over a database of their own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from httpx2 import Response
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from days import at
from engine.building import Desk, a_person, staffed
from real_process import catalogue, fresh
from workflow.api.application import PATH, create
from workflow.app import App
from workflow.engine.tokens import give_token
from workflow.settings import Settings

_KEYS = (f"key-{number:05}" for number in count(1))


@dataclass
class Program:
    """What speaks for one person."""

    client: TestClient

    def get(self, path: str, **asked: str | int | bool) -> Response:
        return self.client.get(f"{PATH}{path}", params=asked)

    def post(
        self,
        path: str,
        document: Any,
        *,
        key: str | None = None,
        seen: str | None = None,
        **headers: str,
    ) -> Response:
        """Send it under a new key unless one is given; `seen` is the ETag, if any."""
        told = {
            "Content-Type": "application/json",
            "Idempotency-Key": next(_KEYS) if key is None else key,
            **headers,
        }
        if seen is not None:
            told["If-Match"] = seen
        return self.client.post(
            f"{PATH}{path}",
            content=json.dumps(document),  # in ASCII, so that half a character goes too
            headers={name: value for name, value in told.items() if value},
        )

    def puts_aside(self, name: str, content: bytes) -> Response:
        return self.client.post(f"{PATH}/documents", files={"file": (name, content)})


@dataclass
class ApiOffice:
    """The API over a published process: asha has every role, ben one, pat sees her own cases."""

    app: App
    desk: Desk
    web: Starlette = field(init=False)

    def __post_init__(self) -> None:
        self.web = Starlette(routes=[Mount(PATH, create(self.app))])

    def token(self, person: str) -> str:
        now = self.app.now()
        return self.app.store.transact(lambda writing: give_token(writing, person, now))

    def program(self, person: str = "asha") -> Program:
        return self.with_token(self.token(person))

    def with_token(self, token: str) -> Program:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return Program(TestClient(self.web, base_url="http://127.0.0.1", headers=headers))

    def looked(self, ref: str = "CP-1") -> set[tuple[str, str]]:
        with self.app.store.reading() as reading:
            return {(look.person, look.what) for look in reading.looks(ref)}


def furnish(folder: Path) -> Path:
    """A database with a child on a plan since Monday, CP-1, and one who waits for it, CP-2."""
    with fresh(folder) as store:
        staffed(store)
        with store.writing() as writing:
            writing.replace_people([*writing.people(), a_person("pat", "panel_member")])
        desk = Desk(store)
        desk.on_plan("Mon 23 Mar 2026")
        desk.awaiting_conference("Mon 23 Mar 2026", "CP-2")
    return folder / "caseward.db"


@contextmanager
def api_office(
    folder: Path, furnished: Path, *, on: str = "Tue 24 Mar 2026"
) -> Iterator[ApiOffice]:
    """The API over a copy of that database, at six in the evening."""
    with fresh(folder, furnished) as store:
        chosen = {"database_url": store.url, "authority": "841"}
        app = App(
            settings=Settings.model_validate(chosen),
            store=store,
            catalogue=catalogue(),
            clock=lambda: at(f"{on} 18:00"),
        )
        yield ApiOffice(app, Desk(store))
