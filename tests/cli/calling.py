"""Call the command line as a person does, on a Monday in March, and see what it answers."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

from days import at
from workflow.cli import main
from workflow.clock import Clock


@dataclass(frozen=True)
class Answer:
    """What a command came to."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on stdout."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        """Lines of the answer, with single spaces and without colours."""
        return [" ".join(line.split()) for line in self.shown.splitlines() if line.strip()]

    @property
    def shown(self) -> str:
        """The answer without its colours."""
        return re.sub("\x1b\\[[0-9;]*m", "", self.out)


class Terminal(StringIO):
    """A stream that a person reads."""

    def isatty(self) -> bool:
        return True


def monday_morning() -> datetime:
    """The moment at which commands are given."""
    return at("Mon 16 Mar 2026 09:00")


def caseward(*words: str | Path, clock: Clock = monday_morning, terminal: bool = False) -> Answer:
    """Run a command."""
    kind = Terminal if terminal else StringIO
    with redirect_stdout(kind()) as out, redirect_stderr(kind()) as err:
        code = main([str(word) for word in words], clock=clock)
    return Answer(code, out.getvalue(), err.getvalue())


def everything_in(file: Path) -> list[str]:
    """The whole content of a database, as SQL: equal before and after means unchanged."""
    if not file.exists():
        return []
    with closing(sqlite3.connect(file)) as connection:
        return list(connection.iterdump())
