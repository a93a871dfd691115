"""Where the database is: which file, or which server, and how to say so without a password."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import make_url


def sqlite_file(url: str) -> Path | None:
    """The file of an SQLite database; None for a database that is a server's."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return None
    return Path(parsed.database or "")


def shown(url: str) -> str:
    """The database as people are told of it: its file, or its address without the password."""
    file = sqlite_file(url)
    return str(file) if file else make_url(url).render_as_string(hide_password=True)
