"""Where the database is: which file, or which server, and how to say so without a password."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import SplitResult, parse_qs, urlsplit

_SQLITE = "sqlite:///"


def sqlite_file(url: str) -> Path | None:
    """The file of an SQLite database; None for a database that is a server's."""
    if not url.startswith(_SQLITE):
        return None
    return Path(url.removeprefix(_SQLITE).partition("?")[0])


def shown(url: str) -> str:
    """The database as people are told of it: its file, or its servers without user and password."""
    server = urlsplit(url)
    return str(sqlite_file(url) or f"{server.scheme}://{_hosts(server)}{server.path}")


def with_hosts_apart(url: str) -> str:
    """The address with several servers after its name (`/NAME?host=A:5432&host=B`).

    PostgreSQL itself writes them before it (`A:5432,B/NAME`), which our driver takes for one host
    with a strange port. An address of one server comes back as it is.
    """
    server = urlsplit(url)
    user, at, hosts = server.netloc.rpartition("@")
    if "," not in hosts:
        return url
    many = "&".join(f"host={host}" for host in hosts.split(","))
    query = f"{many}&{server.query}" if server.query else many
    return f"{server.scheme}://{user}{at}{server.path}?{query}"


def _hosts(server: SplitResult) -> str:
    """As they were written; a socket on this machine is no host."""
    hosts = server.netloc.rpartition("@")[2].split(",")
    hosts += ",".join(parse_qs(server.query).get("host", [])).split(",")
    return ",".join(host for host in hosts if host and not host.startswith("/"))
