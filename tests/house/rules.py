"""The rules of the house, as functions that return what breaks them.

Each takes text or a syntax tree and says where it is at fault, so that a test can try it on a bad
sample before it trusts it with the repository. What they return is for a person to read.
"""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("workflow", "notifications", "definitions")

Sources = Mapping[str, str]
"""Text of files by their path from the root, with forward slashes."""


def sources(*folders: str) -> Sources:
    """Every Python file below these folders of the repository; not what npm brought."""
    return {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "node_modules" not in path.parts
    }


def committed_texts() -> Sources:
    """Every text file that git keeps, or would keep after `git add --all`.

    Skips the test that asks when this is no clone: an unpacked archive, or git is not there.
    """
    if not (ROOT / ".git").exists():
        pytest.skip("not a git clone, so nothing says which files are committed")
    # Root reading a clone that belongs to somebody else, as in a container, would else be refused.
    git = ["git", "-c", "safe.directory=*"]
    try:
        listed = subprocess.run(
            [*git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            check=True,
            capture_output=True,
        ).stdout.decode()
    except FileNotFoundError:
        pytest.skip("git is not installed, so nothing says which files are committed")
    texts = {}
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        content = path.read_bytes() if path.is_file() else b"\0"
        if b"\0" not in content:
            texts[name] = content.decode(errors="replace")
    return texts


# -- lock files ------------------------------------------------------------------------------------

_LOCK_FILE = re.compile(
    r"(^|/)([^/]*\.lock|[^/]*lock[^/]*\.(toml|json|ya?ml)|requirements[^/]*\.txt|\.npmrc)$"
)
_REGISTRY_OPTION = re.compile(
    r"^\s*(--?(extra-)?index(-url)?\b|--find-links\b|--trusted-host\b|-[if]\s|(@[\w-]+:)?registry\s*=)"
)


def is_lock_file(path: str) -> bool:
    """Whether the file pins packages, or says where a package client finds them."""
    return _LOCK_FILE.search(path) is not None


def registry_traces(text: str) -> list[str]:
    """Lines of a lock file that name a host, or an option that would."""
    return [line for line in text.splitlines() if "://" in line or _REGISTRY_OPTION.match(line)]


# -- paths of a machine ----------------------------------------------------------------------------

# Not a path of a machine: the last part of a web address, as in example.org/home/page.
_MACHINE_PATH = re.compile(
    r"(?<![\w.\-])(/(?:work|root|home/[\w.-]+|Users/[\w.-]+)/|[A-Z]:\\Users\\)"
)


def machine_paths(text: str) -> list[str]:
    """Lines that name a folder of somebody's own machine."""
    return [line for line in text.splitlines() if _MACHINE_PATH.search(line)]


# -- what is done in one place only ----------------------------------------------------------------

_CLOCK = {
    "datetime.date.today",
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "time.ctime",
    "time.gmtime",
    "time.localtime",
    "time.time",
    "time.time_ns",
}
_ENVIRONMENT = {"os.environ", "os.environb", "os.getenv", "os.getenvb", "os.putenv", "os.unsetenv"}


def clock_reads(text: str) -> list[int]:
    """Lines that read the present moment. `time.monotonic` measures a length and is no clock."""
    return _lines_naming(text, _CLOCK)


def environment_reads(text: str) -> list[int]:
    """Lines that read the environment, be it through pydantic-settings or an option of typer."""
    through_libraries = [
        node.lineno
        for node in ast.walk(ast.parse(text))
        if (isinstance(node, ast.ImportFrom) and node.module == "pydantic_settings")
        or (isinstance(node, ast.Import) and any(a.name == "pydantic_settings" for a in node.names))
        or (isinstance(node, ast.Call) and any(k.arg == "envvar" for k in node.keywords))
    ]
    return sorted({*through_libraries, *_lines_naming(text, _ENVIRONMENT)})


def commits(text: str) -> list[int]:
    """Lines that commit: by that name, or as a statement of SQL."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(text))
        if (isinstance(node, ast.Attribute) and node.attr == "commit")
        or (isinstance(node, ast.Name) and node.id == "commit")
        or (isinstance(node, ast.Constant) and _is_commit_statement(node.value))
    ]


def committing_blocks(text: str) -> list[int]:
    """Lines of `with ...begin():`, which commits when the block is left."""
    return [
        block.lineno
        for block in ast.walk(ast.parse(text))
        if isinstance(block, ast.With | ast.AsyncWith)
        for item in block.items
        if isinstance(call := item.context_expr, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "begin"
    ]


def _is_commit_statement(value: object) -> bool:
    return isinstance(value, str) and value.strip().rstrip(";").upper() == "COMMIT"


def _lines_naming(text: str, forbidden: set[str]) -> list[int]:
    """Lines that name one of these, whatever it was imported as, called or handed on."""
    tree = ast.parse(text)
    meant = dict(_imported_names(tree))
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Name | ast.Attribute) and _dotted(node, meant) in forbidden
    ]


def _imported_names(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """What each imported name stands for, in full."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.partition(".")[0]
                yield (alias.asname, alias.name) if alias.asname else (top, top)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                yield alias.asname or alias.name, f"{node.module}.{alias.name}"


def _dotted(node: ast.expr, meant: Mapping[str, str]) -> str:
    """The full name of `a.b.c` with `a` as imported; empty when it is not a plain name."""
    if isinstance(node, ast.Name):
        return meant.get(node.id, "")
    if isinstance(node, ast.Attribute) and (front := _dotted(node.value, meant)):
        return f"{front}.{node.attr}"
    return ""


# -- the engine knows no child protection ----------------------------------------------------------

_SECTOR_WORD = re.compile(r"child|conference|core[ _-]?group|icpc|rcpc", re.IGNORECASE)


def sector_words(text: str) -> list[str]:
    """Lines with a word of child protection, wherever it stands: name, text, docstring, comment.

    Parts of names count too, `children` of a tree among them: the engine says `substates`.
    """
    return [
        f"{number}: {line.strip()}"
        for number, line in enumerate(text.splitlines(), start=1)
        if _SECTOR_WORD.search(line)
    ]


# -- the project file ------------------------------------------------------------------------------


def requirements(pyproject: str) -> list[str]:
    """Every requirement that the project file names, of whatever kind."""
    content = tomllib.loads(pyproject)
    project = content.get("project", {})
    groups = [
        content.get("build-system", {}).get("requires", []),
        project.get("dependencies", []),
        *project.get("optional-dependencies", {}).values(),
        *content.get("dependency-groups", {}).values(),
    ]
    return [requirement for group in groups for requirement in group]


def requirements_without_reason(pyproject: str) -> list[str]:
    """Requirements with no comment beside them."""
    return [
        requirement
        for requirement in requirements(pyproject)
        if not re.search(rf'"{re.escape(requirement)}"[^"\n]*#[ \t]*\S', pyproject)
    ]


def layered(pyproject: str) -> set[str]:
    """The modules that have a place in the first contract of import-linter."""
    contract = tomllib.loads(pyproject)["tool"]["importlinter"]["contracts"][0]
    return {name for layer in contract["layers"] for name in re.findall(r"[\w.]+", layer)}


# -- names and docstrings --------------------------------------------------------------------------

_EMPTY_NAMES = {"util", "utils", "helper", "helpers", "manager", "managers", "common"}


def says_nothing(path: str) -> bool:
    """Whether the file, or a folder on the way to it, has a name under which anything fits."""
    folders_and_name = Path(path).with_suffix("").parts
    return any(
        word in _EMPTY_NAMES for part in folders_and_name for word in part.lower().split("_")
    )


def lacks_docstring(text: str) -> bool:
    """Whether a module says nothing of what it is for. An empty one need not."""
    return bool(text.strip()) and ast.get_docstring(ast.parse(text)) is None


# -- the Makefile ----------------------------------------------------------------------------------


def undescribed_targets(makefile: str) -> list[str]:
    """Phony targets that `make help` does not list."""
    phony = [
        name for line in re.findall(r"^\.PHONY:(.*)$", makefile, re.M) for name in line.split()
    ]
    return [name for name in phony if not re.search(rf"^{name}:.*## \S", makefile, re.M)]
