"""A player at the window: presses real keys, fills real dialogs, waits for the work behind, takes pictures."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QDialog, QLineEdit, QPlainTextEdit, QWidget

from app.kernel.problems import Problem
from app.qt.dialogs import ConfirmDialog, FormDialog
from app.qt.forms import Form
from app.qt.page import Page
from app.shell.window import MainWindow

PATIENCE = 60
P = TypeVar("P", bound=Page)
W = TypeVar("W", bound=QWidget)
T = TypeVar("T")


class HasForm(Protocol):
    """A dialog or a step of a page."""

    @property
    def form(self) -> Form:
        """Its fields."""


class Stuck(AssertionError):
    """A step of the journey did not happen."""


class Player:
    """Plays a journey through a window. Every step waits for its result, and says so when there is none."""

    def __init__(self, window: MainWindow, pictures: Path | None = None) -> None:
        """A player; with a folder, each `picture` leaves a PNG there."""
        self.window = window
        self.frame = window.frame
        self.pictures = pictures
        self.taken: list[Path] = []
        self._busy = window.operations.works  # what was asked for before is waited for too
        self.problems: list[Problem] = []
        self.crashes: list[str] = []
        window.operations.busy.connect(self._set_busy)
        window.operations.problem.connect(self.problems.append)
        window.operations.crashed.connect(self.crashes.append)

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy

    # ------------------------------------------------------------------ waiting

    def until(self, condition: Callable[[], object], sentence: str) -> None:
        """Let the window work until something holds; Stuck with the sentence when it never does."""
        end = time.monotonic() + PATIENCE
        while not condition():
            if self.crashes:
                raise Stuck(f"{sentence}: a job failed\n{self.crashes[-1]}")
            if time.monotonic() > end:
                raise Stuck(f"{sentence}; problems: {[str(item) for item in self.problems]}")
            QApplication.processEvents()
            time.sleep(0.002)

    def settle(self) -> None:
        """Let everything that was started come to rest."""
        quiet = 0
        end = time.monotonic() + PATIENCE
        while quiet < 5:
            QApplication.processEvents()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            quiet = 0 if self._busy or self.frame.coming.on_its_way else quiet + 1
            if time.monotonic() > end:
                raise Stuck("the window never came to rest")
            time.sleep(0.002)
        if self.crashes:
            raise Stuck(f"a job failed\n{self.crashes[-1]}")

    def read(self, query: Callable[..., T], **kwargs: Any) -> T:
        """What a page would read, waited for."""
        found: list[T] = []
        self.window.operations.read(query, found.append, **kwargs)
        self.until(lambda: found, f"{query.__name__} gave no answer")
        return found[0]

    def act(self, command: Callable[..., T], **kwargs: Any) -> T:
        """What a page would do, waited for."""
        done: list[T] = []
        self.window.operations.run(command, done.append, **kwargs)
        self.until(lambda: done, f"{command.__name__} was not done")
        return done[0]

    # ------------------------------------------------------------------ places

    def go(self, key: str, kind: type[P], argument: object = None) -> P:
        """Open an area and wait until it is filled."""
        page = self.frame.show_page(key, argument)
        if not isinstance(page, kind):
            raise Stuck(f"{key} is a {type(page).__name__}")
        self.settle()
        return page

    def shown(self, kind: type[P]) -> P:
        """The page that is shown now, once it is of this kind."""
        self.until(lambda: isinstance(self.frame.current, kind), f"no {kind.__name__} opened")
        page = self.frame.current
        if not isinstance(page, kind):
            raise Stuck(f"no {kind.__name__} opened")
        self.settle()
        return page

    def dialog(self, kind: type[W]) -> W:
        """The dialog that is open on top."""
        self.until(lambda: self._top(kind) is not None, f"no {kind.__name__} opened")
        found = self._top(kind)
        if found is None:
            raise Stuck(f"no {kind.__name__} opened")
        self.settle()
        return found

    def _top(self, kind: type[W]) -> W | None:
        for widget in reversed(QApplication.topLevelWidgets()):
            if isinstance(widget, kind) and widget.isVisible():
                return widget
        return None

    # ------------------------------------------------------------------ hands

    def focus(self, widget: QWidget) -> None:
        """Bring a widget's window to the front and the keyboard to the widget."""
        window = widget.window()
        if QApplication.activeWindow() is not window:
            window.activateWindow()
            QApplication.processEvents()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()

    def press(self, keys: str, where: QWidget | None = None) -> None:
        """Press keys such as "Ctrl+Return" where the focus is."""
        target = where or QApplication.focusWidget() or self.frame
        parts = keys.split("+")
        names = {
            "Ctrl": Qt.KeyboardModifier.ControlModifier,
            "Shift": Qt.KeyboardModifier.ShiftModifier,
            "Alt": Qt.KeyboardModifier.AltModifier,
        }
        modifiers = Qt.KeyboardModifier.NoModifier
        for part in parts[:-1]:
            modifiers |= names[part]
        last = parts[-1]
        key = getattr(Qt.Key, f"Key_{last}") if len(last) > 1 else Qt.Key(ord(last.upper()))
        QTest.keyClick(target, key, modifiers)
        self.settle()

    def type(self, text: str, where: QWidget | None = None) -> None:
        """Type text where the focus is, letters of every language."""
        target = where or QApplication.focusWidget() or self.frame
        for letter in text:
            if letter.isascii():
                QTest.keyClicks(target, letter)
            else:  # Qt's own typist knows plain letters only
                for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
                    QApplication.sendEvent(target, event)
        QApplication.processEvents()

    def click(self, button: QAbstractButton) -> None:
        """Press a button and wait for what it does."""
        if not button.isEnabled():
            raise Stuck(f"\u201c{button.text()}\u201d cannot be pressed")
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def fill(self, dialog: HasForm, **values: str) -> None:
        """Type into the fields of a dialog or a step; a choice is picked by the text that is shown."""
        for name, text in values.items():
            editor = dialog.form.editor(name)
            editor.setFocus(Qt.FocusReason.TabFocusReason)
            if isinstance(editor, QComboBox):
                place = editor.findText(text, Qt.MatchFlag.MatchContains)
                if place < 0:
                    raise Stuck(f"{name} does not offer {text}")
                editor.setCurrentIndex(place)
            elif isinstance(editor, QAbstractButton):
                if editor.isChecked() != (text == "yes"):
                    QTest.keyClick(editor, Qt.Key.Key_Space)
            elif isinstance(editor, QLineEdit | QPlainTextEdit):
                editor.selectAll()
                QTest.keyClick(editor, Qt.Key.Key_Delete)
                if isinstance(editor, QPlainTextEdit):
                    editor.insertPlainText(text)
                else:
                    QTest.keyClicks(editor, text)
            else:
                raise Stuck(f"{name} is a {type(editor).__name__}")
            QApplication.processEvents()

    def submit(self, dialog: FormDialog) -> None:
        """Ctrl+Enter, and the dialog must close."""
        title = dialog.windowTitle()
        closed: list[int] = []
        dialog.finished.connect(closed.append)
        QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        self.settle()
        if not closed:
            words = "; ".join(str(item) for item in dialog.form.problems())
            raise Stuck(f"\u201c{title}\u201d did not close: {words} {self.problems}")

    def confirm(self) -> None:
        """Answer the question that is open with its verb."""
        dialog = self.dialog(ConfirmDialog)
        self.click(dialog.verb)

    # ------------------------------------------------------------------ pictures

    def picture(self, name: str) -> None:
        """A PNG of the window, with the dialog on top of it if one is open."""
        self.settle()
        if self.pictures is None:
            return
        image = self.frame.grab()
        dialog = self._top(QDialog)
        if dialog is not None:
            layer = dialog.grab()
            painter = QPainter(image)
            painter.fillRect(image.rect(), QColor(16, 28, 36, 97))
            room = self.frame.size() - dialog.size()
            painter.drawPixmap(max(room.width() // 2, 0), max(room.height() // 2, 0), layer)
            painter.end()
        path = self.pictures / f"{len(self.taken) + 1:02d} {name}.png"
        image.save(str(path))
        self.taken.append(path)
