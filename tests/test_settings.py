"""What an installation may choose, and how a wrong choice is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from workflow.errors import SettingsWrong
from workflow.settings import ENGLISH_AUTHORITIES, Settings


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"CASEWARD_{name.upper()}", raising=False)


def test_without_any_variable_a_demonstration_runs_on_a_file_in_the_working_directory() -> None:
    settings = Settings.read()

    assert settings.database_url == "sqlite:///caseward.db"
    assert settings.authority == "000"
    assert settings.is_demonstration
    assert (settings.policy, settings.definitions) == ("", None)
    assert (settings.mail, settings.base_url) == ("", "")


def test_each_setting_is_read_from_its_variable(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CASEWARD_DATABASE_URL", "sqlite:////srv/caseward.db")
    monkeypatch.setenv("CASEWARD_AUTHORITY", "841")
    monkeypatch.setenv("CASEWARD_POLICY", "darlington")
    monkeypatch.setenv("CASEWARD_DEFINITIONS", str(tmp_path))
    monkeypatch.setenv("CASEWARD_MAIL", "smtp://localhost:1025")
    monkeypatch.setenv("CASEWARD_COUNCIL", "Northwick Council")
    monkeypatch.setenv("CASEWARD_BASE_URL", "https://caseward.example.gov.uk/")

    settings = Settings.read()

    assert settings.database_url == "sqlite:////srv/caseward.db"
    assert settings.authority == "841"
    assert not settings.is_demonstration
    assert settings.policy == "darlington"
    assert settings.definitions == tmp_path
    assert settings.mail == "smtp://localhost:1025"
    assert settings.council == "Northwick Council"
    assert settings.base_url == "https://caseward.example.gov.uk"


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEWARD_AUTHORITY", "")
    monkeypatch.setenv("CASEWARD_DEFINITIONS", "")

    assert Settings.read().authority == "000"
    assert Settings.read().definitions is None


def test_a_setting_cannot_be_changed_later() -> None:
    with pytest.raises(ValidationError):
        Settings.read().authority = "341"


@pytest.mark.parametrize(
    ("variable", "value", "mend"),
    [
        ("DATABASE_URL", "postgres://db/caseward", "give sqlite:///FILE"),
        ("DATABASE_URL", "sqlite://", "give sqlite:///FILE"),
        ("DATABASE_URL", "sqlite:///:memory:", "give sqlite:///FILE"),
        ("DATABASE_URL", "caseward.db", "give sqlite:///FILE"),
        ("AUTHORITY", "Liverpool", "give its three digits"),
        ("AUTHORITY", "34", "give its three digits"),
        ("AUTHORITY", "909", "install a newer version"),  # Cumbria, until 31 March 2023
        ("AUTHORITY", "660", "give the code of an English authority"),  # Isle of Anglesey
        ("AUTHORITY", "681", "give the code of an English authority"),  # Cardiff
        ("POLICY", "policies/liverpool.yaml", "without `.yaml`"),
        ("DEFINITIONS", "no/such/folder", "give the folder that holds your definitions"),
        ("THEME", "no/such/file.css", "give a style sheet"),
        ("MAIL", "localhost:25", "give smtp://HOST:PORT"),
        ("BASE_URL", "caseward.example.gov.uk", "such as https://"),
        ("BASE_URL", "https://", "such as https://"),
        ("BASE_URL", "https://caseward example", "such as https://"),
        ("OIDC_ISSUER", "login.example", "give the https address of the issuer"),
        ("OIDC_ISSUER", "http://login.example", "give the https address of the issuer"),
    ],
)
def test_a_wrong_value_is_refused_with_how_to_mend_it(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, mend: str
) -> None:
    monkeypatch.setenv(f"CASEWARD_{variable}", value)

    with pytest.raises(SettingsWrong) as refusal:
        Settings.read()

    assert str(refusal.value).startswith(f"CASEWARD_{variable} ")
    assert mend in str(refusal.value)


@pytest.mark.parametrize(
    ("chosen", "mend"),
    [
        ({"OIDC_ISSUER": "https://login.example"}, "set CASEWARD_OIDC_CLIENT_ID"),
        ({"LOCAL_PASSWORDS": "no"}, "nobody could sign in"),
    ],
)
def test_what_is_wrong_with_several_together_names_them(
    monkeypatch: pytest.MonkeyPatch, chosen: dict[str, str], mend: str
) -> None:
    for name, value in chosen.items():
        monkeypatch.setenv(f"CASEWARD_{name}", value)

    with pytest.raises(SettingsWrong, match=mend) as refusal:
        Settings.read()

    assert str(refusal.value).startswith("CASEWARD_")


def test_all_wrong_values_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEWARD_AUTHORITY", "666")
    monkeypatch.setenv("CASEWARD_MAIL", "pigeon")

    with pytest.raises(SettingsWrong) as refusal:
        Settings.read()

    told = str(refusal.value).splitlines()
    assert [line.split()[0] for line in told] == ["CASEWARD_AUTHORITY", "CASEWARD_MAIL"]


def test_a_password_is_not_shown_when_its_address_is_refused_or_printed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CASEWARD_MAIL", "smtp://unit:opensesame@mail.example")
    assert "opensesame" not in repr(Settings.read())

    monkeypatch.setenv("CASEWARD_DATABASE_URL", "mysql://unit:opensesame@db.example/caseward")
    with pytest.raises(SettingsWrong) as refusal:
        Settings.read()

    assert "opensesame" not in f"{refusal.value} {refusal.value.__cause__}"


@pytest.mark.requirement("S0-1")
def test_the_two_authorities_of_our_policies_are_among_the_153_of_england() -> None:
    assert {"341", "841"} <= ENGLISH_AUTHORITIES
    assert len(ENGLISH_AUTHORITIES) == 153
    assert not ENGLISH_AUTHORITIES & {str(code) for code in range(660, 682)}  # Wales
