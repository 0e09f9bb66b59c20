"""Carrying a backup to another place, byte by byte, and reading back whether they arrived: second place, restore.

The bytes were opened and checked when the backup was taken; that they are the same bytes is what has to be known here.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.backups.looking import AT_ONCE, digest_of
from app.storage.backups.marks import Backup
from app.storage.copies import Step, drafted


@contextmanager
def carried(backup: Backup, target: Path, step: Step) -> Iterator[Path]:
    """A backup's bytes in a draft beside a target, on the disk and read back; gone unless it is given a name.

    Problem when the bytes are not those that were checked; OSError as the disk has it.
    """
    with drafted(target) as draft:
        digest = hashlib.sha256()
        with backup.place.open("rb") as source, draft.open("rb+") as file:
            while some := source.read(AT_ONCE):
                file.write(some)
                digest.update(some)
                step(file.tell(), backup.size)
            file.flush()
            os.fsync(file.fileno())
        if digest.hexdigest() != backup.sha256:
            raise other_bytes(backup)
        if digest_of(draft, step) != backup.sha256:
            raise OSError(5, "read back differently")
        yield draft


def other_bytes(backup: Backup) -> Problem:
    """A file that is no longer what was opened and checked."""
    return Problem(
        "backup.other_bytes",
        _("The backup {name} is no longer what was written: its bytes have changed.").format(name=backup.place.name),
        hint=_("It was not used. Take another one."),
    )
