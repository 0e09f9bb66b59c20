"""Qt is loaded through this door, so that Python's own import stays in place.

PySide6 puts an import function of its own before Python's. From then on it reads the source of every module that is
imported, to see whether the module might use one of its `__feature__` switches. Nobody here does, and a thousand
modules come after it, which take a seventh longer with it and leave their source in memory.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable
from time import monotonic

SLICE = 0.01
"""Seconds of work between two looks at what the window wants."""


def load_qt() -> None:
    """Load Qt; called before anything else imports PySide6."""
    own = builtins.__import__
    import PySide6.QtCore  # noqa: F401 - loading it is all that is wanted

    builtins.__import__ = own


def make_classes(breathe: Callable[[], object]) -> None:
    """Make every class of Qt in the window's thread, before another thread imports anything that names them.

    PySide6 makes a class when it is first named, and two threads that do so at once hang or crash. `breathe` is called
    between, so that the window is not blocked.
    """
    from PySide6 import QtCore, QtGui, QtSvg, QtWidgets

    end = monotonic() + SLICE
    for module in (QtCore, QtGui, QtSvg, QtWidgets):
        for name in dir(module):
            getattr(module, name)
            if monotonic() > end:
                breathe()
                end = monotonic() + SLICE
