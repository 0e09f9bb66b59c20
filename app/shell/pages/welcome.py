"""The welcome page: look at the demo, make a book, open one; and why a book did not open."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.buttons import Button
from app.qt.fitting import FitsItsText
from app.qt.flow import Flow
from app.qt.labels import label
from app.qt.notices import Banner
from app.qt.page import Page
from app.qt.tokens import px


class WelcomePage(FitsItsText, Page):
    """What a newcomer sees first. It never depends on the last book."""

    new_wanted = Signal()
    open_wanted = Signal()
    demo_wanted = Signal()

    def __init__(self) -> None:
        """Three ways to begin."""
        super().__init__(_("Welcome"))
        self.banner = Banner()
        self.body.addWidget(self.banner)
        self.body.addStretch(1)
        self._column = QWidget()
        rows = QVBoxLayout(self._column)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(10)
        rows.addWidget(label(_("Every promise, from the first conversation to cash in the bank."), "title", wrap=True))
        words = _("A book holds everything your office keeps: clients, statements of work, hours, invoices, payments.")
        rows.addWidget(label(words, "muted", wrap=True))
        self.demo_button = Button(_("Look at the demo firm"), icon="eye", primary=True)
        self.new_button = Button(_("Make a new book\u2026"), icon="plus")
        self.open_button = Button(_("Open a book\u2026"), icon="hard-drive")
        rows.addSpacing(6)
        rows.addWidget(Flow([self.demo_button, self.new_button, self.open_button], []))
        # between two stretches: with an alignment the second line of a sentence would be cut off
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._column, 1000)
        middle.addStretch(1)
        self.body.addLayout(middle)
        self.body.addStretch(2)
        self._fit()
        self.demo_button.clicked.connect(self.demo_wanted)
        self.new_button.clicked.connect(self.new_wanted)
        self.open_button.clicked.connect(self.open_wanted)

    def _fit(self) -> None:
        self._column.setMaximumWidth(px(620))

    def keys(self) -> list[tuple[str, str]]:
        """Help is there before a book is."""
        return [("F1", _("help"))]

    def first_focus(self) -> QWidget:
        """The keyboard starts on the first button."""
        return self.demo_button

    def show_problem(self, problem: Problem | None) -> None:
        """Say why a book did not open; None takes the words away."""
        if problem is None:
            self.banner.clear()
        else:
            self.banner.show_problem(problem)
