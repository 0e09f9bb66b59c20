"""Keeping what is being typed, and finding it again: what a window writes every few seconds while somebody types.

Each person finds only what that person typed. Of others it is told that they are at work on the same thing, not what
they type.
"""

from __future__ import annotations

import json
import os
import secrets
import socket
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from app.kernel.typed import AT_WORK, KEPT, AtWork, LeftTyped, Typed
from app.storage.audit import AuditEntry
from app.storage.reading import Reads
from app.storage.typed import TypedForm
from app.storage.work import Work

_MINE = select(TypedForm.id).where(TypedForm.key == bindparam("key"), TypedForm.person_id == bindparam("person_id"))
_LEFT = (
    select(TypedForm)
    .where(TypedForm.person_id == bindparam("person_id"), TypedForm.touched_at >= bindparam("since"))
    .order_by(TypedForm.touched_at.desc(), TypedForm.id.desc())
)
_OLD = select(TypedForm.id).where(TypedForm.touched_at < bindparam("since")).limit(1)
_LAST = (
    select(AuditEntry.actor_id, AuditEntry.at)
    .where(AuditEntry.record == bindparam("record"))
    .order_by(AuditEntry.sequence.desc())
    .limit(1)
)
_AT_WORK = (
    select(TypedForm.person_id, TypedForm.person_name)
    .where(
        TypedForm.kind == bindparam("kind"),
        TypedForm.record_id == bindparam("record_id"),
        TypedForm.seen_version.is_not(None),
        TypedForm.window_name != bindparam("window"),
        TypedForm.touched_at >= bindparam("since"),
    )
    .order_by(TypedForm.touched_at.desc())
)


def new_window() -> str:
    """A name for a window: the computer and the process tell whether it still lives."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"


def keep_typed(work: Work, *, typed: Typed) -> None:
    """Keep a form as it stands, in place of what was kept of it before."""
    person_id = work.actor.person_id
    if person_id is None:
        return
    facts = {
        "window_name": typed.window,
        "title": typed.title,
        "seen_version": typed.version,
        "base": json.dumps(typed.base),
        "content": json.dumps(typed.content),
        "shown": json.dumps(typed.shown),
        "touched_at": work.now,
    }
    found = work.execute(_MINE, {"key": typed.key, "person_id": person_id}).scalar_one_or_none()
    if found is not None:
        work.connection.execute(update(TypedForm).where(TypedForm.id == found).values(**facts))
        return
    facts |= {
        "key": typed.key,
        "person_id": person_id,
        "person_name": work.actor.name,
        "form": typed.form,
        "kind": typed.kind,
        "record_id": typed.record_id,
        "started_at": work.now,
    }
    work.connection.execute(insert(TypedForm).values(**facts))


def forget_typed(work: Work, *, keys: tuple[str, ...]) -> None:
    """Forget forms: they were saved, or left on purpose."""
    mine = TypedForm.person_id == work.actor.person_id
    work.connection.execute(delete(TypedForm).where(TypedForm.key.in_(keys), mine))


def forget_old(work: Work) -> None:
    """Throw away what nobody went on with for so long, whoever typed it."""
    work.connection.execute(delete(TypedForm).where(TypedForm.touched_at < work.now - KEPT))


def has_old(reads: Reads) -> bool:
    """Whether there is something to throw away."""
    return reads.execute(_OLD, {"since": reads.now - KEPT}).first() is not None


def left_typed(reads: Reads, *, window: str) -> list[LeftTyped]:
    """What the asking person typed in windows that are gone, the newest first."""
    if reads.actor.person_id is None:
        return []
    rows = reads.execute(_LEFT, {"person_id": reads.actor.person_id, "since": reads.now - KEPT}).all()
    recent = reads.now - AT_WORK
    gone = [row for row in rows if row.window_name != window and not _lives(row.window_name, row.touched_at >= recent)]
    return [_left(row) for row in gone]


def at_work_on(reads: Reads, *, kind: str, record_id: int, window: str) -> list[AtWork]:
    """Who else changes a thing just now, in another window; each person once, whoever typed last first."""
    rows = reads.execute(
        _AT_WORK, {"kind": kind, "record_id": record_id, "window": window, "since": reads.now - AT_WORK}
    )
    found = {row.person_id: row.person_name for row in reversed(rows.all())}
    return [AtWork(name, person_id == reads.actor.person_id) for person_id, name in reversed(found.items())]


def _left(row: Any) -> LeftTyped:
    typed = Typed(
        key=row.key,
        window=row.window_name,
        form=row.form,
        title=row.title,
        kind=row.kind,
        record_id=row.record_id,
        version=row.seen_version,
        base=json.loads(row.base),
        content=json.loads(row.content),
        shown=tuple((label, text) for label, text in json.loads(row.shown)),
    )
    return LeftTyped(typed, row.started_at, row.touched_at)


def _lives(window: str, recent: bool) -> bool:
    """Whether a window may still be open. Of another computer nothing is known but when it was typed in last."""
    host, _mark, rest = window.partition(":")
    process = rest.partition(":")[0]
    if host != socket.gethostname() or not process.isdecimal() or os.name != "posix":
        return recent
    if int(process) == os.getpid():
        return False  # a window of this program that was left: there is one at a time
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return recent
    return recent  # some process has this number; it is that window where somebody typed in it just now


def changed_last(reads: Reads, *, record: str) -> tuple[int | None, datetime] | None:
    """Who changed a record last, and when, by its name in the history ("Client:7")."""
    row = reads.execute(_LAST, {"record": record}).first()
    return None if row is None else (row.actor_id, row.at)
