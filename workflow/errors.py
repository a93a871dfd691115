"""One tree of errors. Each has a stable `code` and a sentence that says what to do.

A message never holds a person's name, only references: it may reach a log.
"""

from __future__ import annotations


class CasewardError(Exception):
    """Something that a caller can act on.

    `code` is stable: other people's scripts compare it. The message is for people.
    """

    code = "error"

    def all(self) -> tuple[CasewardError, ...]:
        """This, and what else was found wrong at the same time."""
        return (self,)


class WrongUse(CasewardError):
    """The call itself cannot be right: a missing file, a malformed date (exit code 2)."""

    code = "wrong_use"


class SettingsWrong(WrongUse):
    """An environment variable has a value that cannot be used."""

    code = "settings_wrong"


class Fault(CasewardError):
    """Something of ours or of a server failed; nothing was changed (exit code 3)."""

    code = "fault"


class NoDatabase(Fault):
    """There is no database at the configured place, or it is not ours."""

    code = "no_database"


class DatabaseTooNew(Fault):
    """A newer version of this program made the database; this one must not write to it."""

    code = "database_too_new"


class DatabaseTooOld(Fault):
    """The database was made by an older version and has to be upgraded first."""

    code = "database_too_old"


class DatabaseBusy(Fault):
    """Somebody else holds the database; try again."""

    code = "database_busy"


class DatabaseAway(Fault):
    """The server of the database does not answer; try again."""

    code = "database_away"


class DatabaseReadOnly(Fault):
    """The disk, file or server cannot be written."""

    code = "database_read_only"
