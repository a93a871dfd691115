"""The pages over a database of their own, and browsers without a screen that open them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fastapi import FastAPI
from starlette.testclient import TestClient

from days import at
from real_process import catalogue, fresh
from workflow.app import App
from workflow.settings import Settings
from workflow.web.application import create

ADDRESS = "http://127.0.0.1"


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


@contextmanager
def office(folder: Path, *, on: str = "Mon 16 Mar 2026", **settings: str) -> Iterator[WebOffice]:
    """The pages over a published process without a case, at nine in the morning."""
    with fresh(folder) as store:
        time = Time(at(f"{on} 09:00"))
        chosen: Mapping[str, str] = {"database_url": store.url, "authority": "841", **settings}
        app = App(
            settings=Settings.model_validate(chosen), store=store, catalogue=catalogue(), clock=time
        )
        yield WebOffice(app, create(app, {"/healthz": lambda: (200, b"well\n")}), time)
