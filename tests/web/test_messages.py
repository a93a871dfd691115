"""The outbox on pages: what was said, what a person decides, and who may."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from counting import questions
from web.office import WebOffice, post
from web.post_room import CONFERENCE, post_room, posted
from workflow.store.stored import Incident
from workflow.store.stored_message import Message, MessageState, Said
from workflow.store.stored_webhook import Webhook


@pytest.fixture
def place(tmp_path: Path) -> Iterator[WebOffice]:
    with post_room(tmp_path) as opened:
        yield opened


def put(place: WebOffice, to: str, state: MessageState, why: str = "") -> str:
    """The id of the invitation to somebody, after it came into that state."""
    found = posted(place, to)
    with place.app.store.writing() as writing:
        writing.set_state([found.id], state)
    return f"/messages/{found.id}"


def state_of(place: WebOffice, to: str) -> str:
    return posted(place, to).message.state


def looks(place: WebOffice) -> list[str]:
    with place.app.store.reading() as reading:
        return [look.what for look in reading.looks(CONFERENCE)]


def test_what_needs_somebody_is_listed_first_and_each_state_is_counted(place: WebOffice) -> None:
    where = put(place, "/school", MessageState.UNCERTAIN)
    browser = place.signed_in("una")

    page = browser.get("/messages").text
    assert f'href="{where}"' in page
    assert "May have been sent or not" in page
    waiting = browser.get("/messages?state=waiting").text
    assert "Waiting to go" in waiting
    assert where not in waiting


def test_exactly_what_was_said_is_shown_shut_in_and_the_look_is_kept(place: WebOffice) -> None:
    browser = place.signed_in("una")
    where = f"/messages/{posted(place, '/school').id}"

    page = browser.get(where)
    framed = browser.get(f"{where}/html")

    assert "office@school.example" in page.text
    assert f'src="{where}/html" sandbox' in page.text
    assert framed.text == posted(place, "/school").message.said.html
    assert "sandbox" in framed.headers["content-security-policy"]
    assert "script-src" not in framed.headers["content-security-policy"]
    assert looks(place)[:2] == ["message", "message"]


def test_a_letter_is_there_to_print_and_as_pdf_and_is_ticked_off(place: WebOffice) -> None:
    browser = place.signed_in("una")
    where = f"/messages/{posted(place, '/gp').id}"

    assert "2 High Street" in browser.get(f"{where}/letter").text
    assert browser.get(f"{where}/letter.pdf").content.startswith(b"%PDF")
    assert where in browser.get("/messages/to-post").text
    done = post(browser, f"{where}/was-sent", on="/messages/to-post")

    assert done.headers["location"] == "/messages/to-post"
    assert where not in browser.get("/messages/to-post").text
    assert state_of(place, "/gp") == MessageState.SENT


@pytest.mark.parametrize(
    ("was", "decision", "then"),
    [
        (MessageState.UNCERTAIN, "again", MessageState.WAITING),
        (MessageState.UNCERTAIN, "was-sent", MessageState.SENT),
        (MessageState.FAILED, "again", MessageState.WAITING),
        (MessageState.FAILED, "withdraw", MessageState.WITHDRAWN),
        (MessageState.HELD, "let-go", MessageState.WAITING),
        (MessageState.HELD, "withdraw", MessageState.WITHDRAWN),
        (MessageState.WITHDRAWN, "again", MessageState.WAITING),
    ],
)
def test_a_message_is_decided_on_with_one_click(
    place: WebOffice, was: MessageState, decision: str, then: MessageState
) -> None:
    where = put(place, "/school", was)
    browser = place.signed_in("una")

    done = post(browser, f"{where}/{decision}", on=where)

    assert done.headers["location"] == f"{where}?done={decision}"
    assert browser.get(done.headers["location"]).status_code == 200
    assert state_of(place, "/school") == then
    assert f"message: {decision}" in looks(place)


@pytest.mark.parametrize("decision", ["again", "was-sent"])
def test_what_was_sent_is_not_sent_twice(place: WebOffice, decision: str) -> None:
    where = put(place, "/school", MessageState.SENT)
    browser = place.signed_in("una")

    assert post(browser, f"{where}/{decision}", on="/messages").status_code == 409
    assert state_of(place, "/school") == MessageState.SENT


def test_a_list_that_is_held_is_shown_whole_with_reasons_and_let_go_at_once(
    place: WebOffice,
) -> None:
    where = put(place, "/school", MessageState.HELD)
    put(place, "/gp", MessageState.HELD)
    parent = posted(place, "/parent")
    with place.app.store.writing() as writing:
        writing.withdraw([parent.id], "left_out")
    browser = place.signed_in("una")

    page = browser.get(where).text
    assert "Everybody whom the same step tells" in page
    assert "on the list of those whom nothing is told" in page
    assert "Let all 2 go" in page
    post(browser, f"{where}/let-all-go", on=where)

    assert {state_of(place, to) for to in ("/school", "/gp")} == {MessageState.WAITING}
    assert state_of(place, "/parent") == MessageState.WITHDRAWN


def test_who_does_not_see_to_messages_reads_those_of_cases_they_see_and_decides_nothing(
    place: WebOffice,
) -> None:
    where = put(place, "/school", MessageState.FAILED)
    browser = place.signed_in("sam")

    page = browser.get(where).text
    assert "What to do" not in page
    assert post(browser, f"{where}/again", on=where).status_code == 403
    assert post(browser, "/messages/sending", on=where, go="stop", reason="no").status_code == 403
    assert browser.get("/incidents").status_code == 403
    assert state_of(place, "/school") == MessageState.FAILED


def test_messages_of_cases_that_one_does_not_see_are_not_there(place: WebOffice) -> None:
    where = put(place, "/school", MessageState.FAILED)
    browser = place.signed_in("pat")

    assert where not in browser.get("/messages").text
    for path in (where, f"{where}/html", f"{where}/letter"):
        assert browser.get(path).status_code == 403
    assert posted(place, "/gp").id not in browser.get("/messages/to-post").text


def test_a_link_to_set_a_password_is_read_by_nobody_else(place: WebOffice) -> None:
    now = place.time.now
    said = Said(way="email", address="ivan@x.example", subject="Set", text="/password/SECRET")
    link = Message(
        key="p", recipient="ivan", notice="password_link", state=MessageState.FAILED,
        at=now, created_at=now, said=said,
    )  # fmt: skip
    with place.app.store.writing() as writing:
        writing.add_messages([link])
    found = posted(place, "ivan", "password_link").id

    page = place.signed_in("dana").get(f"/messages/{found}")
    assert page.status_code == 200
    assert "SECRET" not in page.text
    for person in ("una", "sam"):
        assert place.signed_in(person).get(f"/messages/{found}").status_code == 403


@pytest.mark.parametrize("state", ["sent", "failed"])
def test_what_is_of_no_case_is_listed_and_counted_for_who_administers_alone(
    place: WebOffice, state: str
) -> None:
    told_programs(place, MessageState(state), 3)

    page = place.signed_in("dana").get(f"/messages?state={state}").text
    assert page.count("conference.book_conference") >= 3
    assert '<span class="cw-faint">3</span>' in page
    for person in ("una", "sam", "pat"):
        assert "conference.book_conference" not in read(place, person, f"/messages?state={state}")


@pytest.mark.parametrize("path", ["/messages", "/unit"])
def test_a_program_that_fails_is_one_line_for_who_administers_and_none_for_others(
    place: WebOffice, path: str
) -> None:
    told_programs(place, MessageState.FAILED, 5)

    page = read(place, "dana", path)
    assert page.count("https://reports.example/in") == 1
    assert "5 events were not told to a program" in page
    assert "conference.book_conference" not in page
    assert "reports.example" not in read(place, "una", path)


def test_who_administers_decides_on_what_is_of_no_case_and_nobody_else(place: WebOffice) -> None:
    (first,) = told_programs(place, MessageState.FAILED, 1)
    where = f"/messages/{first}"
    una = place.signed_in("una")
    assert post(una, f"{where}/withdraw", on="/messages").status_code == 403
    browser = place.signed_in("dana")
    assert "What to do" in browser.get(where).text

    assert post(browser, f"{where}/withdraw", on=where).status_code == 303

    school = f"/messages/{posted(place, '/school').id}"
    assert post(browser, f"{school}/withdraw", on=where).status_code == 403


def read(place: WebOffice, person: str, path: str) -> str:
    return place.signed_in(person).get(path).text


def told_programs(place: WebOffice, state: MessageState, events: int) -> list[str]:
    """The ids of what a program was to be told, which is in that state now."""
    now = place.time.now
    program = Webhook(
        webhook_id="w1", url="https://reports.example/in", events=("*",),
        created_at=now, created_by="dana", enabled_at=now,
    )  # fmt: skip
    said = Said(way="webhook", address="w1", subject="conference.book_conference", text="{}")
    messages = [
        Message(
            key=f"webhook {number}", recipient=f"w1/{number}", notice="webhook", state=state,
            at=now, created_at=now, said=said,
        )
        for number in range(events)
    ]  # fmt: skip
    with place.app.store.writing() as writing:
        writing.put_webhook(program)
        writing.add_messages(messages)
    with place.app.store.reading() as reading:
        return [each.id for each in reading.postings() if each.message.notice == "webhook"]


def test_all_sending_is_stopped_for_a_reason_and_goes_on(place: WebOffice) -> None:
    browser = place.signed_in("una")

    assert (
        post(browser, "/messages/sending", on="/messages", go="stop", reason=" ").status_code == 422
    )
    post(browser, "/messages/sending", on="/messages", go="stop", reason="A wrong letter")
    page = browser.get("/messages").text
    assert "una stopped all of them" in page
    assert "A wrong letter" in page
    post(browser, "/messages/sending", on="/messages", go="on")

    with place.app.store.reading() as reading:
        assert reading.mail_stopped() is None


@pytest.mark.parametrize("path", ["nothing", "%00", "a'b--", "x" * 3000])
def test_a_message_that_is_not_there_says_so(place: WebOffice, path: str) -> None:
    assert place.signed_in("una").get(f"/messages/{path}").status_code == 404


def test_an_incident_is_shown_and_tried_again(place: WebOffice) -> None:
    now = place.time.now
    incident = Incident(
        ref=CONFERENCE, timer_id="book!1", due=now.date(), fault="ValueError",
        traceback="a.py:1 in b", first_seen=now, last_seen=now, attempts=3,
        next_attempt=now + timedelta(hours=6),
    )  # fmt: skip
    with place.app.store.writing() as writing:
        writing.add_incident(incident)
    browser = place.signed_in("una")

    assert "a.py:1 in b" in browser.get("/incidents").text
    done = post(browser, "/incidents/again", on="/incidents")

    assert done.status_code == 303
    with place.app.store.reading() as reading:
        assert reading.incidents()[0].next_attempt <= now


def test_the_list_asks_as_many_questions_whatever_its_length(place: WebOffice) -> None:
    browser = place.signed_in("una")
    browser.get("/messages")  # the process is read once
    few = questions(lambda: browser.get("/messages"))

    for to in ("/school", "/gp", "/parent"):
        put(place, to, MessageState.FAILED)

    assert questions(lambda: browser.get("/messages")) == few


def test_lists_say_as_what_somebody_is_told_and_not_how_the_outbox_calls_them(
    place: WebOffice,
) -> None:
    letter = posted(place, "/school").message
    told_to = {
        f"participant:{CONFERENCE}/parent/2": "Parent 2",
        "role:social_worker": "Lead social worker",
        "address:CP-2/referrer_name": "Who referred",
        "asha": "asha (invented)",
    }
    with place.app.store.writing() as writing:
        writing.put_letters(
            [replace(letter, key=to, recipient=to, state=MessageState.FAILED) for to in told_to]
        )
    browser = place.signed_in("asha")

    listed, day_page = browser.get("/messages").text, browser.get("/unit").text
    for to, words in told_to.items():
        one = browser.get(f"/messages/{posted(place, to).id}").text
        for page in (listed, day_page, one):
            assert f">{words}<" in page.replace(" <span", "<").replace("\n", "")
    assert "referrer_name" not in listed
