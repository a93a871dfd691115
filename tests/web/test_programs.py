"""Programs that are told, on a page: added with a secret that is shown once, renewed, removed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from engine.building import a_person
from web.office import WebOffice, office, post
from workflow.engine.webhooks import receiver_of
from workflow.store.stored_webhook import Webhook

KEY = "k" * 32
URL = "https://reports.example.org/caseward"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[WebOffice]:
    with office(tmp_path, secret_key=KEY) as opened:
        opened.employs(a_person("asha", "social_worker"), a_person("dana", "data_officer"))
        yield opened


@pytest.fixture
def dana(place: WebOffice) -> TestClient:
    return place.signed_in("dana")


def programs(place: WebOffice) -> list[Webhook]:
    with place.app.store.reading() as reading:
        return reading.webhooks()


def secret_on(page: str) -> str:
    (found,) = re.findall(r"whsec_[A-Za-z0-9+/=]+", page)
    return str(found)


def test_the_secret_of_a_program_is_shown_once(place: WebOffice, dana: TestClient) -> None:
    answer = post(dana, "/programs", url=URL, events="conference.*, child_protection.open_case")

    assert secret_on(answer.text)
    assert "whsec_" not in dana.get("/programs").text
    (program,) = programs(place)
    assert (program.url, program.created_by) == (URL, "dana")
    assert program.events == ("child_protection.open_case", "conference.*")


@pytest.mark.parametrize(
    ("url", "events", "told"),
    [
        (
            "http://reports.example.org",
            "*",
            "Give an https address, such as https://reports.example.org/caseward.",
        ),
        ("https://10.0.0.1/", "*", "set CASEWARD_WEBHOOKS_INSIDE=yes"),
        (URL, "", "Name 1 to"),
        (URL, "repair.fly", "There is no event repair.fly"),
    ],
)
def test_what_cannot_be_taken_is_named_and_stays_in_the_form(
    place: WebOffice, dana: TestClient, url: str, events: str, told: str
) -> None:
    answer = post(dana, "/programs", url=url, events=events)

    assert answer.status_code == 422
    assert told in answer.text
    assert url in answer.text
    assert programs(place) == []


def test_a_program_gets_a_new_secret_and_is_removed(place: WebOffice, dana: TestClient) -> None:
    first = secret_on(post(dana, "/programs", url=URL, events="*").text)
    (program,) = programs(place)

    second = post(dana, f"/programs/{program.webhook_id}/rotate", on="/programs")
    assert secret_on(second.text) != first
    with place.app.store.reading() as reading:
        found = receiver_of(reading, program.webhook_id, secret_key=KEY, now=place.time.now)
    assert found is not None
    assert len(found.secrets) == 2

    answer = post(dana, f"/programs/{program.webhook_id}/remove", on="/programs")
    assert answer.headers["location"] == "/programs?done=removed"
    assert programs(place) == []


def test_who_does_not_administer_sees_and_does_nothing_here(place: WebOffice) -> None:
    asha = place.signed_in("asha")

    assert asha.get("/programs").status_code == 403
    assert post(asha, "/programs", on="/account", url=URL, events="*").status_code == 403
    assert post(asha, "/programs/any/remove", on="/account").status_code == 403
    assert programs(place) == []


def test_one_that_is_not_there_is_said_so(dana: TestClient) -> None:
    assert post(dana, "/programs/nobody/enable", on="/programs").status_code == 404
