"""Letters name no telephone number of others that nobody has confirmed."""

from __future__ import annotations

import re

from definitions import FOLDER

CONFIRMED = {
    "999": "emergency services",
    "0800 1111": "Childline, childline.org.uk",
    "116 123": "Samaritans, samaritans.org",
    "0300 061 0614": "Local Government and Social Care Ombudsman, lgo.org.uk",
}
"""Free or public numbers that are the same all over England, with who says so. Any other belongs
into the letterhead of a council, which can see that it is right and change it.
"""

NUMBER = re.compile(r"\b(?:0\d[\d ]{6,12}\d|116 \d{3}|\d{3})\b(?! ?%)")


def test_every_number_in_a_letter_is_confirmed() -> None:
    notices = FOLDER / "child_protection" / "notices"
    found = {
        number: path.relative_to(notices)
        for path in notices.rglob("*.*")
        for number in NUMBER.findall(path.read_text("utf-8"))
    }

    assert {number: at for number, at in found.items() if number not in CONFIRMED} == {}
    assert found.keys() == CONFIRMED.keys()
