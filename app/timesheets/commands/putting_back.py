"""What must still hold of time when a command is taken back: hours are written where hours may be written."""

from __future__ import annotations

from collections.abc import Sequence

from app.storage.reversal import Image
from app.storage.taking_back import refuses
from app.storage.work import Work
from app.timesheets.commands.time import allow_writing, check_day, loggable_task
from app.timesheets.records import TimeEntry

_WHERE = ("person_id", "task_id", "day", "seconds")


@refuses(TimeEntry)
def may_be_logged(work: Work, images: Sequence[Image]) -> None:
    """Hours that come back, or go elsewhere again, go to a task that takes them, on a day that holds them."""
    for image in images:
        now = image.before
        if now is None or (image.after is not None and all(image.after[key] == now[key] for key in _WHERE)):
            continue
        who = allow_writing(work, now["person_id"])
        loggable_task(work, now["task_id"], now["day"], who)
        check_day(work, who, now["day"], 0)
