"""V1: the history gone through link by link, 200,000 entries, against hashing the same bytes and nothing else.

A firm with more of them is gone through whole, and the time is that of 200,000.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from app.storage import audit, schema
from app.storage.chain import chain_problems
from app.storage.engine import sqlite_engine
from app.storage.frozen import drop_guards, install_guards
from benchmarks.goals.goal import Part
from benchmarks.goals.ground import Ground, profile

ENTRIES = 200_000
CHANGES = '{"billable":true,"day":"2026-04-30","note":"#6c1f9ab3e05d47c2","person_id":3,"seconds":5400,"task_id":12}'


def measure(ground: Ground) -> Iterator[Part]:
    """Processor time; the file lies in the memory of the system after the first round."""
    book = ground.fresh("history")
    covered = _fill(Path(book.place), ENTRIES)

    def hashing() -> bytes:
        digest = audit.FIRST
        for one in covered:
            digest = hashlib.sha256(digest + one).digest()
        return digest

    def checked() -> None:
        found = book.read(chain_problems)
        if found:
            raise LookupError(str(found[0]))

    pair = ground.pair(checked, hashing)
    over = (pair.one.median - pair.other.median) / 1000 * ENTRIES / len(covered)
    yield Part("seconds over hashing", round(over, 3), pair, profile(checked), unit="s")
    ground.done("history")


def _fill(path: Path, entries: int) -> list[bytes]:
    """Add entries to the history, past the one write path; what the hash of each entry covers, the first ones' too."""
    engine = sqlite_engine(path, builds=True)
    schema.load_records()
    with engine.begin() as connection:
        drop_guards(connection)
        links = list(connection.execute(audit.LINKS.order_by(audit.AuditEntry.sequence)))
        covered = [audit.covered(row.sequence, row.at.isoformat(), row[2:9]) for row in links]
        last = links[-1]
        digest, sequence, rows = last.hash, last.sequence, []
        for number in range(entries - len(links)):
            sequence += 1
            at = last.at + timedelta(minutes=number)
            others = (3, last.actor_name_hash, "log_time", None, f"TimeEntry:{number}", "new", CHANGES)
            covered.append(audit.covered(sequence, at.isoformat(), others))
            before, digest = digest, hashlib.sha256(digest + covered[-1]).digest()
            spelled = at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
            rows.append((sequence, spelled, *others, before, digest))
        names = "sequence, at, actor_id, actor_name_hash, command, command_id, record, action, changes, previous, hash"
        places = ", ".join("?" * 11)
        if rows:
            connection.exec_driver_sql(f"INSERT INTO audit_entry ({names}) VALUES ({places})", rows)
            connection.exec_driver_sql("UPDATE audit_head SET sequence = ?, hash = ?", (sequence, digest))
        install_guards(connection)
    engine.dispose()
    return covered
