"""Who is told, by whom, and what a notice has become for one person. Values only.

Names and addresses never show in a `repr`: it may reach a log.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

ENGLISH = ("", "en", "english")

LONGEST_CODE = 3
"""Letters of a language that is written as a code, such as `pl`, which nobody should read."""


class Way(StrEnum):
    """How a message reaches a person, or another program."""

    EMAIL = "email"
    POST = "post"
    TEXT = "text"
    WEBHOOK = "webhook"
    """a request to a program that asked to be told; never chosen for a person"""


class Part(StrEnum):
    """The files that a notice may have in its folder. Subject and body must be there."""

    SUBJECT = "subject.txt"
    """one line"""
    BODY = "body.txt"
    """plain text; headings, lists and links as in `notifications.markup`"""
    BODY_HTML = "body.html"
    """made from the body when there is none"""
    LETTER = "letter.html"
    """made from the body when there is none"""
    TEXT_MESSAGE = "text.txt"
    """for a mobile telephone: anyone who holds it may read it"""
    CALENDAR = "calendar.txt"
    """first line: the title of the calendar entry; what follows: its description"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """One person or office that is told.

    `never` holds the ways that are not safe for them, such as the post to a shared address; they
    are not taken whatever is preferred and whatever addresses are known. `post` is the lines of
    the address below the name. `participant` (such as `parent/2`), `kind` and `title` say as what
    they are told, and `case` to which of several cases they belong; empty for who works here.
    """

    name: str = field(repr=False)
    email: str = field(default="", repr=False)
    post: tuple[str, ...] = field(default=(), repr=False)
    mobile: str = field(default="", repr=False)
    preferred: Way = Way.EMAIL
    never: frozenset[Way] = frozenset()
    language: str = "en"
    large_print: bool = False
    kind: str = ""
    participant: str = ""
    title: str = ""
    case: str = ""

    def ways(self) -> tuple[Way, ...]:
        """The ways that are known and safe, the preferred one first; empty: ask a person."""
        known = ((Way.EMAIL, self.email), (Way.POST, self.post), (Way.TEXT, self.mobile))
        usable = [way for way, address in known if address and way not in self.never]
        if len(usable) > 1:
            usable.sort(key=lambda way: way is not self.preferred)
        return tuple(usable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Council:
    """Who writes, as letters and e-mails show it.

    `logo` is a `data:` address, printed on letters; `complaints` and `languages` are sentences,
    such as whom to ring to complain, or to have a letter read out in another language; so are
    `legal_advice` and `family_advice`, whom families can ask beside us, and at which number.
    `in_languages` has by the name of a language a sentence in it.
    """

    name: str
    office: str = ""
    address: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""
    website: str = ""
    logo: str = field(default="", repr=False)
    complaints: str = ""
    languages: str = ""
    legal_advice: str = ""
    family_advice: str = ""
    in_languages: Mapping[str, str] = field(default_factory=dict)

    def help_in(self, language: str) -> str:
        """What stands first in a letter to somebody of that language: the council's sentence in it,
        else that it can be had; nothing in one to whom English was not said to be foreign.
        """
        if language.casefold() in ENGLISH:
            return ""
        if own := self.in_languages.get(language.casefold()):
            return own
        name = language if len(language) > LONGEST_CODE else "your language"
        ring = f"Ring {self.phone} and" if self.phone else "Please"
        return f"{ring} ask for this in {name}, or for somebody to read it to you. It is free."

    def __post_init__(self) -> None:
        if self.logo and not self.logo.startswith("data:image/"):
            raise ValueError("The logo must be given as data:image/..., nothing is fetched for it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A notice as one person gets it: to be stored before it is sent.

    `html` and `letter` are whole documents; `letter` is for print. `markup` is the body alone, for
    a service that lays it out and adds who writes. A part that the notice does not have is empty.
    `version` is a digest of every template file that had a say in it.
    """

    notice: str
    version: str
    subject: str = field(repr=False)
    text: str = field(repr=False)
    markup: str = field(repr=False)
    html: str = field(repr=False)
    letter: str = field(repr=False)
    text_message: str = field(default="", repr=False)
    calendar: str = field(default="", repr=False)
