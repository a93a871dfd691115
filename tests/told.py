"""Builders for tests of notices: show only what matters."""

from __future__ import annotations

from days import day
from notifications.notice import Council, Recipient, Rendered
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
