"""What an installation may choose, from environment variables. Read once, here and nowhere else.

Each value is checked when it is read, and a wrong one is refused with a sentence that says how to
mend it. An empty variable counts as not set. Addresses with passwords in them are never shown.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from workflow.errors import SettingsWrong

DEMONSTRATION = "000"
"""Stands for no authority at all: invented families only."""


class Settings(BaseSettings):
    """The choices of this installation, each from `CASEWARD_` and its name in capitals."""

    model_config = SettingsConfigDict(
        env_prefix="CASEWARD_", env_ignore_empty=True, frozen=True, hide_input_in_errors=True
    )

    database_url: Annotated[str, Field(repr=False)] = "sqlite:///caseward.db"
    """default: a file in the working directory, so that a first try needs nothing installed"""
    authority: str = DEMONSTRATION
    """three-digit code of the English local authority; default: a demonstration"""
    policy: str = ""
    """name of the local layer on the process; default: the process as it stands"""
    definitions: Path | None = None
    """folder with the definitions; default: those that came with the program"""
    mail: Annotated[str, Field(repr=False)] = ""
    """where e-mails go; default: nowhere, and nothing else goes either"""
    letters: Annotated[str, Field(repr=False)] = ""
    """where letters go; default: where e-mails go, if that takes letters"""
    texts: Annotated[str, Field(repr=False)] = ""
    """where text messages go; default: where e-mails go, if that takes text messages"""
    quiet_hours: str = "20:00-08:00"
    """when families get no e-mail and no text message; default: from eight to eight"""
    secret_key: Annotated[str, Field(repr=False)] = ""
    """signs links by which people answer and seals drafts and documents, at least 32 characters;
    default: no such links, no documents, drafts that last until the program is started anew"""
    largest_document: int = 10
    """megabytes that a document handed in may have, from 1 to 50; default: 10"""
    mail_is_secure: bool = False
    """whether that way may carry what is personal to anybody; default: such letters go by post"""
    council: str = ""
    """the name that messages are signed with; default: the council"""
    letterhead: Path | None = None
    """file with the council's address, telephone, logo and more, as letters show them; default: the
    name alone"""
    base_url: str = ""
    """address that links in messages start with, without a slash at its end; default: no links"""
    notify_callback_token: Annotated[str, Field(repr=False)] = ""
    """what GOV.UK Notify shows with each delivery receipt; default: it tells nothing by itself"""
    theme: Path | None = None
    """style sheet with the colours of the council; default: ours"""
    oidc_issuer: str = ""
    """address of the council's own sign-in (OpenID Connect); default: accounts here alone"""
    oidc_client_id: str = ""
    """what that sign-in knows us by"""
    oidc_client_secret: Annotated[str, Field(repr=False)] = ""
    """what we show to that sign-in; default: nothing, as a public client"""
    oidc_person_claim: str = ""
    """which claim names the person; default: preferred_username, or email where there is none"""
    oidc_roles_claim: str = ""
    """which claim says their roles; default: they are administered here"""
    webhooks_inside: bool = False
    """whether programs on machines inside the building may be told; default: they may not"""
    local_passwords: bool = True
    """whether people may sign in with a password that is kept here; default: they may"""

    @classmethod
    def read(cls) -> Self:
        """The settings that the environment asks for.

        Raises:
            SettingsWrong: names every variable that cannot be used, what is wrong, how to mend it.
        """
        try:
            return cls()
        except ValidationError as exc:
            problems = [
                # What is wrong with several together names them itself.
                " ".join(
                    [
                        *(f"CASEWARD_{str(n).upper()}" for n in error["loc"][:1]),
                        _sentence(error["msg"]),
                    ]
                )
                for error in exc.errors()
            ]
            raise SettingsWrong("\n".join(problems)) from exc

    @property
    def is_demonstration(self) -> bool:
        """True when no authority was named: nothing here may be about real people."""
        return self.authority == DEMONSTRATION

    @field_validator("database_url")
    @classmethod
    def _is_a_database_we_run_on(cls, url: str) -> str:
        file = url.removeprefix("sqlite:///")
        on_a_file = file not in (url, "", ":memory:")
        if not on_a_file and not url.startswith("postgresql+psycopg://"):
            raise ValueError(
                "names no database that we run on: give sqlite:///FILE"
                " or postgresql+psycopg://USER@HOST/NAME."
            )
        return url

    @field_validator("authority")
    @classmethod
    def _is_english(cls, code: str) -> str:
        if code == DEMONSTRATION or code in ENGLISH_AUTHORITIES:
            return code
        if code.isdecimal() and 660 <= int(code) <= 681:
            raise ValueError(
                "is the code of a Welsh authority. Wales has its own procedures, which this does"
                " not know: give the code of an English authority."
            )
        raise ValueError(
            "is not the code of an English local authority: give its three digits, as the census"
            " asks for them, such as 841 for Darlington, or 000 for a demonstration. If your"
            " authority is newer than this program, install a newer version."
        )

    @field_validator("policy")
    @classmethod
    def _is_a_name(cls, policy: str) -> str:
        if policy and not policy.isidentifier():
            raise ValueError(
                "is not the name of a policy: give the name of its file in the folder `policies`,"
                " without `.yaml`, such as liverpool."
            )
        return policy

    @field_validator("definitions")
    @classmethod
    def _is_a_folder(cls, folder: Path | None) -> Path | None:
        if folder is not None and not folder.is_dir():
            raise ValueError(
                "is not a folder that is there: give the folder that holds your definitions, or"
                " leave it out to use those that came with the program."
            )
        return folder

    @field_validator("secret_key", "notify_callback_token")
    @classmethod
    def _is_long(cls, key: str) -> str:
        if key and len(key) < 32:
            raise ValueError(
                "is too short to be secret: give at least 32 random characters, such as those that"
                " `openssl rand -base64 32` prints."
            )
        return key

    @field_validator("largest_document")
    @classmethod
    def _is_of_a_document(cls, megabytes: int) -> int:
        if not 1 <= megabytes <= 50:
            raise ValueError("is no size of a document: give megabytes, from 1 to 50, such as 10.")
        return megabytes

    @field_validator("theme")
    @classmethod
    def _is_a_style_sheet(cls, file: Path | None) -> Path | None:
        if file is not None and not file.is_file():
            raise ValueError(
                "is not a file that is there: give a style sheet with the colours of your council,"
                " or leave it out."
            )
        return file

    @field_validator("mail")
    @classmethod
    def _is_a_way_to_send(cls, mail: str) -> str:
        if mail and not mail.startswith(("smtp://", "notify://", "file://")):
            raise ValueError(
                "names no way to send: give smtp://HOST:PORT, notify:// or file://FOLDER,"
                " or leave it out to send nothing."
            )
        return mail

    @field_validator("letters", "texts")
    @classmethod
    def _is_a_way_beside_mail(cls, line: str) -> str:
        if line and not line.startswith(("notify://", "file://")):
            raise ValueError("names no way to send them: give notify:// or file://FOLDER.")
        return line

    @field_validator("quiet_hours")
    @classmethod
    def _is_a_night(cls, hours: str) -> str:
        found = _NIGHT.fullmatch(hours)
        if hours != "none" and not (found and found[1] >= found[2]):
            raise ValueError("names no hours of a night: give such as 20:00-08:00, or none.")
        return hours

    @field_validator("base_url")
    @classmethod
    def _is_a_web_address(cls, url: str) -> str:
        host = url.removeprefix("https://").removeprefix("http://")
        if url and (host in (url, "") or any(character.isspace() for character in url)):
            raise ValueError(
                "is not a web address: give the one that people open, such as"
                " https://caseward.example.gov.uk, or leave it out."
            )
        return url.rstrip("/")

    @field_validator("oidc_issuer")
    @classmethod
    def _is_an_issuer(cls, url: str) -> str:
        parts = urlsplit(url)
        inside = parts.hostname in ("127.0.0.1", "::1", "localhost")
        if url and not (parts.hostname and (parts.scheme == "https" or inside)):
            raise ValueError(
                "is no address of a sign-in: give the https address of the issuer, as its"
                " `/.well-known/openid-configuration` names it, or leave it out."
            )
        return url

    @model_validator(mode="after")
    def _can_sign_people_in(self) -> Self:
        if self.oidc_issuer and not (self.oidc_client_id and self.base_url):
            raise ValueError(
                "CASEWARD_OIDC_ISSUER needs more: set CASEWARD_OIDC_CLIENT_ID to what the issuer"
                " knows this installation by, and CASEWARD_BASE_URL to where people open it."
            )
        if not (self.oidc_issuer or self.local_passwords):
            raise ValueError(
                "CASEWARD_LOCAL_PASSWORDS is no, and nobody could sign in: set"
                " CASEWARD_OIDC_ISSUER, or leave it out."
            )
        return self


_HOUR = "((?:[01][0-9]|2[0-3]):[0-5][0-9])"
_NIGHT = re.compile(f"{_HOUR}-{_HOUR}")


def _sentence(message: str) -> str:
    """What a validator said, without the words that pydantic puts before it."""
    return message.removeprefix("Value error, ")


def _codes(ranges: str) -> frozenset[str]:
    spans = (span.split("-") for span in ranges.split())
    return frozenset(str(code) for span in spans for code in range(int(span[0]), int(span[-1]) + 1))


# The 153 authorities with these duties since 1 April 2023, by the Department for Education's
# three-digit codes (Get Information about Schools). A reorganisation adds codes and retires others.
ENGLISH_AUTHORITIES = _codes(
    "201-213 301-320"  # London
    " 330-336 340-344 350-359 370-373 380-384 390-394"  # metropolitan boroughs
    " 420"  # Isles of Scilly
    " 800-803 805-808 810-813 815-816 821-823 825-826 830-831 838-841 845-846 850-852 855-857"
    " 860-861 865-874 876-896 908 916 919 921 925-926 929 931 933 935-938 940-943"
)
