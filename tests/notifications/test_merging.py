"""E-mails that differ by the name alone are written once, and are what they would be otherwise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from days import day
from notifications.merging import Merge
from notifications.notice import Council, Recipient, Rendered, Way
from notifications.rendering import Templates

COUNCIL, TODAY = Council(name="Northwick Council"), day("Mon 2 Mar 2026")

LETTER = "Dear {{ recipient.name }},\n\nWe meet on {{ on | day }}.\n"
SOMEBODY = "We have asked {{ recipient.name }} and many others to come to a meeting about it all.\n"


def both(body: str, *names: str, **more: object) -> list[tuple[Rendered, Rendered]]:
    """What each gets out of one merge, and what they get when they are written to alone."""
    templates = Templates({"told/subject.txt": "To {{ recipient.name }}", "told/body.txt": body})
    context = {"on": TODAY}
    merge = Merge(
        templates=templates, notice="told", context=context, council=COUNCIL, written_on=TODAY
    )
    found = []
    for name in names:
        who = Recipient(name=name, email="x@home.example", **more)  # type: ignore[arg-type]  # as told
        alone = templates.render(
            "told", context, recipient=who, council=COUNCIL, written_on=TODAY, way=Way.EMAIL
        )
        found.append((merge.to(who, Way.EMAIL), alone))
    return found


NAMES = (
    "Robin", "Jo O'Invented", "Anne-Marie", "# Robin", "<b>Robin</b>", "Robin & Co", "Robin 5 5",
    "https://x.example", "A very long name that no line of seventy two letters can hold, surely",
)  # fmt: skip


@pytest.mark.parametrize(
    "body", [LETTER, SOMEBODY, "{{ recipient.name | upper }}", "{{ on | day }}"]
)
def test_everybody_gets_what_they_would_get_alone(body: str) -> None:
    assert all(merged == alone for merged, alone in both(body, *NAMES))


def test_what_is_read_of_the_recipient_beside_the_name_is_their_own() -> None:
    body = "{{ recipient.name }}\n\n{{ recipient.title }} {{ recipient.email }}"

    assert all(merged == alone for merged, alone in both(body, "Robin", "Sam", title="Parent"))


def test_each_reads_first_of_all_how_to_have_it_in_their_own_language() -> None:
    council = replace(COUNCIL, phone="01632 960100", in_languages={"polish": "Zadzwon do nas."})
    templates = Templates({"told/subject.txt": "S", "told/body.txt": "A text."})
    merge = Merge(templates=templates, notice="told", context={}, council=council, written_on=TODAY)

    def first(language: str) -> str:
        who = Recipient(name="Robin", email="x@home.example", language=language)
        rendered = merge.to(who, Way.EMAIL)
        return rendered.text.partition("\n\n")[0].replace("\n", " ")

    assert first("en") == first("English") == "A text."
    assert first("Polish") == "Zadzwon do nas."
    told = (
        "Ring 01632 960100 and ask for this in {}, or for somebody to read it to you. It is free."
    )
    assert first("Urdu") == told.format("Urdu")
    assert first("so") == told.format("your language")
