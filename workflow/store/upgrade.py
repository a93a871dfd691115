"""Bring a database to the newest revision. The only place that loads Alembic, which is slow to.

A change of a table needs a new file in `migrations/versions/`, which Alembic drafts:
`command.revision(configuration(connection), "what changes", autogenerate=True)`. Read the draft,
give it the next number, and add that to `REVISIONS`.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from workflow.store import migrations


def upgrade(connection: Connection) -> None:
    """Run every migration that the database lacks, in the transaction of the connection."""
    command.upgrade(configuration(connection), "head")


def configuration(connection: Connection) -> Config:
    """What Alembic has to know, without an ini file."""
    config = Config()
    folder = Path(migrations.__file__).parent
    # A percent sign would be read as the start of a placeholder.
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
