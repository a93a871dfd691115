"""The clock, the environment and the commit each have one place in the code."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from house.rules import (
    PACKAGES,
    Sources,
    clock_reads,
    commits,
    committing_blocks,
    environment_reads,
    sources,
)


def found_in(files: Sources, rule: Callable[[str], list[int]]) -> dict[str, list[int]]:
    return {path: lines for path, text in files.items() if (lines := rule(text))}


def test_the_clock_is_read_in_one_module() -> None:
    found = found_in(sources(*PACKAGES), clock_reads)

    assert found.keys() <= {"workflow/clock.py"}, found


def test_the_environment_is_read_in_one_module() -> None:
    found = found_in(sources(*PACKAGES), environment_reads)

    assert found.keys() <= {"workflow/settings.py"}, found


def test_the_commit_is_written_in_one_module_of_the_store() -> None:
    found = found_in(sources(*PACKAGES), commits)

    assert len(found) <= 1, found
    assert all(path.startswith("workflow/store/") for path in found), found


def test_only_the_store_opens_a_block_that_commits_at_its_end() -> None:
    found = found_in(sources(*PACKAGES), committing_blocks)

    assert all(path.startswith("workflow/store/") for path in found), found


@pytest.mark.parametrize(
    "code",
    [
        "from datetime import datetime\nnow = datetime.now(UTC)",
        "from datetime import datetime as moment\nnow = moment.utcnow()",
        "import datetime\ntoday = datetime.date.today()",
        "import datetime as dt\nnow = dt.datetime.now(dt.UTC)",
        "from datetime import datetime\nfield(default_factory=datetime.now)",
        "import time\nseconds = time.time()",
        "from time import time_ns\nstamp = time_ns()",
    ],
)
def test_reading_the_clock_is_found_however_it_was_imported(code: str) -> None:
    assert clock_reads(code) == [2]


def test_a_time_that_is_passed_in_and_a_measured_length_are_no_clock() -> None:
    code = """
import time
from datetime import datetime, time as time_of_day
def late(now: datetime) -> bool:
    begun = time.monotonic()
    return now > datetime.combine(now.date(), time_of_day(7))
"""

    assert clock_reads(code) == []


@pytest.mark.parametrize(
    "code",
    [
        "import os\nurl = os.environ['URL']",
        "import os\nurl = os.getenv('URL')",
        "from os import environ\nurl = environ.get('URL')",
        "import typer\nurl = typer.Option(envvar='URL')",
        "\nfrom pydantic_settings import BaseSettings",
        "\nimport pydantic_settings",
    ],
)
def test_reading_the_environment_is_found(code: str) -> None:
    assert environment_reads(code) == [2]


def test_other_uses_of_the_operating_system_do_not_read_the_environment() -> None:
    assert environment_reads("import os\nhere = os.getpid()\nenviron = {}\nenviron.get('x')") == []


@pytest.mark.parametrize(
    "code",
    [
        "session.commit()",
        "connection.cursor.connection.commit()",
        "finish = session.commit",
        "cursor.execute('COMMIT')",
        "cursor.execute('commit;')",
    ],
)
def test_a_commit_is_found(code: str) -> None:
    assert commits(code) == [1]


def test_speaking_of_a_commit_is_not_committing() -> None:
    assert commits('"""One commit. Any exception: nothing happened."""\ncommitted = True') == []


@pytest.mark.parametrize("block", ["engine.begin()", "session.begin() as transaction"])
def test_a_block_that_commits_at_its_end_is_found(block: str) -> None:
    assert committing_blocks(f"with {block}:\n    pass") == [1]


def test_a_session_that_is_only_closed_at_its_end_does_not_commit() -> None:
    assert committing_blocks("with Session(engine) as session:\n    session.begin()") == []
