"""The engine knows no child protection, and every name and module says what it is."""

from __future__ import annotations

import pytest

from house.rules import PACKAGES, lacks_docstring, says_nothing, sector_words, sources

# The statutory return and the invented families are about children, and about nothing else.
ABOUT_CHILDREN = ("workflow/reports/cin_census", "workflow/simulation/")


def test_the_engine_knows_no_child_protection() -> None:
    found = {
        path: lines
        for path, text in sources("workflow").items()
        if not path.startswith(ABOUT_CHILDREN) and (lines := sector_words(text))
    }

    assert found == {}


@pytest.mark.parametrize(
    "line",
    [
        "child = case.person",
        "class ChildRow:",
        "for state in node.children:",
        "if event == 'hold_conference':",
        "# the core group meets",
        "core_group_held_on",
        "ICPC_DAYS = 15",
    ],
)
def test_a_word_of_child_protection_is_found(line: str) -> None:
    assert sector_words(f"\n{line}\n") == [f"2: {line}"]


@pytest.mark.parametrize("line", ["substates = node.substates", "core = groups[0]", "referral"])
def test_a_word_of_the_engine_is_no_word_of_child_protection(line: str) -> None:
    assert sector_words(line) == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [path for path, text in sources("workflow").items() if lacks_docstring(text)]

    assert silent == []


def test_a_module_without_a_docstring_is_found() -> None:
    assert lacks_docstring("import ast\n")


@pytest.mark.parametrize("text", ["", "\n", '"""What a case is."""\nimport ast\n'])
def test_an_empty_module_needs_no_docstring(text: str) -> None:
    assert not lacks_docstring(text)


def test_no_module_has_a_name_under_which_anything_fits() -> None:
    everywhere = sources(*PACKAGES, "tests", "benchmarks")

    assert [path for path in everywhere if says_nothing(path)] == []


@pytest.mark.parametrize(
    "path",
    [
        "workflow/utils.py",
        "workflow/store/db_helpers.py",
        "workflow/common/dates.py",
        "workflow/engine/case_manager.py",
    ],
)
def test_a_name_under_which_anything_fits_is_found(path: str) -> None:
    assert says_nothing(path)


def test_a_name_that_says_what_is_inside_is_let_be() -> None:
    assert not says_nothing("workflow/deadlines/calendar.py")
