"""The last step of a new book, in the book itself: what the office already has. All of it can wait."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.invoices.ui.opening import opening_rows
from app.kernel.words import _
from app.qt.buttons import Button
from app.qt.cards import Card
from app.qt.fitting import FitsItsText
from app.qt.labels import label, rule
from app.qt.notices import Banner
from app.qt.operations import Operations
from app.qt.page import Page
from app.qt.setting_rows import SettingRow
from app.qt.steps import Step, Steps
from app.qt.tokens import px
from app.receivables.queries import CollectionsView, collections
from app.receivables.ui.billed_before import billed_before_dialog
from app.shell.session import Session

WIDTH = 820


class BringInPage(FitsItsText, Page):
    """Says that the book is there, and offers what may come in first."""

    left = Signal()

    def __init__(self, operations: Operations, session: Session) -> None:
        """For the person who founded the firm."""
        super().__init__(_("What you have"))
        self._operations = operations
        self._session = session
        self.banner = Banner()
        self.clients_button = Button(_("Read a file of clients\u2026"), icon="file-input")
        self.billed_button = Button(_("Say what was billed before\u2026"))
        self.work_button = Button(_("Go to work"), icon="arrow-right", primary=True)
        self.steps = Steps(2)
        self._column = QWidget()
        self._build()
        self._fit()
        self.clients_button.clicked.connect(self._read_clients)
        self.billed_button.clicked.connect(self._ask_billed)
        self.work_button.clicked.connect(self.left)

    def _build(self) -> None:
        rows = QVBoxLayout(self._column)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(12)
        rows.addWidget(self.banner)
        rows.addWidget(self.steps)
        rows.addWidget(label(_("The book of {firm} is ready").format(firm=self._session.book_name), "title", wrap=True))
        rows.addWidget(
            label(_("Bring in what you have, now or later. None of it is needed to begin."), "second", wrap=True)
        )
        card = Card()
        card.body.setSpacing(0)
        for place, row in enumerate(self._rows()):
            if place:
                card.body.addWidget(rule())
            card.body.addWidget(row)
        rows.addWidget(card)
        end = QHBoxLayout()
        end.addWidget(self.work_button)
        end.addStretch(1)
        rows.addLayout(end)
        rows.addStretch(1)
        inside = QWidget()
        inside.setObjectName("inside")
        middle = QHBoxLayout(inside)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.addStretch(1)
        middle.addWidget(self._column, 1000)
        middle.addStretch(1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.addWidget(area, 1)

    def _rows(self) -> list[SettingRow]:
        return [
            SettingRow(
                _("Clients"),
                _("From a CSV file of another program: what each row would do is shown before."),
                self.clients_button,
            ),
            *opening_rows(self._operations, self._session.formats, self),
            SettingRow(
                _("Billed before the book began"),
                _("Gross sums by month. With them the book knows at once how long clients take to pay."),
                self.billed_button,
            ),
        ]

    def _fit(self) -> None:
        self._column.setMaximumWidth(px(WIDTH))
        done = [Step(_("The book is made"), done=True), Step(_("What you have"), now=True)]
        self.steps.show_steps(done, room=px(WIDTH))

    def _read_clients(self) -> None:
        from app.clients.ui.importing import ImportClientsDialog

        ImportClientsDialog(self._operations, self._session.formats, parent=self.window()).open()

    def _ask_billed(self) -> None:
        self._operations.read(collections, self._open_billed, failed=self.banner.show_problem)

    def _open_billed(self, view: CollectionsView) -> None:
        if view.getting_paid is not None:
            billed_before_dialog(
                self._operations, self._session.formats, view.getting_paid, parent=self.window()
            ).open()

    def keys(self) -> list[tuple[str, str]]:
        """How to go on."""
        return [("Esc", _("go to work")), ("F1", _("help"))]

    def first_focus(self) -> QWidget:
        """Going on is the usual answer."""
        return self.work_button

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes on to work."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
