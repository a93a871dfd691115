"""Bad input gets a sentence that says how to mend it, an exit code, and changes nothing."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from cli.calling import Answer, caseward, everything_in
from cli.conftest import settle
from cli.lending import HEADER, TEN, definitions, happened, histories, inspected, lent, people
from rights import as_somebody_without_rights
from rights import shelf as shelf
from workflow.app import compose
from workflow.cli.program import exit_code, sentence
from workflow.errors import DatabaseBusy
from workflow.settings import Settings
from workflow.store.holder import hold

BY = ("--by", "asha")


def refused(database: Path, *words: str | Path) -> Answer:
    """The answer to a command that must leave the database as it is, and print no answer."""
    before = everything_in(database)
    answer = caseward(*words)
    assert everything_in(database) == before
    assert answer.out == ""
    assert "Traceback" not in answer.err
    return answer


# -- steps -----------------------------------------------------------------------------------------


def test_an_unknown_event_names_the_nearest(database: Path) -> None:
    answer = refused(database, "do", "L-1", "return_bok", *BY)

    assert answer.code == 1
    assert answer.err == "There is no event `return_bok`; did you mean `return_book`?\n"


def test_an_event_that_is_not_open_here_names_those_that_are(database: Path) -> None:
    answer = refused(database, "do", "L-1", "repair_book", "--by", "hal", "--role", "head")

    assert answer.code == 1
    assert answer.err == (
        "`repair_book` is not open while the case is: Lent out. Open here: renew, return_book.\n"
    )


def test_an_event_that_was_open_on_its_date_is_offered_as_late(database: Path) -> None:
    renewed = ("do", "L-2", "renew", *BY, "--fact", f"renewed_on={TEN}")

    answer = refused(database, *renewed)

    assert answer.code == 1
    assert "It was open on the day it happened: record it with --late." in answer.err
    assert caseward(*renewed, "--late").code == 0
    assert caseward("verify").code == 0


def test_a_missing_fact_is_named_with_its_label(database: Path) -> None:
    answer = refused(database, "do", "L-1", "return_book", *BY, "--fact", f"returned_on={TEN}")

    assert answer.code == 1
    assert answer.err == "`return_book` also needs `condition` (Condition).\n"


def test_all_that_is_wrong_with_a_step_is_told_at_once(database: Path) -> None:
    answer = refused(database, "do", "L-1", "return_book", *BY, "--fact", "returned_on=10/3")

    assert [line.partition(" (")[0] for line in answer.err.splitlines()] == [
        "`returned_on`",
        "`return_book` also needs `condition`",
    ]


@pytest.mark.parametrize(
    ("fact", "mend"),
    [
        ("returned_on=10/3/2026", "must be a date that exists, such as 2026-03-02"),
        ("returned_on=2026-02-30", "must be a date that exists"),
        ("condition=goood", "must be one of good, damaged; did you mean `good`?"),
        ("pages_missing=some", "must be a number"),
        ("colour=red", "this event does not take the fact `colour`"),
    ],
)
def test_a_wrongly_typed_fact_says_how_to_write_it(database: Path, fact: str, mend: str) -> None:
    given = [f"returned_on={TEN}", "condition=good"]
    given = [each for each in given if each.partition("=")[0] != fact.partition("=")[0]]
    facts = [word for each in [*given, fact] for word in ("--fact", each)]

    answer = refused(database, "do", "L-1", "return_book", *BY, *facts)

    assert answer.code == 1
    assert mend.lower() in answer.err.lower()
    assert fact.partition("=")[2] not in answer.err or "colour" in fact


def test_a_fact_without_an_equals_sign_is_wrong_use(database: Path) -> None:
    answer = refused(database, "do", "L-1", "renew", *BY, "--fact", "renewed_on")

    assert answer.code == 2
    assert "--fact NAME=VALUE" in answer.err


def test_json_that_cannot_be_read_is_wrong_use(database: Path) -> None:
    answer = refused(database, "do", "L-1", "renew", *BY, "--fact", "renewed_on={day: 1}")

    assert answer.code == 2
    assert "put it in single quotes" in answer.err


def test_a_guard_that_finds_no_way_tells_the_conditions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gap = ("condition == 'damaged'", "condition == 'damaged' and pages_missing > 3")
    definitions(tmp_path, [gap])
    settle(monkeypatch, tmp_path)
    database = tmp_path / "caseward.db"
    app = compose(Settings.read())
    app.initialise()  # `caseward init` would refuse it: the check finds the gap
    app.store.close()
    assert caseward("person", "import", people(tmp_path)).code == 0
    opened = ("--workflow", "loan", "--fact", "loan_reference=L-1", "--fact", f"lent_on={TEN}")
    assert caseward("do", "NEW", "open_case", *BY, *opened).code == 0

    facts = ("--fact", f"returned_on={TEN}", "--fact", "condition=damaged")
    answer = refused(database, "do", "L-1", "return_book", *BY, *facts)

    assert answer.code == 1
    assert answer.err.startswith("No way of `return_book` fits these facts; the conditions are:")
    assert "pages_missing > 3" in answer.err
    assert caseward("check").code == 1


def test_a_date_in_the_future_is_refused(database: Path) -> None:
    answer = refused(database, "do", "L-1", "renew", *BY, "--fact", "renewed_on=2026-03-17")

    assert answer.code == 1
    assert answer.err == (
        "Tue 17 Mar 2026 is in the future: this is recorded on Mon 16 Mar 2026;"
        " record it once it has happened.\n"
    )


def test_a_date_before_the_case_began_is_refused(database: Path) -> None:
    answer = refused(database, "do", "L-1", "renew", *BY, "--fact", "renewed_on=2025-03-10")

    assert answer.code == 1
    assert "is before the case began, Mon 9 Mar 2026; look at the year" in answer.err


def test_a_day_that_does_not_exist_is_wrong_use(database: Path) -> None:
    answer = refused(database, "do", "L-1", "renew", *BY, "--on", "2026-02-30")

    assert answer.code == 2
    assert answer.err == "--on must be a date that exists, such as 2026-03-02.\n"


def test_a_person_without_the_role_is_refused(database: Path) -> None:
    facts = ("--fact", f"returned_on={TEN}", "--fact", "condition=good")
    without = refused(database, "do", "L-1", "return_book", "--by", "rita", *facts)
    claimed = refused(
        database, "do", "L-1", "return_book", "--by", "rita", "--role", "librarian", *facts
    )

    assert (without.code, claimed.code) == (1, 1)
    assert without.err == "This is for: librarian, head; not for `rita`.\n"
    assert claimed.err == "`rita` does not have the role `librarian`; roles: reader.\n"


def test_a_person_with_two_roles_that_fit_is_asked_which(database: Path) -> None:
    facts = ("--fact", f"returned_on={TEN}", "--fact", "condition=good")
    answer = refused(database, "do", "L-1", "return_book", "--by", "hal", *facts)

    assert answer.code == 1
    assert answer.err == "Say which role with --role: head or librarian.\n"


def test_an_unknown_person_is_refused_with_the_nearest_name(database: Path) -> None:
    answer = refused(database, "do", "L-1", "renew", "--by", "ash")

    assert answer.code == 1
    assert answer.err == "There is no person `ash`; did you mean `asha`?\n"


def test_the_same_command_twice_is_done_once(database: Path) -> None:
    command = ("do", "L-1", "renew", *BY, "--fact", f"renewed_on={TEN}", "--command-id", "form-7")
    assert caseward(*command).code == 0
    before = everything_in(database)

    again = caseward(*command)

    assert again.code == 0
    assert again.out == "This was done before, as row 3; nothing was changed.\n"
    assert everything_in(database) == before


def test_the_same_command_id_with_other_facts_is_refused(database: Path) -> None:
    command = ("do", "L-1", "renew", *BY, "--command-id", "form-7", "--fact")
    assert caseward(*command, f"renewed_on={TEN}").code == 0

    answer = refused(database, *command, "renewed_on=2026-03-11")

    assert answer.code == 1
    assert answer.err == (
        "The command id was used before, for another event of L-1; use a new one.\n"
    )


def test_a_stale_revision_is_refused(database: Path) -> None:
    command = ("do", "L-1", "renew", *BY, "--fact", f"renewed_on={TEN}", "--revision")

    answer = refused(database, *command, "1")

    assert answer.code == 1
    assert "L-1 has changed since you looked (it is at 2, you saw 1); look again" in answer.err
    assert caseward(*command, "2").code == 0


def test_an_unknown_case_is_refused(database: Path) -> None:
    answer = refused(database, "do", "L-9", "renew", *BY, "--fact", f"renewed_on={TEN}")

    assert answer.code == 1
    assert answer.err == "There is no case L-9; `caseward case list` shows those there are.\n"


def test_a_tie_is_not_made_by_hand(database: Path) -> None:
    facts = ("--fact", "link=inspected_by", "--fact", "case=I-9")
    answer = refused(database, "do", "L-1", "link", *BY, *facts)

    assert answer.code == 1
    assert answer.err == "`link` is told by a linked case; name L-1 there.\n"


# -- histories files -------------------------------------------------------------------------------

GOES_BACK = happened("L-9", "renew", TEN, recorded="2026-03-08T16:00:00+00:00", renewed_on=TEN)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (
            histories(lent("L-9")).replace("recorded_at,", "recorded,").encode(),
            f"histories.csv has no column recorded_at; its first row must be: {HEADER}",
        ),
        (
            histories(("L-9", "loan", "", "open_case", "9 March", "", "asha", "", {})).encode(),
            "histories.csv, row 2: `occurred_on` must be a date that exists, such as 2026-03-02",
        ),
        (
            f"{HEADER}\nL-9,loan,,open_case,2026-03-09\n".encode(),
            "histories.csv, row 2: it has fewer than the columns of the header",
        ),
        (
            histories(("L-9", "loan", "", "open_case", TEN, "", "asha", "", "no json")).encode(),
            "histories.csv, row 2: `facts` must be a JSON object",
        ),
        (
            histories(lent("Łódź")).encode("iso8859-2"),
            "histories.csv is not UTF-8 (byte 70 cannot be read); save it as UTF-8",
        ),
        (
            histories(lent("L-9"), GOES_BACK).encode(),
            "histories.csv, row 3: `recorded_at` goes back before the row above of this case",
        ),
    ],
    ids=["header", "date", "columns", "facts", "encoding", "recorded_at"],
)
def test_a_bad_file_of_histories_is_refused_whole(
    database: Path, tmp_path: Path, content: bytes, told: str
) -> None:
    file = tmp_path / "histories.csv"
    file.write_bytes(content)

    answer = refused(database, "import", file)

    assert answer.code == 2
    assert told in answer.err


def test_a_bad_file_makes_no_database(nowhere: Path, tmp_path: Path) -> None:
    answer = refused(nowhere, "import", tmp_path / "histories.csv")

    assert answer.code == 2
    assert "there is no file" in answer.err.lower()
    assert not nowhere.exists()


def test_a_group_that_names_an_unknown_case_is_refused_and_the_rest_lands(
    database: Path, tmp_path: Path
) -> None:
    file = tmp_path / "histories.csv"
    rows = lent("L-7"), lent("L-8"), inspected("I-9", "L-8", "L-404")
    file.write_text(histories(*rows), "utf-8")

    answer = caseward("import", file, "--json")

    assert answer.code == 1
    assert answer.json["landed"] == 1
    (group,) = answer.json["refused"]
    assert (group["row"], group["case"], group["event"]) == (4, "I-9", "open_case")
    assert group["reason"].startswith("there is no case L-404")
    assert group["cases"] == ["L-8", "I-9"]
    assert answer.err.startswith("1 group of cases was refused; mend the rows named above")
    listed = [line["case"] for line in caseward("case", "list", "--json").json]
    assert "L-7" in listed
    assert "L-8" not in listed


def test_an_impossible_history_alone_changes_nothing(database: Path, tmp_path: Path) -> None:
    file = tmp_path / "histories.csv"
    file.write_text(histories(lent("L-8"), inspected("I-9", "L-8", "L-404")), "utf-8")
    before = everything_in(database)

    answer = caseward("import", file)

    assert answer.code == 1
    assert "I-9" in answer.out
    assert everything_in(database) == before


# -- definitions -----------------------------------------------------------------------------------


def test_a_typo_in_a_key_is_told_with_its_line_and_the_right_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    process = definitions(tmp_path, [("title: Lent out", "titel: Lent out")])
    settle(monkeypatch, tmp_path)
    database = tmp_path / "caseward.db"

    answer = refused(database, "init")
    checked = caseward("check", process)

    assert (answer.code, checked.code) == (1, 1)
    assert "loan.yaml:" in answer.err
    assert "`titel`" in answer.err
    assert "title" in answer.err
    assert checked.out.splitlines()[0].startswith(f"{process / 'loan.yaml'}:")
    assert not database.exists()


# -- the database ----------------------------------------------------------------------------------


COMMANDS = (
    ("due",),
    ("verify",),
    ("case", "list"),
    ("do", "L-1", "renew", *BY, "--fact", f"renewed_on={TEN}"),
    ("correct", "L-1", "1", *BY, "--reason", "Typing error", "--on", TEN),
)


@pytest.mark.parametrize("words", COMMANDS, ids=[words[0] for words in COMMANDS])
def test_without_a_database_every_command_says_how_to_make_one(
    nowhere: Path, words: tuple[str, ...]
) -> None:
    answer = refused(nowhere, *words)

    assert answer.code == 3
    assert f"There is no database at {nowhere}. Run `caseward init` to make one" in answer.err
    assert not nowhere.exists()


@pytest.mark.parametrize(
    "words", [*COMMANDS, ("init",)], ids=[w[0] for w in [*COMMANDS, ("init",)]]
)
def test_a_database_of_a_newer_version_is_left_alone(
    database: Path, words: tuple[str, ...]
) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")

    answer = refused(database, *words)

    assert answer.code == 3
    assert "was made by a newer version of caseward. Install that version" in answer.err


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="this system has other file rights")
def test_a_read_only_disk_says_which_right_is_needed(
    database: Path, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = shelf / "caseward.db"
    shutil.copy(database, file)
    shutil.copytree(os.environ["CASEWARD_DEFINITIONS"], shelf / "lending")
    settle(monkeypatch, shelf)
    before = file.read_bytes()
    file.chmod(0o444)
    shelf.chmod(0o555)

    with as_somebody_without_rights():
        answer = caseward("do", "L-1", "renew", *BY, "--fact", f"renewed_on={TEN}")

    assert answer.code == 3
    assert f"The database {file} cannot be written." in answer.err
    assert "give this user the right to write" in answer.err
    assert file.read_bytes() == before


def test_commands_work_beside_a_server_and_a_second_server_is_refused(database: Path) -> None:
    url = f"sqlite:///{database}"
    with hold(url):
        assert caseward("due").code == 0
        with pytest.raises(DatabaseBusy) as busy, hold(url):
            raise AssertionError("a second server began")

    assert exit_code(busy.value) == 3
    assert "stop that one first, or use PostgreSQL." in sentence(busy.value)


def test_a_setting_that_cannot_be_used_is_wrong_use(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASEWARD_AUTHORITY", "Darlington")

    answer = refused(database, "due")

    assert answer.code == 2
    assert answer.err.startswith("CASEWARD_AUTHORITY is not the code of an English local authority")


# -- faults of ours --------------------------------------------------------------------------------


def test_a_fault_of_ours_is_one_sentence_without_facts_or_traceback(database: Path) -> None:
    def broken() -> datetime:
        raise KeyError("Asha Rao")

    answer = caseward("due", clock=broken)
    shown = caseward("due", "--traceback", clock=broken)

    assert (answer.code, shown.code) == (3, 3)
    assert answer.err.startswith("Something went wrong in caseward itself (KeyError);")
    assert "Asha" not in answer.err
    assert "Traceback" in shown.err
