"""init, check, person, import, diagram: what a new installation begins with."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from cli.calling import caseward, everything_in
from cli.conftest import settle
from cli.lending import definitions, histories, lent, people


def test_help_loads_no_database(tmp_path: Path) -> None:
    script = (
        "import sys; from workflow.cli import main; main(['--help']);"
        "sys.exit(any(name in sys.modules for name in ('sqlalchemy', 'statemachine', 'yaml')))"
    )

    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True)

    assert done.returncode == 0
    assert b"correct" in done.stdout


def test_every_command_explains_itself() -> None:
    listed = caseward("--help").out.partition("Commands:")[2].split("\n  ")

    names = [line.split()[0] for line in listed if line.strip()]
    assert {"init", "check", "do", "due", "migrate", "verify"} <= set(names)
    assert all("Usage: caseward" in caseward(name, "--help").out for name in names)


@pytest.mark.parametrize("words", [("duee",), ("due", "L-1", "L-2"), ("correct", "L-1", "x")])
def test_words_that_no_command_knows_are_wrong_use(words: tuple[str, ...]) -> None:
    answer = caseward(*words)

    assert answer.code == 2
    assert answer.out == ""
    assert "Error:" in answer.err


def test_the_version_is_that_of_the_installed_program() -> None:
    answer = caseward("--version")

    assert (answer.code, answer.out) == (0, f"caseward {version('caseward')}\n")


# -- init ------------------------------------------------------------------------------------------


def test_init_creates_the_database_and_publishes_once(nowhere: Path) -> None:
    first, second = caseward("init"), caseward("init")

    assert first.out == f"Created {nowhere} and published release 1.\n"
    assert second.out == (
        f"Found {nowhere} and published nothing: the definitions have not changed.\n"
    )


def test_init_check_only_says_what_would_be_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    definitions(tmp_path)
    settle(monkeypatch, tmp_path)
    database = tmp_path / "caseward.db"

    missing = caseward("init", "--check")
    assert (missing.code, missing.out) == (1, "")
    assert missing.err == f"There is no database at {database}; `caseward init` makes it.\n"
    assert not database.exists()

    caseward("init")
    assert caseward("init", "--check").out == f"{database} is ready: nothing to be done.\n"

    definitions(tmp_path, [("10 working days", "15 working days")])
    before = everything_in(database)
    changed = caseward("init", "--check")
    assert changed.code == 1
    assert changed.err == (
        "Definitions have changed (without a policy); `caseward init` publishes them.\n"
    )
    assert everything_in(database) == before


@pytest.mark.parametrize("words", [("init",), ("init", "--check"), ("check",)])
@pytest.mark.parametrize(
    ("policies", "mend"), [((), "leave it out: it has none"), (("town",), "use one of: town")]
)
def test_a_policy_that_is_not_there_is_refused_before_anything_is_done(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    policies: tuple[str, ...],
    mend: str,
) -> None:
    folder = definitions(tmp_path) / "policies"
    folder.mkdir()
    for policy in policies:
        (folder / f"{policy}.yaml").write_text(
            f"policy: {policy}\nof: lending\ntitle: The town\n", "utf-8"
        )
    settle(monkeypatch, tmp_path)
    monkeypatch.setenv("CASEWARD_POLICY", "atlantis")

    answer = caseward(*words)

    assert (answer.code, answer.out) == (2, "")
    assert answer.err == f"CASEWARD_POLICY is no policy of lending: atlantis; {mend}.\n"
    assert not (tmp_path / "caseward.db").exists()


# -- check -----------------------------------------------------------------------------------------


def test_check_finds_nothing_wrong_with_a_sound_process(nowhere: Path) -> None:
    assert caseward("check").out == "No problems found.\n"
    assert caseward("check", "--json").json == []
    assert not nowhere.exists()


def test_check_tells_every_problem_as_a_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    process = definitions(
        tmp_path, [("role: head", "role: boss"), ("of: renewed_on", "of: renewd_on")]
    )
    settle(monkeypatch, tmp_path)

    answer = caseward("check", process, "--json")

    assert answer.code == 1
    assert answer.err == "2 errors to be mended.\n"
    assert {problem["code"] for problem in answer.json} == {"unknown_role", "due_anchor_unknown"}
    for problem in answer.json:
        assert list(problem) == ["file", "line", "severity", "code", "where", "what", "mend"]
        assert problem["file"] == str(process / "loan.yaml")
    assert caseward("check", process / "loan.yaml").code == 1


def test_check_of_a_folder_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    assert caseward("check", tmp_path / "nowhere").code == 2


# -- people ----------------------------------------------------------------------------------------


def test_people_are_listed_as_the_file_has_them(database: Path) -> None:
    assert caseward("person", "list").lines == [
        "person name roles team manager away",
        "asha Asha Rao librarian Desk hal",
        "hal Hal Berg head, librarian Desk",
        "rita Rita Moss reader Mon 2 Mar 2026 to Fri 6 Mar 2026",
    ]
    assert [person["person"] for person in caseward("person", "list", "--json").json] == [
        "asha",
        "hal",
        "rita",
    ]


def test_a_file_of_people_replaces_those_who_were_known(database: Path, tmp_path: Path) -> None:
    file = people(tmp_path)
    file.write_text("\n".join(file.read_text("utf-8").splitlines()[:3]), "utf-8")

    answer = caseward("person", "import", file)

    assert answer.out == "2 people are known now.\n"
    assert answer.err == "No longer known, as they are not in the file: rita.\n"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("team,manager", "team,boss", "people.csv has no column manager"),
        ("librarian,Desk,hal", "libarian,Desk,hal", "did you mean `librarian`?"),
        ("Desk,hal", "Desk,hall", "the manager of `asha` is not in the file; did you mean `hal`?"),
        ("2026-03-06", "6 March", "a date of absence must be written as 2026-03-02"),
    ],
    ids=["header", "role", "manager", "date"],
)
def test_a_bad_file_of_people_changes_nobody(
    database: Path, tmp_path: Path, old: str, new: str, told: str
) -> None:
    file = people(tmp_path)
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    before = everything_in(database)

    answer = caseward("person", "import", file)

    assert answer.code == 2
    assert told in answer.err
    assert everything_in(database) == before


# -- import ----------------------------------------------------------------------------------------


def test_import_makes_a_missing_database_and_says_so(nowhere: Path, tmp_path: Path) -> None:
    file = tmp_path / "histories.csv"
    file.write_text(histories(lent("L-1", on="2026-02-02"), lent("L-2")), "utf-8")

    answer = caseward("import", file)

    assert answer.code == 0
    assert answer.err == f"Created {nowhere} and published release 1.\n"
    assert answer.lines[0] == ("Read 2 rows: 2 landed in 2 cases, 0 already there, 0 refused.")
    assert "Late now: 1 task (nobody was told: import never sends)" in answer.lines
    assert answer.lines[-1] == "Return the book 1"


def test_a_file_read_twice_lands_nothing_and_a_longer_one_the_rest(
    nowhere: Path, tmp_path: Path
) -> None:
    file = tmp_path / "histories.csv"
    file.write_text(histories(lent("L-1")), "utf-8")
    assert caseward("import", file).code == 0
    before = everything_in(nowhere)

    twice = caseward("import", file, "--json").json
    assert (twice["landed"], twice["already_there"]) == (0, 1)
    assert everything_in(nowhere) == before

    file.write_text(histories(lent("L-1"), lent("L-2")), "utf-8")
    longer = caseward("import", file, "--json").json
    assert (longer["landed"], longer["already_there"]) == (1, 1)


# -- diagram ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ending", "begins"), [(".svg", "<svg"), (".mmd", "stateDiagram"), (".md", "|")]
)
def test_a_diagram_is_drawn_by_the_ending_of_its_file(
    nowhere: Path, tmp_path: Path, ending: str, begins: str
) -> None:
    file = tmp_path / f"loan{ending}"

    assert caseward("diagram", "loan", "-o", file).code == 0
    assert begins in file.read_text("utf-8")


def test_a_diagram_of_nothing_that_is_known_is_wrong_use(nowhere: Path, tmp_path: Path) -> None:
    unknown = caseward("diagram", "lone", "-o", tmp_path / "x.svg")
    ending = caseward("diagram", "loan", "-o", tmp_path / "x.gif")

    assert (unknown.code, ending.code) == (2, 2)
    assert unknown.err == "There is no workflow `lone`; known: inspection, loan.\n"
    assert ending.err == "x.gif must end in one of: .svg, .mmd, .md.\n"


def test_a_workflow_is_written_in_bpmn_as_a_partnership_has_it(
    nowhere: Path, tmp_path: Path
) -> None:
    file = tmp_path / "loan.bpmn"

    assert caseward("bpmn", "loan", "-o", file, "--policy", "").code == 0
    assert "<bpmn:process" in file.read_text("utf-8")
    assert caseward("bpmn", "lone", "-o", file).err.startswith("There is no workflow `lone`")
    assert caseward("bpmn", "loan", "-o", file, "--policy", "x").code == 2
    assert caseward("bpmn", "loan", "-o", tmp_path).code == 2


def test_the_picture_in_the_readme_is_of_the_process_as_it_is(
    nowhere: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CASEWARD_DEFINITIONS")
    committed = Path(__file__).parents[2] / "docs" / "child_protection.svg"
    drawn = tmp_path / "child_protection.svg"

    caseward("diagram", "child_protection", "-o", drawn, "--overview")

    mend = (
        "draw it again: caseward diagram child_protection --overview -o docs/child_protection.svg"
    )
    assert drawn.read_text() == committed.read_text(), mend
