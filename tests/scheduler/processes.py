"""Processes of their own for tests of the clock: `caseward worker`, and modules that are run."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import ModuleType

CASEWARD = "import sys; from workflow.cli import main; sys.exit(main())"
_SLOW = [
    *("pytest", "psycopg", "aiosmtpd.controller", "httpx", "workflow.store.database"),
    *("workflow.scheduler.tick", "workflow.scheduler.dispatch", "workflow.engine.webhooks"),
    *("notifications.channels.smtp", "notifications.channels.webhook"),
]
"""What takes longest to import; found without the paths that pytest adds."""

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def worker(
    url: str, folder: Path, *words: str, command: str = "worker"
) -> Iterator[subprocess.Popen[str]]:
    """`caseward worker`, or another command that goes on, on that database and the process of that
    folder; killed if a test leaves it running.
    """
    with subprocess.Popen(
        [sys.executable, "-c", CASEWARD, command, *words],
        env=_environment() | _settings(url, folder),
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def caseward(url: str, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A command on that database and the process of that folder, carried out to its end."""
    return subprocess.run(
        [sys.executable, "-c", CASEWARD, *words],
        env=_environment() | _settings(url, folder),
        capture_output=True,
        text=True,
    )


def line(process: subprocess.Popen[str]) -> str:
    """The next line that it says."""
    assert process.stderr is not None
    return process.stderr.readline()


def started(
    module: ModuleType, *words: object, first: Callable[[], None] | None = None
) -> subprocess.Popen[str]:
    """A module run as a program, with what it says kept. `first` is done in it before."""
    return subprocess.Popen(
        [sys.executable, str(module.__file__), *map(str, words)],
        env=_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=first,
    )


def forked(work: Callable[..., None], *given: object) -> BaseProcess:
    """A function run in a process of its own, forked from one that has imported it already: to
    start Python anew takes longer than what most of them do.
    """
    server = get_context("forkserver")
    server.set_forkserver_preload(_SLOW)
    process = server.Process(target=work, args=tuple(map(str, given)))
    process.start()
    return process


def ended(work: Callable[..., None], *given: object) -> int | None:
    """How such a process ended, within two minutes."""
    process = forked(work, *given)
    process.join(120)
    return process.exitcode


def _settings(url: str, folder: Path) -> dict[str, str]:
    return {
        "CASEWARD_DATABASE_URL": url,
        "CASEWARD_DEFINITIONS": str(folder / "process"),
        "CASEWARD_AUTHORITY": "841",
    }


def _environment() -> dict[str, str]:
    path = [str(ROOT), str(ROOT / "tests"), *filter(None, sys.path)]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path)}
