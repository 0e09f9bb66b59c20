"""The way to a history from anywhere in the window: Ctrl+H, a row's menu, a button, the palette."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QWidget

from app.kernel.words import _
from app.qt.subjects import ask_history, subject_at

if TYPE_CHECKING:
    from app.qt.telling import Subject
    from app.shell.window import MainWindow


def show_here(window: MainWindow) -> None:
    """The history of what stands where the keyboard is, else of what the page is about."""
    page = window.frame.current
    if window.is_open and page is not None:
        ask_history(page, subject_at(QApplication.focusWidget()) or page.subject())


def show(window: MainWindow, over: QWidget, subject: Subject | None) -> None:
    """The history of a thing, over a window or dialog."""
    if subject is None:
        window.frame.notify(_("Nothing is chosen that has a history. Choose a row of a list, then press Ctrl+H."))
        return
    from app.history.ui import HistoryDialog

    thing, record_id = subject
    formats = window.session.formats
    HistoryDialog(window.operations, formats, thing=thing, record_id=record_id, parent=over).open()


def show_book(window: MainWindow) -> None:
    """What was done in the whole book."""
    from app.history.ui import BookHistoryDialog

    session = window.session
    BookHistoryDialog(window.operations, session.formats, today=session.today, parent=window.frame).open()
