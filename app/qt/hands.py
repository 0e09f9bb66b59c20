"""Hands: where the keyboard is in a part of a page that is about to be made anew, to be led back there afterwards."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from shiboken6 import isValid

from app.qt.focus import takes_focus
from app.qt.inside import inside


def _called(widget: QWidget) -> tuple[str, str, str]:
    words = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
    return type(widget).__name__, words, widget.accessibleDescription()


class Hands:
    """The control with the keyboard inside a widget, by what it is called."""

    def __init__(self, root: QWidget) -> None:
        """As it is now, before anything is taken away."""
        self._root = root
        here = QApplication.focusWidget()
        self._here = here if here is not None and root.isAncestorOf(here) else None
        self._name = ("", "", "") if self._here is None else _called(self._here)
        stops = [] if self._here is None else self._stops()
        self._place = stops.index(self._here) if self._here in stops else 0

    def _stops(self) -> list[QWidget]:
        return [one for one in inside(self._root) if takes_focus(one)]

    def _show_what_is_new(self) -> None:
        """A layout shows what was put into it in the window's next turn; only what is seen takes the keyboard."""
        if self._root.isVisible():
            for one in inside(self._root):
                if (
                    not one.isVisible()
                    and not one.isWindow()
                    and not one.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
                ):
                    one.show()

    def back(self) -> None:
        """The keyboard goes to the control of that name, else to what stands in its place."""
        held, self._here = self._here, None
        if held is None or (isValid(held) and held.hasFocus()):
            return
        self._show_what_is_new()
        stops = self._stops()
        if not stops:
            return
        called = [one for one in stops if _called(one) == self._name]
        target = called[0] if called else stops[min(self._place, len(stops) - 1)]
        target.setFocus(Qt.FocusReason.OtherFocusReason)
