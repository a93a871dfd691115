"""What may not be in the repository: hosts of registries, and paths of somebody's machine."""

from __future__ import annotations

import pytest

from house.rules import committed_texts, is_lock_file, machine_paths, registry_traces


def test_lock_files_name_no_registry() -> None:
    found = {
        path: traces
        for path, text in committed_texts().items()
        if is_lock_file(path) and (traces := registry_traces(text))
    }

    assert found == {}


def test_the_lock_of_our_dependencies_is_among_the_lock_files() -> None:
    assert "requirements.lock" in filter(is_lock_file, committed_texts())


@pytest.mark.parametrize(
    "path",
    [
        "requirements.lock",
        "requirements-dev.txt",
        "uv.lock",
        "pylock.toml",
        "web/package-lock.json",
        ".npmrc",
    ],
)
def test_a_file_that_pins_packages_counts_as_a_lock_file(path: str) -> None:
    assert is_lock_file(path)


@pytest.mark.parametrize("path", ["workflow/store/locks.py", "docs/locking.md", "pyproject.toml"])
def test_another_file_does_not_count_as_a_lock_file(path: str) -> None:
    assert not is_lock_file(path)


@pytest.mark.parametrize(
    "line",
    [
        "sqlmodel @ https:" + "//files.example.org/sqlmodel.whl",
        "--index-url mirror",
        "--extra-index-url=mirror",
        "--find-links wheels",
        "-i mirror",
        "-f wheels",
        "registry=mirror",
        "@authority:registry = mirror",
    ],
)
def test_a_trace_of_a_registry_is_found(line: str) -> None:
    assert registry_traces(f"sqlmodel==1.0 \\\n{line}\n") == [line]


def test_pins_hashes_and_their_comments_are_no_trace_of_a_registry() -> None:
    lock = "ruff==0.17.6 ; sys_platform == 'win32' \\\n    --hash=sha256:0fb\n    # via caseward\n"

    assert registry_traces(lock) == []


def test_no_committed_file_names_a_path_of_a_machine() -> None:
    found = {
        path: lines for path, text in committed_texts().items() if (lines := machine_paths(text))
    }

    assert found == {}


# Put together here, so that this file does not break the rule that it tests.
@pytest.mark.parametrize("start", ["work/", "root/", "home/ann/", "Users/ann/"])
def test_a_path_of_a_machine_is_found(start: str) -> None:
    line = f"open('/{start}main/case.db')"

    assert machine_paths(f"import os\n{line}\n") == [line]


@pytest.mark.parametrize(
    "line", ["case/work/item", "example.org/home/page/", "sqlite:///caseward.db", "/usr/bin/env"]
)
def test_a_relative_or_common_path_is_no_path_of_a_machine(line: str) -> None:
    assert machine_paths(line) == []
