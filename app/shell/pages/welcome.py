"""The start page: the books this computer knows, another one, a new one, the demo; and why a book did not open."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.kernel.problems import Problem
from app.kernel.words import _, pgettext
from app.qt.buttons import Button
from app.qt.fitting import FitsItsText
from app.qt.flow import Flow
from app.qt.labels import label
from app.qt.middle import in_the_middle
from app.qt.notices import Banner
from app.qt.page import Page
from app.qt.telling import tell
from app.qt.tokens import px
from app.shell.pages.book_list import BookList

if TYPE_CHECKING:
    from app.qt.operations import Operations
    from app.qt.progress import Progress
    from app.shell.books import BookRow, KnownBook, Shelf

WIDTH = 820


def _look(shelf: Shelf, book: KnownBook, _progress: Progress) -> tuple[KnownBook, BookRow]:
    return book, shelf.look(book)


class WelcomePage(FitsItsText, Page):
    """What is seen while no book is open. It never depends on any book being readable."""

    new_wanted = Signal()
    open_wanted = Signal()
    demo_wanted = Signal()
    place_wanted = Signal(str)

    def __init__(self, operations: Operations | None = None, shelf: Shelf | None = None) -> None:
        """Without a shelf no books are known."""
        super().__init__(pgettext("page", "Start"))
        self._operations = operations
        self._shelf = shelf
        self.banner = Banner()
        self.body.addWidget(self.banner)
        self.list = BookList()
        self.demo_button = Button(_("Look at the demo firm"), icon="eye", primary=True)
        self.new_button = Button(_("Make a new book\u2026"), icon="plus")
        self.open_button = Button(_("Open a book\u2026"), icon="folder-open")
        self._title = label("", "title", wrap=True)
        self._words = label("", "muted", wrap=True)
        self._column = QWidget()
        self._build()
        self._fit()
        self.demo_button.clicked.connect(self.demo_wanted)
        self.new_button.clicked.connect(self.new_wanted)
        self.open_button.clicked.connect(self.open_wanted)
        self.list.chosen.connect(self.place_wanted)
        self.list.taken_off.connect(self._take_off)
        self.list.came.connect(self._area.ensureWidgetVisible)
        self._show(shelf.known() if shelf is not None else ())

    def _build(self) -> None:
        rows = QVBoxLayout(self._column)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(10)
        rows.addWidget(self._title)
        rows.addWidget(self._words)
        rows.addSpacing(6)
        rows.addWidget(self.list)
        rows.addWidget(Flow([self.demo_button, self.new_button, self.open_button], []))
        self._area = in_the_middle(self._column)
        self.body.addWidget(self._area, 1)

    def _fit(self) -> None:
        self._column.setMaximumWidth(px(WIDTH))

    # ------------------------------------------------------------------ books

    def _show(self, books: Sequence[KnownBook]) -> None:
        """The books that are known; how each lies there is looked at behind."""
        self.list.set(books)
        self.list.setVisible(bool(books))
        self.demo_button.primary = not books
        self.demo_button.updateGeometry()
        if books:
            self._title.setText(_("Books on this computer"))
            self.open_button.setText(_("Open another book\u2026"))
            self._words.setText(_("Enter opens, Delete takes a book off this list and leaves its file alone."))
        else:
            self.open_button.setText(_("Open a book\u2026"))
            self._title.setText(_("Every promise, from the first conversation to cash in the bank."))
            self._words.setText(
                _("A book holds everything your office keeps: clients, statements of work, hours, invoices, payments.")
            )

    def refresh(self) -> None:
        """Look at the books again."""
        if self._operations is None or self._shelf is None:
            return
        for line in self.list.lines:
            job = partial(_look, self._shelf, line.book)
            self._operations.background(job, self._seen, failed=partial(self._not_seen, line.book.place))

    def _seen(self, seen: tuple[KnownBook, BookRow]) -> None:
        book, row = seen
        line = self.list.line_of(book.place)
        if line is not None:
            line.show_row(row)

    def _not_seen(self, place: str, problem: Problem) -> None:
        line = self.list.line_of(place)
        if line is not None:
            line.show_failure(problem)

    def _take_off(self, place: str) -> None:
        """Off the list, with a way back; the book itself is not touched."""
        shelf, line = self._shelf, self.list.line_of(place)
        if shelf is None or line is None:
            return
        try:
            before = shelf.forget(place)
        except Problem as problem:
            self.banner.show_problem(problem)
            return

        def back() -> None:
            shelf.put_back(before)
            self._show(shelf.known())
            self.refresh()
            again = self.list.line_of(place)
            if again is not None:
                again.button.setFocus(Qt.FocusReason.OtherFocusReason)

        def off() -> None:
            shelf.forget(place)
            self._show(shelf.known())

        self._show(shelf.known())
        if not self.list.lines:
            self.new_button.setFocus(Qt.FocusReason.OtherFocusReason)
        text = _("\u201c{book}\u201d is off the list. Its file was not touched.").format(book=line.name)
        tell(self, text, back, redo=off)

    # ------------------------------------------------------------------ the frame

    def keys(self) -> list[tuple[str, str]]:
        """Help is there before a book is."""
        listed = [("Up Down", _("move")), ("Enter", _("open")), ("Del", _("take off the list"))]
        return [*(listed if self.list.lines else []), ("F1", _("help"))]

    def first_focus(self) -> QWidget:
        """The keyboard starts on the newest book, else on the first button."""
        return self.list.entry() or self.demo_button

    def show_problem(self, problem: Problem | None) -> None:
        """Say why a book did not open; None takes the words away."""
        if problem is None:
            self.banner.clear()
        else:
            self.banner.show_problem(problem)
