"""What stands where the keyboard is: the thing whose history Ctrl+H opens. Pages, lists and dialogs may say it.

A list says it by `row_subject`, a page or dialog by a method `subject`; who opens the history hangs on the window.
"""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.qt.telling import Subject, Telling, newest

KEY = "Ctrl+H"


def subject_at(widget: QWidget | None) -> Subject | None:
    """The thing a widget is about: said by itself or by the nearest around it."""
    while widget is not None:
        said = getattr(widget, "subject", None)
        found = said() if callable(said) else None
        if found is not None:
            return found  # type: ignore[no-any-return]
        widget = widget.parentWidget()
    return None


def ask_history(widget: QWidget, subject: Subject | None) -> None:
    """Open the history of a thing over the window or dialog a widget stands in."""
    host: QWidget | None = widget.window()
    over = host
    while host is not None and not isinstance(host, Telling):
        above = host.parentWidget()
        host = above.window() if above is not None else None
    if isinstance(host, Telling):
        asked = newest(host).history_asked
        if asked is not None:
            asked(over if over is not None else widget, subject)
