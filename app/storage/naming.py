"""Naming: a finished file gets its name in one step, and only one that nobody has."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

_HERE = -100
"""AT_FDCWD: a path as it is."""
_NOREPLACE, _EXCLUSIVE = 1, 4
"""How Linux and macOS are told that a name must be free."""
_KNOWS_NOT = frozenset(
    getattr(errno, name) for name in ("EINVAL", "ENOSYS", "ENOTSUP", "EOPNOTSUPP") if hasattr(errno, name)
)


def named_once(draft: Path, target: Path) -> None:
    """Give a file a name that must be free; FileExistsError where it is not.

    Whoever is killed in it leaves the draft, the named file, or both names of the one file; never half a file.
    """
    if sys.platform == "win32":  # pragma: no cover - there a name that is taken is refused
        draft.rename(target)
        return
    try:
        os.link(draft, target)
    except FileExistsError:
        raise
    except OSError:  # a disk without second names of a file, as sticks have
        renamed_once(draft, target)
    else:
        draft.unlink()


def renamed_once(draft: Path, target: Path) -> None:
    """The same by one call of the system; where the disk knows none, our own programs still never meet in a name."""
    if _renamed_by_the_system(draft, target):
        return
    if os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
    draft.rename(target)


def _renamed_by_the_system(draft: Path, target: Path) -> bool:
    """False where the system or the disk knows no such call: nothing was renamed then."""
    import ctypes

    library = ctypes.CDLL(None, use_errno=True)
    old, new = os.fsencode(draft), os.fsencode(target)
    try:
        if sys.platform == "darwin":  # pragma: no cover - tried on macOS only
            failed = library.renamex_np(old, new, _EXCLUSIVE)
        else:
            failed = library.renameat2(_HERE, old, _HERE, new, _NOREPLACE)
    except AttributeError:
        return False
    number = ctypes.get_errno()
    if failed and number not in _KNOWS_NOT:
        raise OSError(number, os.strerror(number), str(target))
    return not failed
