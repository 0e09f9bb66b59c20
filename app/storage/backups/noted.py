"""Noted: a shared book's server tells every window when the last backup was taken, by whoever takes them at night.

The role of the backups changes nothing in a book, so no row can say so. A role may keep settings of its own for a
database, which everybody reads: there stand the instant, and the end of the history that was backed up. It counts when
the role can read everything, and the book has that entry.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, bindparam, column, select, text
from sqlalchemy.exc import DBAPIError

from app.storage import audit
from app.storage.backups.client import Client, quoted
from app.storage.backups.looking import where_it_stands
from app.storage.backups.marks import A_CLOCK, Backup
from app.storage.reading import Reading

SETTING = "watertight.backup"
_NOTE = re.compile(rf"{re.escape(SETTING)}=(\S{{10,40}}) (\d{{1,15}}) ([0-9a-f]{{64}}) (checked|unchecked)")
_NOTES = text(
    """
    SELECT unnest(s.setconfig) AS said FROM pg_db_role_setting s
    JOIN pg_database d ON d.oid = s.setdatabase AND d.datname = current_database()
    JOIN pg_roles r ON r.oid = s.setrole
    WHERE r.rolsuper OR r.oid = d.datdba OR pg_has_role(r.oid, 'pg_read_all_data', 'USAGE')
    """
).columns(column("said", String))
_HASH_AT = select(audit.AuditEntry.hash).where(audit.AuditEntry.sequence == bindparam("sequence"))
_FIRST_AT = select(audit.AuditEntry.at).where(audit.AuditEntry.sequence == 1)


@dataclass(frozen=True, slots=True)
class NotedRow:
    """What is known of a shared book's backups: the last one, whether it was restored and compared, what came since.

    `made` is None where nothing is noted; `since` is when the book began, None of one without a history.
    """

    made: datetime | None
    checked: bool
    moved: bool
    since: datetime | None


def note(client: Client, backup: Backup) -> bool:
    """Tell the windows of a book that a backup of it was taken; whether the server let us."""
    checked = "unchecked" if backup.unchecked else "checked"
    said = f"{backup.made.isoformat(timespec='seconds')} {backup.sequence} {backup.head} {checked}"
    try:
        client.administer(f"ALTER ROLE CURRENT_USER IN DATABASE {quoted(client.database)} SET \"{SETTING}\" = '{said}'")
    except DBAPIError:
        return False
    return True


def noted(reading: Reading) -> NotedRow:
    """When the last backup of a shared book was taken, as far as its server knows. At most five statements."""
    now = where_it_stands(reading)
    since = reading.execute(_FIRST_AT).scalar()
    found = sorted((one for line in reading.execute(_NOTES).scalars() if (one := _read(line))), reverse=True)
    for made, sequence, head, checked in found:
        there = reading.execute(_HASH_AT, {"sequence": sequence}).scalar()
        if there is not None and there.hex() == head and made <= reading.now + A_CLOCK:
            return NotedRow(made, checked, now.sequence > sequence, since)
    return NotedRow(None, checked=False, moved=now.sequence > 0, since=since)


def _read(line: str) -> tuple[datetime, int, str, bool] | None:
    parts = _NOTE.fullmatch(line)
    with suppress(ValueError):
        made = None if parts is None else datetime.fromisoformat(parts[1])
        if parts is not None and made is not None and made.tzinfo is not None:
            return made, int(parts[2]), parts[3], parts[4] == "checked"
    return None
