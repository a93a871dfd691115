"""An office whose people sign in with the directory of their council, and browsers that do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
from httpx2 import Response
from starlette.testclient import TestClient

from days import at
from engine.building import a_person
from oidc_issuer import CLIENT, SECRET, Issuer, issuing
from web.office import Time, WebOffice, office

HERE = "http://127.0.0.1:8000"
ASHA = {"preferred_username": "asha", "email": "asha@example.org"}


@contextmanager
def council(folder: Path, **settings: str) -> Iterator[tuple[WebOffice, Issuer]]:
    """An office whose people sign in with the directory of their council."""
    time = Time(at("Mon 16 Mar 2026 09:00"))
    with issuing(Issuer(time, dict(ASHA))) as issuer:
        chosen = {
            "oidc_issuer": issuer.address,
            "oidc_client_id": CLIENT,
            "oidc_client_secret": SECRET,
            "base_url": HERE,
        }
        with office(folder, **(chosen | settings)) as place:
            place.employs(
                replace(a_person("asha", "social_worker"), email="asha@example.org"),
                a_person("dana", "data_officer"),
            )
            issuer.clock = place.time
            yield place, issuer


Both = tuple[WebOffice, Issuer]


def sent_back(browser: TestClient, to: str = "/") -> str:
    """The page of ours that the issuer sends the browser back to, without the host."""
    there = browser.get(f"/sign-in/council?to={to}").headers["location"]
    back = urlsplit(httpx2.get(there).headers["location"])
    assert f"{back.scheme}://{back.netloc}" == HERE
    return f"{back.path}?{back.query}"


def signs_in(browser: TestClient, to: str = "/") -> Response:
    return browser.get(sent_back(browser, to))


def is_in(browser: TestClient) -> bool:
    return browser.get("/").status_code == 200
