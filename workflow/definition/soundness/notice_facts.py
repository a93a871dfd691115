"""The facts that a notice names, beside those that its guards and its words read."""

from __future__ import annotations

from collections.abc import Iterator

from workflow.definition.notice import Notice
from workflow.definition.problem import Position


def facts_of(notice: Notice) -> Iterator[tuple[str, Position]]:
    """Each fact of the case itself, and where it is named."""
    for line in notice.to:
        for key in ("named_in", "not_in", "kept_to"):
            if (name := getattr(line, key)) is not None:
                yield name, line.at(key)
        for name in () if line.of else line.address.values():
            yield name, line.at("address")
    for name in notice.again_when:
        yield name, notice.at("again_when")
    if notice.meeting is not None:
        for name in filter(None, (notice.meeting.starts, notice.meeting.at)):
            yield name, notice.at("meeting")
