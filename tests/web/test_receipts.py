"""What GOV.UK Notify tells of messages that it took."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from web.office import WebOffice
from web.post_room import post_room, posted
from workflow.store.stored_message import MessageState, Settled

TOKEN = "t" * 40
OURS = "740e5834-3a29-46b4-9a6f-16142fde533a"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[WebOffice]:
    """With the letter to the school taken by Notify."""
    with post_room(tmp_path, notify_callback_token=TOKEN) as opened:
        school = posted(opened, "/school")
        sent = Settled(id=school.id, attempt=0, state=MessageState.SENT, reference=OURS)
        with opened.app.store.writing() as writing:
            writing.settle([sent], opened.time.now)
            writing.set_state([school.id], MessageState.SENT)
        yield opened


def told(place: WebOffice, token: str = TOKEN, **said: object) -> int:
    head = {"authorization": f"Bearer {token}"}
    answer = place.browser().post("/receipts/notify", json=said, headers=head)
    return answer.status_code


def test_a_message_that_did_not_arrive_has_failed(place: WebOffice) -> None:
    assert told(place, id=OURS, status="permanent-failure", to="nobody@example.org") == 200

    assert posted(place, "/school").message.state == MessageState.FAILED


def test_a_message_that_arrived_is_sent_and_stays_so(place: WebOffice) -> None:
    for _ in range(2):
        assert told(place, id=OURS, status="delivered") == 200

    found = posted(place, "/school")
    assert (found.message.state, found.fate) == (MessageState.SENT, "delivered")


def test_a_message_of_somebody_else_is_taken_and_changes_nothing(place: WebOffice) -> None:
    assert told(place, id="another", status="permanent-failure") == 200


def test_who_does_not_show_the_token_is_refused(place: WebOffice) -> None:
    assert told(place, token="x" * 40, id=OURS, status="permanent-failure") == 403
    assert place.browser().post("/receipts/notify").status_code == 403
    assert posted(place, "/school").message.state == MessageState.SENT


@pytest.mark.parametrize("said", [{}, {"id": 1, "status": []}, {"id": OURS}])
def test_what_is_no_receipt_is_refused(place: WebOffice, said: dict[str, object]) -> None:
    head = {"authorization": f"Bearer {TOKEN}"}
    answer = place.browser().post("/receipts/notify", json=said, headers=head)
    assert answer.status_code == 403


def test_without_a_token_in_the_settings_there_is_no_such_page(tmp_path: Path) -> None:
    with post_room(tmp_path) as place:
        assert told(place, id=OURS, status="delivered") == 404
