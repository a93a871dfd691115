"""Where the database is: which file, or which server, and how to say so without a password."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

_SQLITE = "sqlite:///"


def sqlite_file(url: str) -> Path | None:
    """The file of an SQLite database; None for a database that is a server's."""
    if not url.startswith(_SQLITE):
        return None
    return Path(url.removeprefix(_SQLITE).partition("?")[0])


def shown(url: str) -> str:
    """The database as people are told of it: its file, or its server without user and password."""
    server = urlsplit(url)
    return str(sqlite_file(url) or f"{server.scheme}://{server.hostname or ''}{server.path}")
