"""How many questions the database is asked while something is done."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Engine, event


def questions(do: Callable[[], object]) -> int:
    """The questions that are asked meanwhile, of every database of this process."""
    asked: list[str] = []

    def count(_: object, __: object, statement: str, *___: object) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", count)
    try:
        do()
    finally:
        event.remove(Engine, "before_cursor_execute", count)
    return len(asked)
