"""The page a person starts on: what the role needs on that day, or what the person chose in Settings.

Settings shows `start_choices(role)`, reads the present choice with `chosen_start`, keeps another with `choose_start`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from datetime import date, timedelta

from app.firm.commands import choose_setting
from app.firm.domain import AccessRole
from app.firm.queries import holidays, setting
from app.kernel.periods import Period, month_of, working_days
from app.kernel.words import _
from app.qt.operations import Operations
from app.shell import areas
from app.storage.reading import Reads

SETTING = "window.start"
FIRST_DAYS, LAST_DAYS = 5, 3
"""Bills are made in the first and the last working days of a month."""


def billing_time(today: date, free: Collection[date]) -> bool:
    """Whether today is one of the last three or the first five working days of its month, or lies between them."""
    month = month_of(today)
    days = working_days(month, free)
    return not days or today >= days[-LAST_DAYS:][0] or today <= days[:FIRST_DAYS][-1]


def usual_start(role: AccessRole, today: date, free: Collection[date]) -> str:
    """Where a role starts: the own week, the billing run or collections, or what waits for a decision."""
    usual = {
        AccessRole.OFFICE_MANAGER: areas.BILLING if billing_time(today, free) else areas.COLLECTIONS,
        AccessRole.CONSULTANT: areas.WEEK,
    }.get(role, areas.START)
    keys = areas.keys_for(role)
    return next(key for key in (usual, areas.START, areas.COLLECTIONS, areas.WEEK, *keys) if key in keys)


def start_choices(role: AccessRole) -> list[tuple[str, str]]:
    """What Settings offers: "" is what the role needs."""
    usual = (
        _("Billing run around the end of a month, else Collections")
        if role is AccessRole.OFFICE_MANAGER
        else _("What the role starts with")
    )
    return [("", usual), *((area.key, area.title) for area in areas.areas_for(role))]


def chosen_start(reads: Reads) -> str:
    """The area this person chose to start on; "" for what the role needs."""
    text = setting(reads, key=SETTING, person_id=reads.actor.person_id) if reads.actor.person_id is not None else None
    try:
        key = json.loads(text or '""')
    except ValueError:
        return ""
    return key if isinstance(key, str) and key in areas.NEEDS else ""


def choose_start(operations: Operations, key: str, then: Callable[[], object] | None = None) -> None:
    """Start on another area from the next time on; "" is what the role needs."""
    operations.run(
        choose_setting,
        None if then is None else lambda _id: then(),
        key=SETTING,
        value=json.dumps(key),
        own=True,
    )


def first_page(reads: Reads) -> str:
    """The area the person who asks starts on today."""
    role = AccessRole(reads.actor.role)
    chosen = chosen_start(reads)
    if chosen in areas.keys_for(role):
        return chosen
    month = month_of(reads.today)
    around = Period(month.first - timedelta(7), month.last + timedelta(7))
    return usual_start(role, reads.today, holidays(reads, period=around))
