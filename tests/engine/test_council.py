"""What an installation says of its council, for letters."""

from __future__ import annotations

from pathlib import Path

import pytest

from workflow.engine.council import council_of
from workflow.errors import SettingsWrong

DOT = b"\x89PNG\r\n"


def written(folder: Path, text: str) -> Path:
    file = folder / "letterhead.toml"
    file.write_text(text, "utf-8")
    return file


def test_letters_show_what_the_file_says(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(DOT)
    council = council_of(
        written(
            tmp_path,
            """
            name = "Northwick Council (invented)"
            address = ["Civic Centre", "Northwick NW9 1AA"]
            phone = "01632 960100"
            logo = "logo.png"
            [in_languages]
            Polish = "Zadzwon do nas."
            """,
        )
    )

    assert council.address == ("Civic Centre", "Northwick NW9 1AA")
    assert council.phone == "01632 960100"
    assert council.help_in("polish") == "Zadzwon do nas."
    assert council.logo.startswith("data:image/png;base64,")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('name = "N"\nfone = "1"', "does not know `fone`: write one of name"),
        ('phone = "1"', "does not say who writes"),
        ('name = "N"\naddress = "Civic Centre"', "write a list of lines"),
        ('name = "N"\nphone = 1632', "write a text between quotes"),
        ('name = "N"\nlogo = "not_there.png"', "names no logo that is there"),
        ('name = "N"\nin_languages = "all"', "write a table of texts"),
        ('name = "N"\n[in_languages]\npl = 1', "write a table of texts"),
        ("name: N", "is no TOML"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_mend(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(SettingsWrong, match=r"CASEWARD_LETTERHEAD letterhead\.toml") as wrong:
        council_of(written(tmp_path, text))

    assert told in str(wrong.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsWrong, match="cannot be read"):
        council_of(tmp_path / "none.toml")
