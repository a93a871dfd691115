"""A fact: what kind of thing is known of a case, and how it comes to be known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from workflow.definition.beginning import Beginning
from workflow.definition.guard import Guard
from workflow.definition.problem import Placed


class FactKind(StrEnum):
    """The type of a fact."""

    DATE = "date"
    DATETIME = "datetime"
    TEXT = "text"
    NUMBER = "number"
    YES_NO = "yes_no"
    CHOICE = "choice"
    PERSON = "person"
    ADDRESS = "address"
    DOCUMENT = "document"
    """a file that is kept beside the case; the history holds which one, never what is in it"""
    ROWS = "rows"


class Keep(StrEnum):
    """Which of several values of a fact counts."""

    LATEST = "latest"
    """the one told of the latest day, and of equal days the one recorded last"""
    EARLIEST = "earliest"
    """the smallest value itself, whatever was recorded first"""
    EVERY = "every"
    """of a fact with many values all that were ever told"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(Placed):
    """A typed datum of a case, set by events.

    `many` makes it a list of such values. `since` names states: each time one of them is entered
    from outside the fact is forgotten (the history keeps it). `from_fact` copies another fact as
    it is told, when `where` holds on that event. `is_` works the fact out of others at any time;
    such a fact is never told. `by_link` says that a `rows` fact holds one row for each case of
    that link, keyed by reference, and a text that it names such a case. `weekdays_only`: while it
    holds, a Saturday or Sunday is refused. `happened`: so is what lies ahead when it is recorded,
    by the day in London of a date and by the moment of an instant. `names_participant`: so is a
    text that names nobody of the people of the case, and no kind of them. `participants_of` is the
    link of whose cases a text names people. `as_role`: the person whom it names holds that role on
    the case. `family` says whether it must, or must not, name a
    participant of a kind that is family.

    `gathers` names events: for each `key` the latest telling of it counts, as a row of a `rows`
    fact (its columns are the facts of those events) or as a name in a list; of those whose latest
    telling meets `where`, which then reads that telling and nothing else. `latest_in` names such
    rows and a column of dates in them, of which the fact is the latest.
    `every` is true when all that this fact names is in one of the lists `is_in`, and not known
    while it names nothing. `kind_of` is true when the participant that this fact names is of a kind
    that `has` a report, a view, belongs to the family or is an observer. `years_since` makes it a
    number: the whole years since the first of those dates that is known, on the day of an event or
    the day judged.

    `long`: a text of several sentences, for which a form has room.

    `internal`: it is for colleagues, and no wording that reaches a home may name it.

    `asked_when`: where a step may ask for it, the question is put while this holds, of what the
    case knows and what the same form answers; a step that needs the fact always asks.

    `begins_with`: with what a form has it filled at first, the first of these that is known.

    A document told while `restricted_when` holds on that event is read by few: by who holds a role
    of `read_by` on the case (where nobody does, by all who have it), by those whom the fact
    `named_in` names on that event, and by who handed it in.
    """

    name: str
    kind: FactKind
    label: str
    hint: str = ""
    many: bool = False
    long: bool = False
    codes: Mapping[str, str] = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    by_link: str | None = None
    personal: bool = False
    internal: bool = False
    required_when: Guard | None = None
    asked_when: Guard | None = None
    weekdays_only: Guard | None = None
    happened: bool = False
    names_participant: bool = False
    participants_of: str | None = None
    keep: Keep = Keep.LATEST
    from_fact: str | None = None
    where: Guard | None = None
    since: tuple[str, ...] = ()
    is_: Guard | None = None
    gathers: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    latest_in: tuple[str, ...] = ()
    every: str | None = None
    is_in: tuple[str, ...] = ()
    kind_of: str | None = None
    has: str | None = None
    as_role: str | None = None
    years_since: tuple[str, ...] = ()
    family: str = ""
    restricted_when: Guard | None = None
    read_by: tuple[str, ...] = ()
    named_in: str | None = None
    begins_with: tuple[Beginning, ...] = ()

    @property
    def worked_out(self) -> bool:
        """True when it is worked out of others at any time, and so never kept."""
        return bool(self.is_ is not None or self.every or self.kind_of or self.years_since)

    @property
    def derived(self) -> bool:
        """True when nobody is ever asked for it: it comes of what other facts and events say."""
        return self.worked_out or bool(self.from_fact or self.gathers or self.latest_in)

    @property
    def made_of(self) -> tuple[str, ...]:
        """The facts that one which is worked out reads."""
        read = sorted(self.is_.names) if self.is_ is not None else []
        beside = (self.every, *self.is_in, self.kind_of, *self.years_since, *self.latest_in[:1])
        return (*read, *filter(None, beside))
