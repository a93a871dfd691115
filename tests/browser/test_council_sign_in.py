"""A real browser is sent to the council's own sign-in and back, and signs out of both."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from browser.windows import DESKTOP, PHONE, served, window
from engine.building import a_person
from oidc_issuer import CLIENT, SECRET, Issuer, issuing
from web.office import WebOffice, office
from workflow.web.directory import BACK, directory_of


@pytest.mark.parametrize(("size", "scripts"), [(DESKTOP, True), (PHONE, False)])
def test_a_worker_signs_in_at_the_council_and_out_again(
    tmp_path: Path, browser: Browser, size: tuple[int, int], scripts: bool
) -> None:
    with office(tmp_path) as place, issuing(_issuer(place)) as issuer:
        place.employs(a_person("asha", "social_worker"))
        with (
            served(place.web) as address,
            window(browser, address, size=size, scripts=scripts) as seen,
        ):
            _sends_people_to(place, issuer, address)
            seen.page.goto(f"{address}/board")
            seen.accessible()
            seen.page.get_by_role("button", name="Sign in with your council account").click()
            seen.page.wait_for_url(f"{address}/board")
            expect(seen.page.get_by_text("asha (invented)").first).to_be_visible()

            seen.page.get_by_role("button", name="Sign out").click()
            expect(seen.page.get_by_role("heading", name="You are signed out here")).to_be_visible()
            seen.accessible()
            seen.page.get_by_role("button", name="Sign out of your council account").click()
            seen.page.wait_for_url(f"{address}/sign-in")

            issuer.claims = {"preferred_username": "stranger"}
            seen.page.get_by_role("button", name="Sign in with your council account").click()
            expect(seen.page.get_by_role("heading", name="not known here yet")).to_be_visible()
            seen.accessible()


def _issuer(place: WebOffice) -> Issuer:
    return Issuer(place.time, {"preferred_username": "asha"})


def _sends_people_to(place: WebOffice, issuer: Issuer, address: str) -> None:
    """From now on; the port of the pages is known only once they are served."""
    settings = place.app.settings.model_copy(
        update={
            "oidc_issuer": issuer.address,
            "oidc_client_id": CLIENT,
            "oidc_client_secret": SECRET,
            "base_url": address,
        }
    )
    directory = directory_of(settings, place.time)
    assert directory is not None
    assert directory.back == address + BACK
    app = replace(place.app, settings=settings)
    place.web.state.site = replace(place.web.state.site, app=app, directory=directory)
