"""Notices: what is sent at a step, and to whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from workflow.deadlines.rule import Span
from workflow.definition.guard import Guard
from workflow.definition.problem import Placed, Position

DIGEST = "digest"
"""The notice that gathers what rungs with `digest: true` have to say."""

HANDED_OVER = "handed_over"
"""The notice that tells somebody of a task that was handed over to them."""

FAMILY, AGENCIES, EVERYBODY = "family", "agencies", "everybody"

GROUPS = (FAMILY, AGENCIES, EVERYBODY)
"""Words that stand for many kinds of participants. Agencies: who has an `agency`."""

WAYS = ("post", "email", "text")
"""How a message can go."""

REACHED_BY = ("email", "post", "mobile")
ADDRESS = ("name", "agency", *REACHED_BY, "preferred", "never", "language", "large_print")
"""What may be said of somebody who is told in facts of the case: somebody at home by their `name`,
an office as an `agency`; where they are reached, and how they are to be written to.
"""


GIVEN = frozenset(
    "case_reference state_title link reply_link holders due participants recipient council"
    " written_on changed".split()
)
"""What every wording may read, whatever facts there are. A fact of such a name is not offered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience(Placed):
    """One line of those who are told, and the wording for them; empty: that of the notice itself.

    Exactly one of three: `participants` (kinds, or words of `GROUPS`), `roles`, or the facts that
    hold an `address`. With `of`, a link, those of the cases that it leads to, on whose facts `when`
    is then read. Where such a case lists no participants, those of this case are meant:
    `when` is read on the case that the row names, or on any of the link where it names none.

    `ways`: these and no others; empty: all that are safe. `named_in` and `not_in` are facts that
    list participants: only those, or none of them. `kept_to`: a fact that lists names; once it has
    any, whoever it does not name is taken off, and the record says why. `tells`: facts that this
    line may be told though no notice is given them otherwise, such as an address. `may_be_nobody`:
    it is nothing to see to where nobody is found; of a list, where the list is empty. `latest`: of
    the cases of the link the last alone that lists anybody. `shown_first`: held until somebody has
    looked at it.
    """

    participants: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    address: Mapping[str, str] = field(default_factory=dict)
    of: str | None = None
    when: Guard | None = None
    wording: str = ""
    ways: tuple[str, ...] = ()
    named_in: str | None = None
    not_in: str | None = None
    kept_to: str | None = None
    tells: tuple[str, ...] = ()
    may_be_nobody: bool = False
    latest: bool = False
    shown_first: bool = False

    @property
    def named(self) -> str:
        """The fact that says who it is that is told in facts of the case; empty: none does."""
        return self.address.get("name") or self.address.get("agency", "")

    @property
    def is_to_a_home(self) -> bool:
        """Whether those who are told in facts of the case are at home, as far as one can tell."""
        return bool(self.address) and "agency" not in self.address

    @property
    def group(self) -> str:
        """What lines have in common that are one audience: their list, else their wording."""
        return self.named_in or self.wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """The calendar entry that goes with a notice: facts that say when and where, and how long.

    `withdrawn` takes it out of calendars.
    """

    starts: str
    lasts: Span | None = None
    at: str | None = None
    withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(Placed):
    """What may be sent. Without an audience it is one of ladders, whose rungs say who is told.

    `reads`: worked out for the wording. `once`: whoever gets it twice is misled. `secure`: its body
    may tell what is personal. `shown_first`: held until somebody has looked at it. `reply`: the
    event that records what a recipient answers. `again_when`: whoever has had it gets it again only
    when one of these facts has been told since.
    """

    name: str
    title: str
    to: tuple[Audience, ...] = ()
    reads: Mapping[str, Guard] = field(default_factory=dict)
    once: bool = False
    secure: bool = False
    shown_first: bool = False
    meeting: Meeting | None = None
    reply: str | None = None
    again_when: tuple[str, ...] = ()

    def folder(self, audience: Audience) -> str:
        """Where the words for that line stand, below the folder of all notices."""
        return f"{self.name}/{audience.wording}" if audience.wording else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """While `when` holds nothing goes to the family by itself, here and in tied cases."""

    when: Guard
    position: Position
