"""With which of its states a part of a workflow begins, by which way it was entered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workflow.definition.bpmn.words import Words
from workflow.definition.wording import quoted


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """One of the states that a part can begin with, and when it does."""

    state: str
    name: str = ""
    when: str = ""
    otherwise: bool = False


class Entries:
    """Every way of a workflow, asked for those that lead into a part from outside."""

    def __init__(self, words: Words) -> None:
        self.words, self.workflow = words, words.workflow
        steps = (self.workflow.opening, *self.workflow.steps)
        self._ways = [(s.state, s.title, way.to) for s in steps for way in s.ways if way.to]

    def of(self, place: str) -> tuple[Door, ...]:
        """The doors of a part: those that a step leads through, then where it begins by itself."""
        return (*self._led_to(place), *self._by_itself(place))

    def _led_to(self, place: str) -> Iterator[Door]:
        titles: dict[str, dict[str, None]] = {}
        for source, title, target in self._ways:
            inside = source and place in self.workflow.ancestry(source)[1:]
            around = self.workflow.ancestry(target)
            if not inside and place in around[1:]:
                first = around[around.index(place) - 1]
                titles.setdefault(first, {})[title] = None
        usual = self.workflow.states[place].initial
        for state, found in titles.items():
            if state != usual:
                yield Door(state=state, name=f"after {', '.join(map(quoted, found))}")

    def _by_itself(self, place: str) -> Iterator[Door]:
        state = self.workflow.states[place]
        if state.initial:
            yield Door(state=state.initial, name="otherwise", otherwise=True)
        for way in state.starts:
            if way.to is not None:
                name = self.words.way(way)
                when = str(way.when) if way.when else ""
                yield Door(state=way.to, name=name, when=when, otherwise=way.when is None)
