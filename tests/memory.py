"""Where a test run may put what it throws away: in memory, if there is enough of it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

ENOUGH = 4 << 30


def in_memory() -> str | None:
    """A file system in memory with room to spare, where programs may run as well.

    Making a database is mostly copying files, hundreds of times; and each command that is carried out on a book waits
    for the disk, tens of thousands of times.
    """
    folder = Path("/dev/shm")  # noqa: S108
    if not (folder.is_dir() and os.access(folder, os.W_OK)) or os.statvfs(folder).f_flag & os.ST_NOEXEC:
        return None
    return str(folder) if shutil.disk_usage(folder).free > ENOUGH else None
