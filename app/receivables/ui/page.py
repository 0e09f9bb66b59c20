"""Collections: what is owed by age, the open invoices, and payments as they come in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.kernel.formats import Formats
from app.kernel.words import _, ngettext
from app.qt.buttons import Button
from app.qt.cards import Card, Empty
from app.qt.editors import Line
from app.qt.notices import Banner
from app.qt.operations import Operations
from app.qt.page import Page
from app.qt.table import RecordTable
from app.receivables.commands import Recorded
from app.receivables.domain import AgingBucket, bucket_words
from app.receivables.queries import AgingView, CollectionsView, OwedRow, PaymentRow, collections
from app.receivables.ui.owed_card import OwedCard
from app.receivables.ui.owed_list import group_note, group_of, owed_columns
from app.receivables.ui.payment import allocate_dialog, ask_for_payment
from app.receivables.ui.saving import CsvSaver


class CollectionsPage(Page):
    """Open invoices by age; R records a payment, for those who may."""

    listens = frozenset({"receivables", "invoices", "clients", "firm"})

    def __init__(self, operations: Operations, formats: Formats) -> None:
        """An empty page."""
        super().__init__(_("Collections"))
        self._operations = operations
        self._formats = formats
        self._view: CollectionsView | None = None
        self._age: tuple[str, AgingBucket] | None = None
        self.pay_button = Button(_("Record payment\u2026"), icon="hand-coins", keys="R", primary=True)
        self.pay_button.clicked.connect(self.ask_current)
        self.pay_button.hide()
        self.csv_button = Button(_("Export CSV\u2026"), icon="download", keys="Ctrl+E")
        self.filter = Line(width=200)
        self.filter.setPlaceholderText(_("Filter"))
        self.filter.setAccessibleName(_("Filter open invoices"))
        self.head = self.header(self.title, "", self.filter, self.csv_button, self.pay_button)
        self.banner = Banner()
        self.body.addWidget(self.banner)
        self._cards: list[OwedCard] = []
        self._owed = QVBoxLayout()
        self._owed.setSpacing(12)
        self.body.addLayout(self._owed)
        self.table = self._make_table()
        self.card = Card(_("Open invoices"), "", flush=True)
        self.card.body.addWidget(self.table)
        self.table.set_foot(_("Total"))
        self.body.addWidget(self.card, 1)
        self.saver = CsvSaver(operations, self.table, _("collections"), self.banner)
        self.csv_button.clicked.connect(self.saver.ask)
        self.filter.textChanged.connect(self.table.set_filter)
        self.table.filter_cleared.connect(self.filter.clear)
        self._bind("Ctrl+E", self.saver.ask)
        self._bind("Ctrl+F", self.filter.setFocus)

    def _bind(self, keys: str, action: Any) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(action)

    def _make_table(self) -> RecordTable:
        table = RecordTable(
            owed_columns(self._formats),
            self._formats,
            name=_("Open invoices"),
            group=group_of,
            group_note=self._group_note,
            empty=Empty("hand-coins", _("Nothing is owed.")),
        )
        table.opened.connect(self.ask)
        table.bind_key("R", self.ask_current)
        return table

    def _group_note(self, _heading: str, rows: Sequence[OwedRow]) -> str:
        return group_note(rows, self._formats)

    # ------------------------------------------------------------------ reading

    def refresh(self) -> None:
        """Read what is owed: three small statements."""
        self._operations.read(collections, self._take, failed=self.banner.show_problem, latest=self)

    def _take(self, view: CollectionsView) -> None:
        changed = self._view is None or self._view.may_record != view.may_record
        self._view = view
        self.pay_button.setVisible(view.may_record)
        self._show_aging(view)
        self._show_rows()
        self._show_unallocated(view)
        if changed:
            self.described.emit()

    def _show_aging(self, view: CollectionsView) -> None:
        shown = _with_debts(view)
        while len(self._cards) < len(shown):
            card = OwedCard(self._formats)
            place = len(self._cards)
            card.bar.chosen.connect(lambda age, place=place: self._choose_age(place, age))
            self._cards.append(card)
            self._owed.addWidget(card)
        for place, card in enumerate(self._cards):
            card.setVisible(place < len(shown))
            if place < len(shown):
                card.show_aging(shown[place])
        late = sum(row.overdue for row in view.rows)
        words = ngettext("{n} invoice overdue", "{n} invoices overdue", late)
        self.head.set_detail(words if late else _("Nothing overdue"))
        self._age = None

    def _choose_age(self, place: int, age: int) -> None:
        """Show the invoices of one age, or all again."""
        if self._view is None:
            return
        shown = _with_debts(self._view)
        for other, card in enumerate(self._cards):
            if other != place and other < len(shown) and card.bar.current != -1:
                card.show_aging(shown[other])
        self._age = None if age < 0 else (shown[place].currency, shown[place].buckets[age].bucket)
        self._show_rows()

    def _show_rows(self) -> None:
        rows = list(self._view.rows) if self._view is not None else []
        self.card.set_detail("")
        if self._age is not None:
            currency, age = self._age
            rows = [row for row in rows if row.bucket is age and row.balance.currency == currency]
            self.card.set_detail(_("only {age}").format(age=bucket_words(age)))
        self.table.set_rows(rows)

    def _show_unallocated(self, view: CollectionsView) -> None:
        """Money that came in and pays no invoice yet must not be forgotten."""
        if not view.unallocated:
            self.banner.clear()
            return
        payment, debts = self._first_waiting(view)
        words = _("{amount} of {client}, received {day}, pays no invoice yet.").format(
            amount=self._formats.money(payment.left_over),
            client=payment.client_name,
            day=self._formats.day(payment.received_on),
        )
        more = len(view.unallocated) - 1
        if more:
            words = f"{words} {ngettext('{n} more payment waits.', '{n} more payments wait.', more)}"
        if debts and view.may_record:
            self.banner.show_message(
                words,
                "info",
                _("Allocate\u2026"),
                lambda: allocate_dialog(self._operations, self._formats, payment, debts, parent=self.window()).open(),
            )
        else:
            self.banner.show_message(words, "info")

    @staticmethod
    def _first_waiting(view: CollectionsView) -> tuple[PaymentRow, list[OwedRow]]:
        """A payment that can be allocated now, with the invoices it may pay; else the oldest one."""
        pairs = [
            (
                payment,
                [
                    row
                    for row in view.rows
                    if row.client_id == payment.client_id and row.balance.currency == payment.amount.currency
                ],
            )
            for payment in view.unallocated
        ]
        return next((pair for pair in pairs if pair[1]), pairs[0])

    # ------------------------------------------------------------------ actions

    def ask(self, row: OwedRow | None = None) -> None:
        """Record a payment; from a row it starts with what that invoice still needs."""
        if self._view is not None and self._view.may_record:
            ask_for_payment(self._operations, self._formats, self.window(), row=row, then=self._recorded)

    def ask_current(self) -> None:
        """Record a payment of the invoice the list stands on, or of anybody."""
        self.ask(self.table.current_row())

    def _recorded(self, _recorded: Recorded) -> None:
        self.table.setFocus()

    # ------------------------------------------------------------------ frame

    def keys(self) -> list[tuple[str, str]]:
        """The keys of the list."""
        keys = [("J K", _("next, previous"))]
        if self._view is not None and self._view.may_record:
            keys.append(("R", _("record payment")))
        return [*keys, ("Ctrl+F", _("filter")), ("Ctrl+E", _("export CSV"))]

    def regions(self) -> list[QWidget]:
        """The bar, then the list."""
        return [*(card.bar for card in self._cards if not card.isHidden()), self.table]

    def first_focus(self) -> QWidget:
        """The keyboard starts in the list."""
        return self.table

    def open(self, argument: object) -> None:
        """A number selects an invoice."""
        if isinstance(argument, int):
            self.table.select_key(argument)


def _with_debts(view: CollectionsView) -> list[AgingView]:
    """The firm's own currency always, others while something is owed in them."""
    return [one for place, one in enumerate(view.aging) if not place or one.count]
