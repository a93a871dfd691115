"""The command line on a PostgreSQL server: the same commands and answers as on a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.calling import caseward
from cli.conftest import settle
from cli.lending import NINE, TWELVE, happened, histories, lent, people
from databases import Databases, Server, by_hand, on_postgresql, with_clock_in_2030, without_rules
from workflow.clock import system_clock


@pytest.fixture
def url(
    databases: Databases, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> str:
    """The address of an empty database that commands work on from now."""
    settle(monkeypatch, tmp_path, library / "lending")
    url = databases.empty()
    monkeypatch.setenv("CASEWARD_DATABASE_URL", url)
    return url


@on_postgresql
def test_a_life_on_a_server(url: str, tmp_path: Path) -> None:
    file = tmp_path / "histories.csv"
    returned = {"returned_on": TWELVE, "condition": "good"}
    rows = histories(
        lent("L-1"), lent("L-2", time="16:01"), happened("L-2", "return_book", TWELVE, **returned)
    )
    file.write_text(rows, "utf-8")

    assert "caseward init" in caseward("import", file).err
    assert caseward("init").lines == [
        "Created postgresql+psycopg:///" + url.partition("?")[0].rpartition("/")[2]
        + " and published release 1."
    ]  # fmt: skip
    assert "3 landed in 2 cases" in caseward("import", file).out
    assert "0 landed in 0 cases, 3 already there" in caseward("import", file).out
    assert caseward("person", "import", people(tmp_path)).code == 0
    assert "L-1" in caseward("due").out

    renewed = ("do", "L-1", "renew", "--by", "rita", "--fact", f"renewed_on={NINE}")
    assert caseward(*renewed, "--command-id", "form-1").code == 0
    assert "This was done before" in caseward(*renewed, "--command-id", "form-1").out
    assert caseward("verify").lines == ["2 fine"]


@on_postgresql
def test_a_changed_byte_is_found_on_a_server(url: str, tmp_path: Path) -> None:
    file = tmp_path / "histories.csv"
    file.write_text(histories(lent("L-1"), lent("L-2", time="16:01")), "utf-8")
    assert caseward("init").code == 0
    assert caseward("import", file).code == 0
    with by_hand(url) as tool:
        without_rules(tool)
        tool.exec_driver_sql(
            "UPDATE payload SET facts = replace(facts, '03', '04') WHERE case_id ="
            " (SELECT case_id FROM \"case\" WHERE ref = 'L-2')"
        )

    answer = caseward("verify")

    assert answer.code == 1
    assert "1 fine, 1 tampered" in answer.lines


@on_postgresql
def test_a_row_is_recorded_at_the_time_of_the_server(url: str, tmp_path: Path) -> None:
    assert caseward("init").code == 0
    assert caseward("person", "import", people(tmp_path)).code == 0
    with_clock_in_2030(url)

    lending = ("do", "NEW", "open_case", "--workflow", "loan", "--by", "asha", "--on", NINE)
    facts = ("--fact", "loan_reference=L-1", "--fact", f"lent_on={NINE}")
    assert caseward(*lending, *facts, clock=system_clock).code == 0

    (row,) = caseward("case", "history", "L-1", "--json").json
    assert row["recorded_at"] == "2030-01-01T00:00:00+00:00"


@on_postgresql
def test_doctor_tells_of_a_machine_whose_clock_differs_from_the_server(url: str) -> None:
    assert caseward("init").code == 0
    with_clock_in_2030(url)

    answer = caseward("doctor", "--json", clock=system_clock)

    found = {look["what"]: look["mend"] for look in answer.json}
    assert found["clock"] == "set the clock of this machine by a time server"


@on_postgresql
def test_doctor_looks_at_the_rest_while_the_server_is_away(url: str, server: Server) -> None:
    assert caseward("init").code == 0
    server.stop()
    try:
        answer = caseward("doctor", "--json", clock=system_clock)
    finally:
        server.start()

    found = {look["what"]: look["mend"] for look in answer.json}
    assert "does not answer" in found["database"]
    assert found["calendar"] == found["definitions"] == ""
