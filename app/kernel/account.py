"""The account of the operating system that the program runs as, by a name that is always there."""

from __future__ import annotations

import getpass
import os


def account_name() -> str:
    """Its name; where nothing knows one (a container, a directory that does not answer) its number stands for it."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # what is raised depends on the system and on Python's version
        return f"uid{os.getuid()}" if hasattr(os, "getuid") else "unknown"
