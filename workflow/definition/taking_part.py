"""Who takes part in a case: roles of those who work here, kinds of participants, and the quorum."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from workflow.definition.guard import Guard


class Sees(StrEnum):
    """Which cases a role may look at."""

    ALL = "all"
    """every case that is not restricted"""
    TEAM = "team"
    """those that somebody of the person's team, or nobody yet, has a role on"""
    OWN = "own"
    """those that the person has a role on"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """Who acts. `works_case`: works or manages it. `independent_of_case`: kept apart from those.

    `sees`: which cases whoever has the role may look at. A case that is restricted is seen by those
    who have a role on it alone. `sees_to_messages`: lets those go that were held, and sees to those
    that were not sent. `administers`: says who works here in which roles, and which other programs
    are told what happens.
    """

    name: str
    title: str
    independent_of_case: bool = False
    works_case: bool = False
    sees_to_messages: bool = False
    administers: bool = False
    sees: Sees = Sees.ALL

    def excludes(self, other: Role) -> bool:
        """Whether nobody may hold both on one case, or on cases that are tied."""
        return (self.independent_of_case and other.works_case) or (
            self.works_case and other.independent_of_case
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantKind:
    """A kind of person or agency on a case: whether to invite, and what is owed.

    With `when`, one that must be invited must be only while it holds, or holds for one of the
    cases of `participants_of`. `named_by` is the fact that says who it is.
    """

    name: str
    title: str
    agency: str = ""
    invite: str = "may"
    family: bool = False
    observer: bool = False
    report: bool = False
    view: bool = False
    when: Guard | None = None
    named_by: str | None = None

    @property
    def is_agency(self) -> bool:
        """Whether they are there for an agency; an interpreter or the family's solicitor is not."""
        return bool(self.agency) and not self.family


@dataclass(frozen=True, slots=True, kw_only=True)
class Quorum:
    """How many agencies must be there. `of` is the fact that lists the kinds who attended.

    `replies` is the fact whose rows say, by their key, who answers what to the invitation;
    `stay_away` are the answers of those who will not be there.
    """

    of: str
    must_include: tuple[str, ...]
    other_agencies: int
    replies: str | None = None
    stay_away: tuple[str, ...] = ()
