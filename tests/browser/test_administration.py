"""An administrator in a real browser: somebody is added, leaves, and a program is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from browser.windows import DESKTOP, PHONE, picture, served, window
from engine.building import a_person
from web.office import WebOffice, office


def furnished(place: WebOffice) -> None:
    asha = replace(a_person("asha", "social_worker"), team="north", manager="dana")
    place.employs(asha, a_person("dana", "data_officer"), a_person("dev", "data_officer"))


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_an_administrator_adds_somebody_and_takes_somebody_off_the_list(
    tmp_path: Path, browser: Browser, size: tuple[int, int]
) -> None:
    with office(tmp_path, base_url="http://case.example", mail="file://out") as place:
        furnished(place)
        place.signed_in("asha")
        with served(place.web) as address, window(browser, address, size=size) as seen:
            seen.sign_in("dana")
            seen.goes_to("dana (invented)")
            expect(seen.page.get_by_text("this one")).to_be_visible()
            seen.accessible()
            picture(seen.page, tmp_path, "account")
            seen.page.get_by_role("link", name="People, their roles").click()
            seen.accessible()
            picture(seen.page, tmp_path, "people")
            seen.page.get_by_role("button", name="Add a person").click()
            seen.page.get_by_role("button", name="Add the person").click()
            expect(seen.page.get_by_role("alert")).to_contain_text("Give a short name")
            seen.accessible()
            picture(seen.page, tmp_path, "mistyped")
            seen.page.get_by_label("Short name").fill("ben")
            seen.page.get_by_label("Name", exact=True).fill("Ben Invented")
            seen.page.get_by_label("Team manager").check()
            seen.page.get_by_role("button", name="Add the person").click()
            expect(seen.page.get_by_text("The person is added.")).to_be_visible()
            seen.accessible()
            picture(seen.page, tmp_path, "person")
            seen.page.goto(f"{address}/people/person/asha")
            seen.page.get_by_role("link", name="They work here no more").click()
            seen.accessible()
            picture(seen.page, tmp_path, "leave")
            seen.page.get_by_role("button", name="Take them off the list").click()
            expect(seen.page.get_by_text("signed out everywhere")).to_be_visible()
            seen.page.goto(f"{address}/people/changes")
            seen.accessible()


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_an_administrator_lets_a_program_be_told(
    tmp_path: Path, browser: Browser, size: tuple[int, int]
) -> None:
    with office(tmp_path, secret_key="k" * 32) as place:
        furnished(place)
        with served(place.web) as address, window(browser, address, size=size) as seen:
            seen.sign_in("dana")
            seen.page.goto(f"{address}/programs")
            seen.page.get_by_label("Its address").fill("https://reports.example.org/caseward/hook")
            seen.page.get_by_label("Of which events").fill(
                "conference.*\nchild_protection.open_case"
            )
            seen.page.get_by_role("button", name="Tell it", exact=True).click()
            expect(seen.page.get_by_text("whsec_")).to_be_visible()
            seen.accessible()
            picture(seen.page, tmp_path, "programs")
