"""A primary of PostgreSQL and its synchronous standby, on ports of their own of the loopback.

It takes the PostgreSQL of the system (apt: `postgresql`), the newest that is there. That refuses to
run for root: then it is run as the user `postgres`, who comes with it.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from pathlib import Path
from typing import IO, Any

import psycopg
import pytest

from waiting import wait_until

_DEBIAN = Path("/usr/lib/postgresql")
_USER = "postgres" if os.geteuid() == 0 else None
_SETTINGS = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
fsync = off  # what a process wrote outlives it, and no power is cut here
synchronous_commit = on
shared_buffers = 32MB
"""


class Node:
    """One server, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, _free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Run it, and wait until it answers."""
        port = ("-c", f"port={self.port}")
        with self.folder.with_suffix(".log").open("ab") as log:
            self._process = _begun(log, "postgres", "-D", str(self.folder), *port)
        wait_until(self._answers)

    def asked(self, question: str) -> Any:
        """The first value of the answer."""
        address = f"host=127.0.0.1 port={self.port} user=postgres dbname=postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            answer = connection.execute(question)
            row = answer.fetchone() if answer.description else None
        return row[0] if row else None

    def signal(self, number: signal.Signals) -> None:
        """To all of its processes at once, so that none of them can do anything about another."""
        assert self._process is not None
        first = self._process.pid
        os.kill(first, signal.SIGSTOP)  # it begins no more
        others = Path(f"/proc/{first}/task/{first}/children").read_text("ascii").split()
        for process in (*map(int, others), first):
            os.kill(process, number)

    def kill(self) -> None:
        """End it as a machine ends that loses its power; nothing when it does not run."""
        if self._process is not None:
            self.signal(signal.SIGKILL)
            self._process.wait()
            self._process = None

    def _answers(self) -> bool:
        try:
            return bool(self.asked("SELECT true"))
        except psycopg.OperationalError:
            return False


class Pair:
    """A primary whose commits wait for the standby, with an empty database `caseward`."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="caseward-"))
        if _USER:
            shutil.chown(self._folder, _USER)
        self.primary, self.standby = Node(self._folder / "a"), Node(self._folder / "b")
        self._make_primary()
        self._make_standby()

    @property
    def url(self) -> str:
        """Both servers, as a program is told of them."""
        hosts = "&".join(f"host=127.0.0.1:{node.port}" for node in (self.primary, self.standby))
        return f"postgresql+psycopg://postgres@/caseward?{hosts}&target_session_attrs=read-write"

    def promote(self) -> None:
        """Make the standby the primary, which from now waits for nobody."""
        assert self.standby.asked("SELECT pg_promote()")

    def close(self) -> None:
        """End both and leave nothing behind."""
        self.primary.kill()
        self.standby.kill()
        shutil.rmtree(self._folder)

    def _make_primary(self) -> None:
        words = ("-U", "postgres", "--auth=trust", "--encoding=UTF8", "--no-sync")
        _done("initdb", "-D", str(self.primary.folder), *words)
        with (self.primary.folder / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.write(_SETTINGS)
        self.primary.start()
        self.primary.asked("CREATE DATABASE caseward")

    def _make_standby(self) -> None:
        server = f"host=127.0.0.1 port={self.primary.port} user=postgres"
        words = ("--write-recovery-conf", "--checkpoint=fast", "--no-sync")
        _done("pg_basebackup", "-D", str(self.standby.folder), "-d", server, *words)
        self.standby.start()
        # Set when the copy is made, so that the standby does not wait for one when it is promoted.
        self.primary.asked("ALTER SYSTEM SET synchronous_standby_names = '*'")
        self.primary.asked("SELECT pg_reload_conf()")
        in_step = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'"
        wait_until(lambda: self.primary.asked(in_step) == 1)


def _done(program: str, *words: str) -> None:
    with tempfile.TemporaryFile() as said:
        ending = _begun(said, program, *words).wait()
        said.seek(0)
        assert ending == 0, said.read().decode()


def _begun(said: IO[bytes], program: str, *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [_found(program), *words],
        cwd="/",
        stdout=said,
        stderr=said,
        user=_USER,
        group=_USER,
        extra_groups=[] if _USER else None,
    )


def _found(program: str) -> str:
    newest = sorted(_DEBIAN.glob(f"*/bin/{program}"), key=lambda file: int(file.parts[-3]))[-1:]
    path = str(newest[0]) if newest else shutil.which(program)
    if path is None:
        pytest.fail(f"{program} is not here: install PostgreSQL (apt: postgresql)")
    return path


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
    return port
