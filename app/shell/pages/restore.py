"""Going back to a backup: what it holds, what would be missing, where it goes. Nothing is changed before the button."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.buttons import Button
from app.qt.cards import Card
from app.qt.elided import breakable
from app.qt.fitting import FitsItsText
from app.qt.flow import Flow
from app.qt.labels import announce, label, rule
from app.qt.middle import in_the_middle
from app.qt.notices import Banner
from app.qt.operations import Operations
from app.qt.page import Page
from app.qt.setting_rows import SettingRow
from app.qt.tokens import px
from app.shell.backups import Backups, GoingBack
from app.shell.pages.book_list import book_name

WIDTH = 820


class RestorePage(FitsItsText, Page):
    """One backup of one book."""

    restored = Signal(str)
    """The place of the new book."""
    look_wanted = Signal(str)
    left = Signal()

    def __init__(self, operations: Operations, backups: Backups) -> None:
        """Empty until a backup is asked for."""
        super().__init__(_("Go back to a backup"))
        self._operations, self._backups = operations, backups
        self._place = self._backup = ""
        self.banner = Banner()
        self.heading = label("", "title", wrap=True)
        self.what = label("", "muted", wrap=True)
        self.restore_button = Button(_("Restore and open"), icon="undo-2", primary=True)
        self.look_button = Button(_("Only look at it"), icon="eye")
        self.leave_button = Button(_("Cancel"), keys="Esc")
        self.restore_button.clicked.connect(self.restore)
        self.look_button.clicked.connect(lambda: self.look_wanted.emit(self._backup))
        self.leave_button.clicked.connect(self.left)
        self._column = QWidget()
        rows = QVBoxLayout(self._column)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(14)
        head = QVBoxLayout()
        head.setSpacing(2)
        head.addWidget(self.heading)
        head.addWidget(self.what)
        rows.addLayout(head)
        rows.addWidget(self.banner)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(14)
        self._shown: list[Card] = []
        rows.addLayout(self._cards)
        self._foot = Flow([self.restore_button, self.look_button], [self.leave_button])
        foot = QHBoxLayout()  # below what scrolls: in a low window the answers are seen with the question
        foot.addStretch(1)
        foot.addWidget(self._foot, 1000)
        foot.addStretch(1)
        area = in_the_middle(self._column)
        bar = area.verticalScrollBar()
        bar.rangeChanged.connect(
            lambda _least, most: foot.setContentsMargins(0, 0, bar.sizeHint().width() if most else 0, 0)
        )
        self.body.addWidget(area, 1)
        self.body.addLayout(foot)
        self._fit()

    def open(self, argument: object) -> None:
        """A book and a backup of it, by their places; the comparison begins at once, behind the page."""
        if not isinstance(argument, tuple):
            return
        self._place, self._backup = argument
        place, backup, backups = self._place, self._backup, self._backups
        self.heading.setText(_("Go back to a backup of \u201c{book}\u201d").format(book=book_name(place)))
        self.what.setText("")
        self.banner.clear()
        self.restore_button.setEnabled(True)
        for card in self._shown:
            self._cards.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.summary = label(_("Comparing with the book\u2026"), "strong", wrap=True)
        self._missing = Card(_("What would be missing"))
        self._missing.body.addWidget(self.summary)
        self._cards.addWidget(self._missing)
        self._shown = [self._missing]

        def show(cost: GoingBack) -> None:
            if (place, backup) == (self._place, self._backup):
                self.show_cost(cost)

        self._operations.background(
            lambda progress: backups.going_back(place, backup, progress), show, failed=self._refused
        )

    def show_cost(self, cost: GoingBack) -> None:
        """What was found."""
        row = cost.backup
        self.what.setText(
            _("Taken {moment}, {reason}; checked {checked}.").format(
                moment=row.taken, reason=row.reason, checked=row.checked
            )
        )
        self.summary.setText(breakable(cost.summary))
        self.summary.setAccessibleName(cost.summary)
        for words, detail in (*cost.missing, *cost.who):
            self._missing.body.addWidget(rule())
            self._missing.body.addWidget(SettingRow(words, detail))
        happens = Card(_("What happens"))
        for title, text in (
            (_("A new book"), _("It goes to {place} and is opened.").format(place=breakable(cost.target))),
            (_("The old one stays"), _("Whatever is at {place} is not touched.").format(place=breakable(cost.book))),
            (
                _("Nothing goes out by itself"),
                _("What the backup had planned to send or fetch waits until somebody starts it again."),
            ),
        ):
            if happens.body.count():
                happens.body.addWidget(rule())
            happens.body.addWidget(SettingRow(title, text))
        self._cards.addWidget(happens)
        self._shown.append(happens)
        if not row.good:
            self.restore_button.setEnabled(False)
            self.banner.show_message(row.damage, "bad")
        announce(self.summary)

    def restore(self) -> None:
        """Make the new book; who cancels finds all as it was."""
        backups, place, backup = self._backups, self._place, self._backup
        self.restore_button.setEnabled(False)
        self.banner.clear()
        progress = self._operations.background(
            lambda progress: backups.restore(place, backup, progress), self.restored.emit, failed=self._refused
        )
        progress.finished.connect(self._ended)

    def _ended(self) -> None:
        self.restore_button.setEnabled(True)

    def _refused(self, problem: Problem) -> None:
        self.banner.show_problem(problem)

    def _fit(self) -> None:
        for part in (self._column, self._foot):
            part.setMaximumWidth(px(WIDTH))

    # ------------------------------------------------------------------ the frame

    def first_focus(self) -> QWidget:
        """The keyboard starts on what was asked for."""
        return self.restore_button

    def keys(self) -> list[tuple[str, str]]:
        """How to leave."""
        return [("Esc", _("cancel")), ("F1", _("help"))]

    def breadcrumb(self) -> tuple[str, ...]:
        """The book, and what is done with it."""
        return book_name(self._place), _("Go back to a backup")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves all as it is."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
