"""${message}"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
# No downgrade: it would have to destroy what was recorded since. Put back a copy instead.


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}
