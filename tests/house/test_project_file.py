"""The project file and the Makefile explain themselves, and every module has a layer."""

from __future__ import annotations

from house.rules import (
    ROOT,
    layered,
    requirements,
    requirements_without_reason,
    sources,
    undescribed_targets,
)

PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def test_every_dependency_says_why_it_is_there() -> None:
    assert requirements(PYPROJECT)
    assert requirements_without_reason(PYPROJECT) == []


def test_a_dependency_without_a_reason_is_found_wherever_it_stands() -> None:
    pyproject = """
[build-system]
requires = ["hatchling"]
[project]
dependencies = [
    "sqlmodel>=0.0.50",  # tables as typed classes
    "psycopg[binary]>=3",
]
optional-dependencies.pdf = ["weasyprint"]  #
[dependency-groups]
dev = [
    # of the whole list, not of this line
    "pytest",
    "ruff",
]
"""

    assert requirements_without_reason(pyproject) == [
        "hatchling",
        "psycopg[binary]>=3",
        "weasyprint",
        "pytest",
        "ruff",
    ]


def test_every_dependency_is_pinned_in_the_lock_with_a_hash() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = [line for line in lock.splitlines() if line and not line.startswith((" ", "#"))]

    assert pins
    assert all("==" in pin and pin.endswith("\\") for pin in pins)


def test_every_module_of_the_workflow_package_has_a_layer() -> None:
    tops = {path.removesuffix(".py").split("/")[1] for path in sources("workflow")} - {"__init__"}

    assert {f"workflow.{top}" for top in tops} <= layered(PYPROJECT)


def test_layers_are_read_with_their_neighbours_and_brackets() -> None:
    pyproject = """
[[tool.importlinter.contracts]]
layers = ["(workflow.web) | workflow.cli", "notifications"]
"""

    assert layered(pyproject) == {"workflow.web", "workflow.cli", "notifications"}


def test_make_help_lists_every_target() -> None:
    assert undescribed_targets(MAKEFILE) == []


def test_a_target_that_make_help_would_not_list_is_found() -> None:
    assert undescribed_targets(".PHONY: demo test\ndemo: ## run it\ntest:\n") == ["test"]
