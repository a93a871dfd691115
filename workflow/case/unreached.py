"""The audiences of a notice that should be told and of whom nobody was found: no letter is dropped
in silence.

Nobody is missed where nobody is meant: where the guards of the lines do not hold, where all who
fit are on the list of those who are not told, in a silence the family, and where every line says
`may_be_nobody`. A name on a list that nobody on the case bears is missed always.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace

from workflow.case.audience import Addressee, Tied, found_by, means, names_of
from workflow.case.kept_back import KeptBack, Told
from workflow.case.naming import named_as
from workflow.case.reading import Reading
from workflow.definition.model import Notice, Workflow
from workflow.definition.notice import AGENCIES, EVERYBODY, FAMILY, Audience
from workflow.definition.release import Release

_GROUPS = {FAMILY: "The family", AGENCIES: "Agencies", EVERYBODY: "Everybody invited"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreached:
    """An audience of whom nobody was found. `whom`: who that would be, or the names on a list that
    nobody bears.
    """

    group: str
    whom: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Where those who are told are looked for: the case that sends, and those tied to it.

    `known` are names of people who work here: on a list, they are not missed.
    """

    release: Release
    reading: Reading
    tied: Tied
    known: Collection[str] = field(default=(), repr=False)

    def unreached(self, notice: Notice, told: Told, back: KeptBack) -> Iterator[Unreached]:
        """Every audience that found nobody, in the order of the lines."""
        groups: dict[str, list[Audience]] = {}
        for line in notice.to:
            if self._is_asked(line) and not (back.silent and self._is_at_home(line)):
                groups.setdefault(line.group, []).append(line)
        for group, lines in groups.items():
            if strangers := self._strangers(lines[0]):
                yield Unreached(group=group, whom=", ".join(strangers))
            elif group not in told.groups and not all(map(self._is_excused, lines)):
                titles = [title for line in lines for title in self._titles(line)]
                yield Unreached(group=group, whom=" or ".join(dict.fromkeys(titles)))

    def _is_asked(self, line: Audience) -> bool:
        """Whether the guard of the line holds, of a link for one case that it leads to."""
        asked = [self.reading] if line.of is None else self.tied(line.of)
        return line.when is None or any(each.holds(line.when) for each in asked)

    def _is_excused(self, line: Audience) -> bool:
        """Whether nobody has to see to it that the line found nobody."""
        if line.may_be_nobody or line.not_in is None:
            return line.may_be_nobody
        return any(True for _ in self._found(replace(line, not_in=None)))

    def _is_at_home(self, line: Audience) -> bool:
        """Whether all whom the line means are of the family."""
        kinds = self._listing(line).participants.values()
        meant = [kind for kind in kinds if any(means(kind, name) for name in line.participants)]
        return all(kind.family for kind in meant) if line.participants else line.is_to_a_home

    def _strangers(self, line: Audience) -> list[str]:
        """Whom the list of a line names, and nobody on the case is."""
        if line.named_in is None or not (listed := self.reading(line.named_in)):
            return []
        anybody = replace(line, participants=(EVERYBODY,), named_in=None, not_in=None, when=None)
        borne = {named_as(name) for name in self.known}.union(
            *(names_of(each.case, each.id, each.row) for each in self._found(anybody))
        )
        names = listed if isinstance(listed, list | tuple) else [listed]
        return [str(name) for name in names if named_as(name) not in borne]

    def _found(self, line: Audience) -> Iterator[Addressee]:
        return found_by(line, self.reading, self.tied)

    def _titles(self, line: Audience) -> Iterator[str]:
        """Kinds, roles, or what the facts are called that say who it is."""
        flow = self._listing(line)
        for name in line.participants:
            kind = flow.participants.get(name)
            yield kind.title if kind else _GROUPS.get(name, name)
        for role in line.roles:
            yield flow.roles[role].title if role in flow.roles else role
        if fact := self.reading.workflow.facts.get(line.named):
            yield fact.label

    def _listing(self, line: Audience) -> Workflow:
        """The workflow whose cases list those whom the line means."""
        flow = self.reading.workflow
        link = flow.links.get(line.of or "")
        there = self.release.workflow(link.to) if link else flow
        return there if line.roles or there.participants_in else flow
