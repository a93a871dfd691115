from __future__ import annotations

from scheduler.desks import desk as desk
from scheduler.desks import desk_of as desk_of
from scheduler.desks import url as url
