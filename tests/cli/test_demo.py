"""demo: the walk through the invented families, as a newcomer sees it."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from signal import SIGINT
from subprocess import PIPE, Popen

import pytest
from httpx2 import Client

from cli.calling import caseward
from workflow.cli.demo import activation
from workflow.cli.demo_pages import listening_somewhere
from workflow.cli.serving import PortTaken
from workflow.simulation import demo


def test_the_demonstration_shows_what_it_promises_and_says_what_to_type_next(
    tmp_path: Path,
) -> None:
    file = tmp_path / "demo.db"

    answer = caseward("demo", "--no-web", "--database", file)

    assert answer.code == 0
    headings = [demo.BOARD, demo.EXPLAINED, demo.CORRECTION, demo.VERIFIED]
    places = [answer.out.index(heading) for heading in headings]
    assert places == sorted(places)
    assert " working days late" in answer.out
    assert "open cases have a date to keep; " in answer.out
    assert "open tasks in" not in answer.out + answer.err
    assert "not counted: Sat " in answer.out
    assert "One conference, 2 children of one family, and an outcome for each" in answer.out
    assert "moved  " in answer.out
    assert "Corrected: row " in answer.out
    assert f"export CASEWARD_DATABASE_URL=sqlite:///{file}" in answer.out
    assert answer.lines[-1] == "caseward --help"
    verified = answer.lines[answer.lines.index(demo.VERIFIED) + 1]
    assert verified.endswith(" fine")
    assert "," not in verified


def test_a_newcomer_is_told_how_the_shell_finds_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = tmp_path / ".venv" / "bin"
    programs.mkdir(parents=True)
    program, activate = programs / "caseward", programs / "activate"
    for file in (program, activate):
        file.touch(mode=0o755)
    monkeypatch.setenv("PATH", "")

    assert activation(program, tmp_path) == ". .venv/bin/activate"
    assert activation(program, tmp_path / "elsewhere") == f". {activate}"
    monkeypatch.setenv("PATH", str(programs))
    assert activation(program, tmp_path) == ""
    activate.unlink()
    monkeypatch.setenv("PATH", "")
    assert activation(program, tmp_path) == ""


def test_the_demonstration_touches_no_file_that_is_there(tmp_path: Path) -> None:
    file = tmp_path / "demo.db"
    file.write_text("mine", "utf-8")

    answer = caseward("demo", "--no-web", "--database", file)

    pages = caseward("demo", "--database", file)

    assert (answer.code, pages.code) == (2, 2)
    assert file.read_text("utf-8") == "mine"


def test_the_pages_are_open_for_everybody_who_is_named_until_they_are_stopped(
    tmp_path: Path,
) -> None:
    words = ["demo", "--database", str(tmp_path / "demo.db"), "--port", "0"]
    program = [sys.executable, "-c", "from workflow.cli import main; raise SystemExit(main())"]
    with Popen([*program, *words], stdout=PIPE, text=True) as running:
        assert running.stdout is not None
        said = [next(running.stdout) for _ in range(4)]
        address = re.findall(r"http://[\w.:]+", "".join(said))[0]
        with Client(base_url=address, timeout=60, follow_redirects=True) as browser:
            guide = browser.get("/demo").text
            for person in ("conf.admin", "area.manager", "process.owner", "data.officer"):
                assert person in guide
            csrf = re.findall(r'name="csrf" value="(\w+)"', guide)[0]
            form = {"csrf": csrf, "person": "conf.admin", "to": "/messages"}
            assert browser.post("/demo/sign-in", data=form).status_code == 200
            assert browser.get("/messages").url.path == "/messages"
            assert browser.get("/demo/inbox/nothing").status_code == 404
        running.send_signal(SIGINT)
        assert running.wait(60) == 0


def test_the_pages_go_where_it_is_free_when_the_usual_place_is_taken() -> None:
    with listening_somewhere(None) as first, listening_somewhere(None) as second:
        ports = {listening.getsockname()[1] for listening in (first, second)}

    assert len(ports) == 2


def test_a_place_that_was_asked_for_and_is_taken_is_told() -> None:
    with (
        listening_somewhere(0) as taken,
        pytest.raises(PortTaken),
        listening_somewhere(taken.getsockname()[1]),
    ):
        pass
