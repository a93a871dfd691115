"""init: the database made or upgraded, and the definitions of the folder published."""

from __future__ import annotations

from collections.abc import Sequence

from definitions import FOLDER
from workflow.app import App
from workflow.cli.checking import refuse_unknown_policy
from workflow.cli.installed import installed
from workflow.cli.output import say
from workflow.clock import Clock
from workflow.engine.catalogue import process_folder
from workflow.engine.checked import problems_in, refuse_errors
from workflow.errors import CasewardError
from workflow.store.location import shown


class NotReady(CasewardError):
    """The installation has something to be done before it can work."""

    code = "not_ready"


def initialise(clock: Clock) -> None:
    """Make or upgrade the database; publish what has changed in the folder of definitions."""
    with installed(clock) as app:
        say(made_ready(app))


def made_ready(app: App) -> str:
    """Do it, and tell what was done. Raises before anything is touched.

    DefinitionWrong, or SettingsWrong for a policy that is not there.
    """
    _refuse_wrong(app)
    state = app.store.revision_state()
    numbers = app.initialise()
    done = {"missing": "Created", "older": "Upgraded"}.get(state, "Found")
    where = shown(app.settings.database_url)
    return f"{done} {where} and {_published(numbers)}."


def check_installation(clock: Clock) -> None:
    """Say what `init` would do. Raises NotReady when there is something to be done."""
    with installed(clock) as app:
        _refuse_wrong(app)
        where = shown(app.settings.database_url)
        match app.store.revision_state():
            case "missing":
                raise NotReady(f"there is no database at {where}; `caseward init` makes it")
            case "older":
                raise NotReady(f"{where} is older than this program; `caseward init` upgrades it")
        with app.store.reading() as reading:
            changed = app.catalogue.changed(reading)
    if changed:
        names = ", ".join(policy or "without a policy" for policy in changed)
        raise NotReady(f"definitions have changed ({names}); `caseward init` publishes them")
    say(f"{where} is ready: nothing to be done.")


def _refuse_wrong(app: App) -> None:
    folder = process_folder(app.settings.definitions or FOLDER)
    refuse_unknown_policy(folder, app.settings.policy)
    refuse_errors(problems_in(folder))


def _published(numbers: Sequence[int]) -> str:
    if not numbers:
        return "published nothing: the definitions have not changed"
    if len(numbers) == 1:
        return f"published release {numbers[0]}"
    return f"published releases {numbers[0]} to {numbers[-1]}"
