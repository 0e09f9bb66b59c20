"""The page that says why a book did not open: the sentence, the way out, buttons for what works, copies beside it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.kernel.words import _, pgettext
from app.qt.buttons import Button
from app.qt.cards import Card
from app.qt.elided import breakable
from app.qt.fitting import FitsItsText
from app.qt.flow import Flow
from app.qt.labels import Shape, announce, label
from app.qt.middle import in_the_middle
from app.qt.page import Page
from app.qt.setting_rows import SettingRow
from app.qt.tokens import px
from app.shell.pages.book_list import book_folder, book_name
from app.shell.refusals import CopyRow, How, Refusal, Way

WIDTH = 820


class NotOpenedPage(FitsItsText, Page):
    """One refusal. Nothing on it needs the book."""

    asked = Signal(str, object)
    """A place, and how to open it."""
    choose_wanted = Signal()
    restore_wanted = Signal(str, str)
    """The place of the book, and of the backup to go back to."""
    left = Signal()

    def __init__(self, refusal: Refusal) -> None:
        """What works is offered, the most useful first."""
        super().__init__(_("Not opened"))
        self.refusal = refusal
        place, problem = refusal.place, refusal.problem
        self.sentence = label(breakable(problem.message), "strong", wrap=True)
        self.sentence.setAccessibleName(problem.message)
        self.hint = label(breakable(problem.hint), "second", wrap=True)
        self.hint.setAccessibleName(problem.hint)
        if not problem.hint:
            self.hint.hide()  # shown before it has a place, it would be a window of its own for a moment
        self.buttons: dict[str, Button] = {}
        self.copy_buttons: list[Button] = []
        newest = refusal.newest
        if newest is not None and refusal.lost:
            self._offer_back(newest)
        self._offer(Way.READ, _("Open read-only"), "eye", self._asks(place, How(read_only=True)))
        self._offer(Way.TAKE_OVER, _("Take over"), "lock", self._asks(place, How(take_over=True)))
        self._offer(Way.GO_ON, _("Go on with this book"), "arrow-right", self._asks(place, How(go_on=True)))
        self._offer(Way.AGAIN, _("Try again"), "refresh-cw", self._asks(place, How()))
        if newest is not None and not refusal.lost:
            self._offer_back(newest)
        self._offer(Way.FOLDER, _("Show the folder"), "folder-open", self._show_folder)
        self.choose_button = Button(_("Choose another file\u2026"), icon="hard-drive", primary=not self.buttons)
        self.choose_button.clicked.connect(self.choose_wanted)
        self.leave_button = Button(_("To the start page"), keys="Esc", quiet=True)
        self.leave_button.clicked.connect(self.left)
        self._column = QWidget()
        self._build()
        self._fit()

    def _asks(self, place: str, how: How) -> Callable[[], None]:
        return lambda: self.asked.emit(place, how)

    def _offer(self, way: Way, words: str, icon: str, act: Callable[[], None]) -> None:
        if way in self.refusal.ways:
            button = Button(words, icon=icon, primary=not self.buttons)
            button.clicked.connect(act)
            button.setAccessibleDescription(self.refusal.problem.message)
            self.buttons[way] = button

    def _offer_back(self, newest: CopyRow) -> None:
        button = Button(
            _("Go back to the backup of {moment}\u2026").format(moment=newest.made),
            icon="undo-2",
            primary=not self.buttons,
        )
        button.clicked.connect(lambda: self.restore_wanted.emit(self.refusal.place, newest.place))
        button.setAccessibleDescription(self.refusal.problem.message)
        self.buttons[Way.BACK] = button

    def _build(self) -> None:
        rows = QVBoxLayout(self._column)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(14)
        name, folder = book_name(self.refusal.place), book_folder(self.refusal.place)
        head = QVBoxLayout()
        head.setSpacing(2)
        head.addWidget(label(_("\u201c{book}\u201d did not open").format(book=name), "title", wrap=True))
        where = label(breakable(folder), "muted", wrap=True)
        where.setAccessibleName(folder)
        head.addWidget(where)
        rows.addLayout(head)
        card = Card()
        said = QHBoxLayout()
        said.setSpacing(10)
        shape = Shape("bad", 16)
        said.addWidget(shape, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(6)
        words.addWidget(self.sentence)
        words.addWidget(self.hint)
        said.addLayout(words, 1)
        card.body.addLayout(said)
        card.body.addSpacing(6)
        card.body.addWidget(Flow([*self.buttons.values(), self.choose_button], []))
        rows.addWidget(card)
        if self.refusal.copies:
            rows.addWidget(self._copies())
        rows.addWidget(Flow([self.leave_button], []))
        self.body.addWidget(in_the_middle(self._column), 1)

    def _copies(self) -> Card:
        card = Card(
            _("Backups and copies"),
            _("A backup was opened and checked; going back makes a new book of it. A copy is opened to look at it."),
        )
        for copy in self.refusal.copies:
            card.body.addWidget(self._copy(copy))
        return card

    def _copy(self, copy: CopyRow) -> SettingRow:
        if copy.checked:
            button = Button(_("Go back\u2026"), small=True)
            button.setAccessibleName(_("Go back: {book}").format(book=copy.name))
            button.clicked.connect(lambda: self.restore_wanted.emit(self.refusal.place, copy.place))
        else:
            button = Button(_("Open read-only"), small=True)
            button.setAccessibleName(_("Open read-only: {book}").format(book=copy.name))
            button.clicked.connect(self._asks(copy.place, How(read_only=True)))
        self.copy_buttons.append(button)
        return SettingRow(breakable(copy.name), f"{copy.made} \u00b7 {copy.size}", button)

    def _fit(self) -> None:
        self._column.setMaximumWidth(px(WIDTH))

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(book_folder(self.refusal.place)))

    # ------------------------------------------------------------------ the frame

    def first_focus(self) -> QWidget:
        """The keyboard starts on the most useful button, and the sentence is read out."""
        announce(self.sentence)
        return next(iter(self.buttons.values()), self.choose_button)

    def keys(self) -> list[tuple[str, str]]:
        """How to leave."""
        return [("Esc", _("start page")), ("F1", _("help"))]

    def breadcrumb(self) -> tuple[str, ...]:
        """The start page, and the book."""
        return pgettext("page", "Start"), book_name(self.refusal.place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leads to the start page."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
