"""All payments: what came in, what it pays, what of it waits; and the way back from one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.kernel.formats import Formats
from app.kernel.words import _, ngettext
from app.qt.buttons import Button
from app.qt.cards import Empty
from app.qt.columns import Column
from app.qt.dialogs import PlainDialog
from app.qt.focus import FocusOverlay
from app.qt.labels import label
from app.qt.list_card import ListCard, RowCommand
from app.qt.more_rows import MoreRows
from app.qt.notices import Banner
from app.qt.operations import Operations
from app.qt.table import RecordTable
from app.qt.tokens import px
from app.receivables.domain import method_words
from app.receivables.queries import PAGE, OwedRow, PaidRow, PaymentListView, owed, payment_list
from app.receivables.ui.payment import AllocateDialog
from app.receivables.ui.taking_back import Action, TakingBack

SIZE = (860, 560)


class PaymentsDialog(PlainDialog):
    """Payments, the newest first. T takes the current one back, A allocates what is left of it."""

    def __init__(
        self, operations: Operations, formats: Formats, *, may_record: bool, parent: QWidget | None = None
    ) -> None:
        """Reads the payments at once; who may not record them only looks."""
        super().__init__(parent)
        self._operations = operations
        self._formats = formats
        title = _("Payments")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        self.banner = Banner()
        self.taking_back = TakingBack(operations, formats, self._say, self.banner.show_problem)
        self.table = RecordTable(
            self._columns(),
            formats,
            name=title,
            empty=Empty("banknote", _("No payment is recorded yet.")),
        )
        self.list = ListCard(self.table, operations, remembers="payments", file_name=_("payments"), whole_page=False)
        self.more = MoreRows(self.list, _("the newest first"), self._read_more)
        self._most = PAGE
        self.table.row_subject = lambda row: ("payment", row.payment.payment_id)
        self.list.count_with(lambda n: ngettext("{n} payment", "{n} payments", n))
        self.take_back = Button(_("Take back"), icon="undo-2", keys="T")
        self.allocate = Button(_("Allocate\u2026"), keys="A")
        self.close_button = Button(_("Close"), keys="Esc")
        self._build()
        if may_record:
            self._offer()
        self.take_back.setVisible(may_record)
        self.allocate.setVisible(may_record)
        self.take_back.clicked.connect(self._take_back)
        self.allocate.clicked.connect(self._allocate)
        self.close_button.clicked.connect(self.reject)
        self.table.selected.connect(self._selected)
        self.ring = FocusOverlay(self)
        self.finished.connect(self.deleteLater)
        self.refresh()

    def _offer(self) -> None:
        self.list.offer(
            RowCommand(_("Take back"), self._take_back, keys="T", holds=lambda row: not row.payment.taken_back),
            RowCommand(
                _("Allocate\u2026"), self._allocate, keys="A", holds=lambda row: row.payment.left_over.minor > 0
            ),
        )

    def _build(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.take_back)
        foot.addWidget(self.allocate)
        foot.addStretch()
        foot.addWidget(self.close_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 16)
        box.setSpacing(12)
        box.addWidget(label(self.windowTitle(), "title"))
        hint = _("A payment that is taken back stays in the list; what it paid is owed again.")
        box.addWidget(label(hint, "second", wrap=True))
        box.addWidget(self.banner)
        box.addWidget(self.list.banner)
        box.addWidget(self.list, 1)
        box.addLayout(foot)
        room = QGuiApplication.primaryScreen().availableGeometry()
        self.resize(min(px(SIZE[0]), room.width() - 60), min(px(SIZE[1]), room.height() - 80))

    def _columns(self) -> list[Column]:
        return [
            Column("state", _("State"), self._state, kind="chip", tone=state_tone, width=130),
            Column("day", _("Came in on"), lambda row: row.payment.received_on, kind="date", width=106),
            Column(
                "client",
                _("Client"),
                lambda row: row.payment.client_name,
                bold=True,
                least=150,
                sub=lambda row: " \u00b7 ".join(
                    part for part in (method_words(row.payment.method), row.payment.reference) if part
                ),
            ),
            Column("pays", _("Pays"), self._pays, least=140, gives_way=1),
            Column("amount", _("Amount"), lambda row: row.payment.amount, kind="money", width=120, bold=True),
            Column("left", _("Waits"), lambda row: row.payment.left_over or None, kind="money", width=110, total="sum"),
        ]

    def _pays(self, row: PaidRow) -> str | None:
        return self._formats.listing(row.numbers) if row.numbers else None

    def _state(self, row: PaidRow) -> str:
        if row.payment.taken_back:
            return _("Taken back")
        if not row.payment.left_over.minor:
            return _("Allocated")
        return _("Partly allocated") if row.numbers else _("Waits")

    # ------------------------------------------------------------------ reading

    def refresh(self) -> None:
        """Read the payments again."""
        self._operations.read(payment_list, self._show, failed=self.banner.show_problem, latest=self, most=self._most)

    def _read_more(self) -> None:
        self._most += PAGE
        self.refresh()

    def _show(self, seen: PaymentListView) -> None:
        number = self._formats.number
        part = _("newest {n} and all waiting, of {all}").format(n=number(self._most), all=number(seen.count))
        self.more.tell(part, rest=seen.count > len(seen.rows), count=seen.count)
        self.list.set_rows(seen.rows)
        self._selected(self.table.current_row())

    def _selected(self, row: PaidRow | None) -> None:
        self.take_back.setEnabled(row is not None and not row.payment.taken_back)
        self.allocate.setEnabled(row is not None and row.payment.left_over.minor > 0)

    def _say(self, words: str, undo: Action | None, _redo: Action | None) -> None:
        """The window lies under this dialog: the way back is offered here."""
        self.banner.show_message(words, "ok", _("Undo") if undo is not None else "", undo)
        self.refresh()

    # ------------------------------------------------------------------ acting

    def _take_back(self) -> None:
        row = self.table.current_row()
        if row is not None and not row.payment.taken_back:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            self.taking_back.take_back(row.payment.payment_id)

    def _allocate(self) -> None:
        row = self.table.current_row()
        if row is not None and row.payment.left_over.minor > 0:
            self._operations.read(
                owed, partial(self._ask_parts, row), failed=self.banner.show_problem, client_id=row.payment.client_id
            )

    def _ask_parts(self, row: PaidRow, debts: list[OwedRow]) -> None:
        mine = [debt for debt in debts if debt.balance.currency == row.payment.amount.currency]
        if not mine:
            words = _("{client} owes nothing now; the money waits for the next invoice.")
            self.banner.show_message(words.format(client=row.payment.client_name), "info")
            return
        dialog = AllocateDialog(self._operations, self._formats, row.payment, mine, parent=self)
        dialog.accepted.connect(self.refresh)
        dialog.open()

    # ------------------------------------------------------------------ keyboard

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.setFocus(Qt.FocusReason.TabFocusReason)


def state_tone(row: PaidRow) -> str:
    """Taken back is no fault; what waits is for information."""
    if row.payment.taken_back:
        return "empty"
    return "info" if row.payment.left_over.minor else "ok"
