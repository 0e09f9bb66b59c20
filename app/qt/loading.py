"""Qt is loaded through this door, so that Python's own import stays in place.

PySide6 puts an import function of its own before Python's. From then on it reads the source of every module that is
imported, to see whether the module might use one of its `__feature__` switches. Nobody here does, and a thousand
modules come after it, which take a seventh longer with it and leave their source in memory.
"""

from __future__ import annotations

import builtins


def load_qt() -> None:
    """Load Qt; called before anything else imports PySide6."""
    own = builtins.__import__
    import PySide6.QtCore  # noqa: F401 - loading it is all that is wanted

    builtins.__import__ = own
