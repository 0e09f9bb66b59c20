"""The allocation of a payment as an editor: each open invoice with the part of the payment it gets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.kernel.formats import Formats
from app.kernel.money import Money, total
from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.editors import ParsedLine, money_line
from app.qt.labels import label, polish, set_role
from app.receivables.domain import oldest_first
from app.receivables.queries import OwedRow


class PartsEditor(QWidget):
    """Starts with the oldest debt first; what a person types is kept until the client changes."""

    edited = Signal()

    def __init__(self, formats: Formats) -> None:
        """No invoices yet."""
        super().__init__()
        self._formats = formats
        self._rows: tuple[OwedRow, ...] = ()
        self._lines: dict[int, ParsedLine] = {}
        self._currency = ""
        self._amount: Money | None = None
        self.by_hand = False
        self._grid_holder = QWidget()
        self._rest = label("", "hint", wrap=True)
        self._box = box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(label(_("Pays these invoices"), "section"))
        box.addWidget(self._grid_holder)
        box.addWidget(self._rest)
        self._say()

    # ------------------------------------------------------------------ rows

    def set_debts(self, rows: Sequence[OwedRow], currency: str) -> None:
        """Offer the open invoices of a client, the oldest first."""
        self._rows, self._currency, self.by_hand = tuple(rows), currency, False
        self._lines = {}
        old, self._grid_holder = self._grid_holder, QWidget()
        grid = QGridLayout(self._grid_holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for place, row in enumerate(self._rows):
            line = money_line(self._formats, lambda: self._currency, 130)
            line.setAlignment(Qt.AlignmentFlag.AlignRight)
            line.setAccessibleName(_("Paid of {number}").format(number=row.number))
            line.textEdited.connect(self._typed)
            line.left.connect(self._say)
            self._lines[row.invoice_id] = line
            grid.addWidget(label(row.number, "strong"), place, 0)
            words = _("due {day}, {balance} open").format(
                day=self._formats.day(row.due_on), balance=self._formats.money(row.balance)
            )
            grid.addWidget(label(words, "muted"), place, 1)
            grid.addWidget(line, place, 2)
        self._box.replaceWidget(old, self._grid_holder)
        old.hide()
        old.deleteLater()
        self._propose()

    def set_amount(self, amount: Money | None) -> None:
        """The payment; while nobody typed parts, they follow it."""
        self._amount = amount
        self._propose()

    def set_parts(self, parts: Mapping[int, Money]) -> None:
        """Choose parts for a person, as if they had been typed."""
        self.by_hand = True
        for invoice_id, line in self._lines.items():
            line.write(parts.get(invoice_id))
        self._say()

    def line(self, invoice_id: int) -> ParsedLine:
        """The editor of an invoice's part."""
        return self._lines[invoice_id]

    def _propose(self) -> None:
        if not self.by_hand:
            debts = [row.debt for row in self._rows]
            parts = (
                {}
                if self._amount is None
                else {part.invoice_id: part.amount for part in oldest_first(self._amount, debts)}
            )
            for invoice_id, line in self._lines.items():
                line.write(parts.get(invoice_id))
        self._say()

    def _typed(self) -> None:
        self.by_hand = True
        self._say()
        self.edited.emit()

    # ------------------------------------------------------------------ values

    def read(self) -> tuple[tuple[int, Money], ...]:
        """Invoice and part for each filled line; Problem for one that cannot be read or is above what is open."""
        found: list[tuple[int, Money]] = []
        for row in self._rows:
            line = self._lines[row.invoice_id]
            self._mark(line, refused=False)
            try:
                part: Money | None = line.read()
                if part is not None and part > row.balance:
                    raise Problem(
                        "payment.above_balance",
                        _("Only {balance} is open on {number}.").format(
                            balance=self._formats.money(row.balance), number=row.number
                        ),
                        hint=_("Allocate at most that much; the rest stays with the client."),
                    )
            except Problem:
                self._mark(line, refused=True)
                line.setFocus(Qt.FocusReason.OtherFocusReason)
                raise
            if part is not None and part.minor:
                found.append((row.invoice_id, part))
        return tuple(found)

    @staticmethod
    def _mark(line: ParsedLine, *, refused: bool) -> None:
        wanted = "true" if refused else "false"
        if line.property("refused") != wanted:
            line.setProperty("refused", wanted)
            polish(line)

    def words(self) -> str:
        """What is said under the invoices."""
        return self._rest.text()

    def _say(self) -> None:
        """Say what stays with the client, or what is too much."""
        role, text = "hint", ""
        if not self._rows:
            text = _("No open invoice; the payment waits for the next one.")
        elif self._amount is not None:
            try:
                given = [line.read() for line in self._lines.values()]
            except Problem as problem:
                role, text = "error", str(problem)
            else:
                rest = self._amount - total((part for part in given if part is not None), self._currency)
                if rest.minor < 0:
                    role = "error"
                    text = _("{amount} more than came in.").format(amount=self._formats.money(-rest))
                elif rest.minor > 0:
                    text = _("{amount} stays with the client.").format(amount=self._formats.money(rest))
                else:
                    text = _("All of it is allocated.")
        set_role(self._rest, role)
        self._rest.setText(text)
