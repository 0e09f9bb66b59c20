"""A second start: whether a window of this account shows the book already. Asked before anything is painted."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from pathlib import Path


def name_of(place: str) -> str:
    """The name of the socket for a book: the same for everyone who means the same file."""
    from app.kernel.account import account_name

    meant = place if "://" in place else str(Path(place).expanduser().resolve())
    digest = hashlib.sha256(f"{account_name()}\n{meant}".encode()).hexdigest()[:24]
    return f"watertight-{digest}"


def brought_to_front(place: str) -> bool:
    """Bring the window that shows a book to the front; False when there is none, or it does not answer."""
    if sys.platform != "win32" and not os.path.lexists(Path(tempfile.gettempdir()) / name_of(place)):
        return False  # the usual case, and it needs nothing of Qt's
    from app.bootstrap.doorbell import ring

    return ring(name_of(place))
