"""A message keeps what it says from the moment that brought it about, and what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from days import at
from mail_server import MailServer, running
from notice_contexts import DIGEST, LINES, STAFF
from notifications.channels.smtp import SmtpChannel
from notifications.problem import TemplateWrong
from scheduler.building import DUE, LADDER, LATE, SOON, TODAY, Desk, a_person, catalogue_of
from workflow.engine.letterhead import Letterhead
from workflow.engine.notice_context import line_of_digest, of_digest, of_task
from workflow.engine.outbox import send_again, withdraw
from workflow.errors import WrongUse
from workflow.scheduler.dispatch import Dispatcher
from workflow.scheduler.routes import all_over
from workflow.store.stored_message import Message, MessageState, Posting


def published_as(desk: Desk, folder: Path, notice: str, **files: str) -> None:
    """The wording of a notice is changed in the folder, and published."""
    for name, text in files.items():
        (folder / "process" / "notices" / notice / f"{name}.txt").write_text(text, "utf-8")
    with desk.store.writing() as writing:
        desk.catalogue.publish(writing, at("Sun 1 Mar 2026 12:00"), "process owner")


def only(desk: Desk, state: str = MessageState.WAITING) -> Message:
    [message] = desk.messages(state)
    return message


def posting(desk: Desk) -> Posting:
    with desk.store.reading() as reading:
        return reading.postings()[0]


def test_it_says_what_about_whom_by_which_wording_and_to_which_address(desk: Desk) -> None:
    desk.opened("Mon 2 Mar 2026")
    desk.ticks(SOON)

    said = only(desk).said
    assert (said.way, said.address) == ("email", "asha@example.org")
    assert said.subject == "soon: Hold A-1"
    assert "This is soon." in said.text
    assert "This is soon." in said.html
    assert len(said.wording) == 16


def test_a_notice_is_given_the_names_that_were_agreed_and_no_others(desk: Desk) -> None:
    desk.opened("Mon 2 Mar 2026")
    case = desk.case()
    [task] = case.tasks
    with desk.store.reading() as reading:
        release = desk.catalogue.release(reading, case.release)
    pins = (release, desk.catalogue.calendar(case.calendar), case, task)
    staff = of_task(*pins, DUE, letterhead=Letterhead(), now=at(SOON))
    line = line_of_digest(*pins, person="", now=at(SOON))

    assert {*staff, "note"} == STAFF.keys()
    assert of_digest([line], Letterhead()).keys() == DIGEST.keys()
    assert [line.keys()] == [{**each}.keys() for each in LINES[:1]]
    assert (staff["days_left"], staff["days_late"], staff["link"]) == (5, 0, "")


def test_after_the_day_it_says_by_how_many_working_days_and_where_to_look(desk: Desk) -> None:
    desk.opened("Mon 2 Mar 2026")
    case = desk.case()
    with desk.store.reading() as reading:
        release = desk.catalogue.release(reading, case.release)
    calendar, [task] = desk.catalogue.calendar(case.calendar), case.tasks
    there = Letterhead(base_url="https://caseward.example")
    staff = of_task(release, calendar, case, task, DUE, letterhead=there, now=at(LATE))

    assert (staff["days_left"], staff["days_late"]) == (0, 1)
    assert staff["link"] == "https://caseward.example/cases/A-1"


def test_neither_address_nor_words_are_in_its_repr(desk: Desk) -> None:
    desk.opened("Mon 2 Mar 2026")
    desk.ticks(SOON)

    shown = repr(posting(desk))
    assert "example.org" not in shown
    assert "This is soon" not in shown


def test_a_case_is_told_in_the_words_of_its_own_release(desk: Desk, tmp_path: Path) -> None:
    desk.opened("Mon 2 Mar 2026", "A-1")
    published_as(desk, tmp_path, "soon", subject="In other words")
    desk.opened("Mon 2 Mar 2026", "A-2")
    desk.ticks(SOON)

    subjects = {message.content["case"]: message.said.subject for message in desk.messages()}
    assert subjects == {"A-1": "soon: Hold A-1", "A-2": "In other words"}


def test_a_wording_that_cannot_be_filled_is_told_of_the_message_and_the_rung_stands(
    desk: Desk, tmp_path: Path
) -> None:
    published_as(desk, tmp_path, "soon", body="Dear {{ nobody_gave_this }}")
    desk.opened("Mon 2 Mar 2026")
    ticked = desk.ticks(SOON)

    assert (ticked.fired, ticked.incidents) == (1, 0)
    message = only(desk, MessageState.CANNOT_RENDER)
    assert message.why.startswith("soon/body.txt, line 1: `nobody_gave_this`")
    assert message.said.address == ""
    assert [notice for notice, _ in desk.rungs()] == ["soon"]
    assert desk.not_fine() == []


def test_a_wording_that_can_never_work_is_not_published(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(TemplateWrong):
        published_as(desk, tmp_path, "soon", body="{% if %}")


def test_a_notice_without_words_says_so(tmp_path: Path, desk: Desk) -> None:
    catalogue_of(tmp_path, LADDER)
    for file in (tmp_path / "process" / "notices" / "soon").iterdir():
        file.unlink()
    published_as(desk, tmp_path, "soon")
    desk.opened("Mon 2 Mar 2026")
    desk.ticks(SOON)

    assert only(desk, MessageState.CANNOT_RENDER).why == "no_words"


def test_who_has_no_address_is_told_of_and_can_be_given_one(desk: Desk) -> None:
    desk.staff(a_person("asha", "worker", manager="mina", email=""))
    desk.opened("Mon 2 Mar 2026")
    desk.ticks(SOON)

    assert only(desk, MessageState.NO_ADDRESS).why == "no_email"
    with desk.store.writing() as writing, pytest.raises(WrongUse):
        send_again(writing, posting(desk).id)
    desk.staff(a_person("asha", "worker", manager="mina"))
    with desk.store.writing() as writing:
        send_again(writing, posting(desk).id)
    assert only(desk).said.address == "asha@example.org"
    assert only(desk).said.subject == "soon: Hold A-1"


def test_one_that_waits_can_be_withdrawn_once_and_then_sent_after_all(desk: Desk) -> None:
    desk.opened("Mon 2 Mar 2026")
    desk.ticks(SOON)
    id_ = posting(desk).id
    with desk.store.writing() as writing:
        withdraw(writing, id_)
    with desk.store.writing() as writing, pytest.raises(WrongUse):
        withdraw(writing, id_)
    with desk.store.writing() as writing:
        send_again(writing, id_)

    assert only(desk).notice == "soon"


def test_what_was_done_before_it_was_sent_is_not_told(desk: Desk) -> None:
    desk.opened("Mon 2 Mar 2026", "A-1")
    desk.opened("Mon 2 Mar 2026", "A-2")
    desk.ticks(SOON)
    desk.does("hold", "Fri 13 Mar 2026", to="A-1")
    with running(MailServer()) as server:
        outbox = Dispatcher(store=desk.store, routes=all_over(SmtpChannel(server.settings())))
        assert desk.ticks("Fri 13 Mar 2026 13:00", outbox=outbox).sent == 1

        assert [mail["Subject"] for mail in server.mails] == ["soon: Hold A-2"]
        assert only(desk, MessageState.WITHDRAWN).content["case"] == "A-1"


def test_the_digest_is_said_too(tmp_path: Path, desk: Desk) -> None:
    text = LADDER.replace("manager, notice: late}", "manager, notice: late, digest: yes}")
    catalogue_of(tmp_path, text)
    published_as(desk, tmp_path, "digest")
    desk.opened("Mon 2 Mar 2026", "A-1")
    desk.opened("Mon 2 Mar 2026", "A-2")
    desk.ticks(TODAY)
    desk.ticks(LATE)
    desk.ticks("Mon 23 Mar 2026 07:30")

    [digest] = [message for message in desk.messages() if message.notice == "digest"]
    assert digest.said.subject == "digest: 2 tasks"
    assert digest.said.address == "mina@example.org"
