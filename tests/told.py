"""Builders for tests of notices: show only what matters."""

from __future__ import annotations

from days import at, day
from notifications.notice import Council, Recipient, Rendered, Way
from notifications.outgoing import Outgoing
from notifications.rendering import Templates

COUNCIL = Council(
    name="Northwick Council",
    office="Safeguarding and conference unit",
    address=("1 Market Square", "Northwick", "NW9 1AA"),
    phone="01632 960100",
    email="conferences@northwick.example",
    complaints="To complain, ring 01632 960199.",
)

ANN = Recipient(
    name="Ann Example",
    email="ann@example.org",
    post=("2 Canal Street", "Northwick", "NW9 2BB"),
    mobile="07700 900123",
)


def templates(**parts: str) -> Templates:
    """One notice, `told`; `body_txt="..."` is its body.txt. Subject and body are there anyway."""
    given = {"subject_txt": "Something", "body_txt": "Something."} | parts
    return Templates({f"told/{name.replace('_', '.')}": text for name, text in given.items()})


def written(recipient: Recipient = ANN, /, **parts_and_names: object) -> Rendered:
    """The notice `told` with these parts, given the other names: `written(body_txt=..., n=1)`."""
    parts = {k: str(v) for k, v in parts_and_names.items() if k.endswith(("_txt", "_html"))}
    names = {k: v for k, v in parts_and_names.items() if k not in parts}
    return templates(**parts).render(
        "told", names, recipient=recipient, council=COUNCIL, written_on=day("Tue 24 Mar 2026")
    )


def outgoing(**changed: object) -> Outgoing:
    """An e-mail to Ann, with what is different."""
    given: dict[str, object] = {
        "message_id": "<m1@northwick.example>",
        "way": Way.EMAIL,
        "written_at": at("Tue 24 Mar 2026 10:00"),
        "to": ANN.email,
        "to_name": ANN.name,
        "subject": "Something",
        "text": "Something.\n",
    }
    return Outgoing(**given | changed)  # type: ignore[arg-type]  # as the test wants it
