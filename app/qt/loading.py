"""Qt is loaded through this door, so that Python's own import stays in place.

PySide6 puts an import function of its own before Python's. From then on it reads the source of every module that is
imported, to see whether the module might use one of its `__feature__` switches. Nobody here does, and a thousand
modules come after it, which take a seventh longer with it and leave their source in memory.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable
from importlib import import_module
from time import monotonic

PARTS = ("QtCore", "QtGui", "QtSvg", "QtWidgets", "QtNetwork", "QtPrintSupport")
"""What the program uses of Qt."""
SLICE = 0.01
"""Seconds of work between two looks at what the window wants."""


def load_qt() -> None:
    """Load Qt; called before anything else imports PySide6."""
    own = builtins.__import__
    import PySide6.QtCore  # noqa: F401 - loading it is all that is wanted

    builtins.__import__ = own


def make_classes(breathe: Callable[[], object]) -> None:
    """Make every class of Qt in the window's thread, before another thread imports anything that names them.

    PySide6 makes a class when it is first named, and two threads that do so at once hang or crash; so do two that load
    parts of Qt. Hence all that the program ever uses is loaded here. `breathe` is called between, so that the window is
    not blocked.
    """
    end = monotonic() + SLICE
    for part in PARTS:
        module = import_module(f"PySide6.{part}")
        for name in dir(module):
            getattr(module, name)
            if monotonic() > end:
                breathe()
                end = monotonic() + SLICE
