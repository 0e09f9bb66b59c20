"""What must still hold of time and expenses when a command is taken back: nothing comes in that way alone."""

from __future__ import annotations

from collections.abc import Sequence

from app.engagements.records import StatementOfWork
from app.storage.reversal import Image
from app.storage.taking_back import refuses
from app.storage.work import Work
from app.timesheets.commands.approval import refuse_foreign
from app.timesheets.commands.expenses import check_billable
from app.timesheets.commands.time import allow_writing, check_day, loggable_task
from app.timesheets.records import Expense, TimeEntry

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


@refuses(TimeEntry)
def may_be_decided(work: Work, images: Sequence[Image]) -> None:
    """Who hands in or takes back the own time may write it; who decides about others' may approve it, as of now."""
    changed = [
        image.id
        for image in images
        if image.before is not None and image.after is not None and image.before["state"] != image.after["state"]
    ]
    others = []
    for entry in (work.get(TimeEntry, number) for number in changed):
        if entry.person_id == work.actor.person_id:
            allow_writing(work, entry.person_id)
        else:
            others.append(entry)
    refuse_foreign(work, others)


@refuses(Expense)
def may_be_billed(work: Work, images: Sequence[Image]) -> None:
    """The client does not pay again what the price includes by now."""
    for image in images:
        if image.before is not None:
            check_billable(work.get(StatementOfWork, image.before["sow_id"]), image.before["billable"])
