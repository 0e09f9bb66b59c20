"""The allocation of a payment as an editor: each open invoice with the part of the payment it gets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.kernel.formats import Formats
from app.kernel.money import Money, total
from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.editors import ParsedLine, money_line
from app.qt.elided import ElidedLabel
from app.qt.form_state import raw_of, write_raw
from app.qt.labels import announce, label, polish, set_role
from app.qt.tab_order import tab_through
from app.receivables.domain import oldest_first
from app.receivables.queries import OwedRow

AMOUNT = 130


class PartLine(QWidget):
    """One open invoice: number, when due, how much is open; its part, and what the part leaves."""

    def __init__(self, row: OwedRow, formats: Formats, currency: Callable[[], str]) -> None:
        """An empty part."""
        super().__init__()
        self.row = row
        self._formats = formats
        self.editor: ParsedLine = money_line(formats, currency, AMOUNT)
        self.editor.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.editor.setAccessibleName(_("Paid of {number}").format(number=row.number))
        self._below = label("", "hint", wrap=True)
        words = _("due {day}, {balance} open").format(day=formats.day(row.due_on), balance=formats.money(row.balance))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        grid.addWidget(label(row.number, "strong"), 0, 0)
        grid.addWidget(ElidedLabel(words, "muted"), 0, 1)
        grid.addWidget(self.editor, 0, 2)
        self._below.setAlignment(Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self._below, 1, 0, 1, 3)
        self.say()

    def read(self) -> Money | None:
        """The part; Problem when it cannot be read or is above what is open."""
        part: Money | None = self.editor.read()
        if part is not None and part > self.row.balance:
            raise Problem(
                "payment.above_balance",
                _("Only {balance} is open on {number}.").format(
                    balance=self._formats.money(self.row.balance), number=self.row.number
                ),
                hint=_("Allocate at most that much; the rest stays with the client."),
            )
        if part is not None and part.minor < 0:
            raise Problem("payment.negative_part", _("An allocation cannot be below zero."))
        return part

    def say(self, *, refuse: bool = False) -> None:
        """Say under the part what it leaves; with `refuse` what is wrong with it too."""
        try:
            part = self.read()
        except Problem as problem:
            self._tell(str(problem) if refuse else "", "error")
            return
        if part is None or not part.minor:
            self._tell("", "hint")
        elif part == self.row.balance:
            self._tell(_("pays all of it"), "hint")
        else:
            left = self._formats.money(self.row.balance - part)
            self._tell(_("leaves {amount} open").format(amount=left), "hint")

    def _tell(self, text: str, role: str) -> None:
        set_role(self._below, role)
        self._below.setText(text)
        self._below.setVisible(bool(text))
        self.editor.setAccessibleDescription(text)
        wanted = "true" if role == "error" and text else "false"
        if self.editor.property("refused") != wanted:
            self.editor.setProperty("refused", wanted)
            polish(self.editor)
            if wanted == "true":
                announce(self.editor)

    def below(self) -> str:
        """What is said under the part."""
        return self._below.text()


class PartsEditor(QWidget):
    """Starts with the oldest debt, or with one chosen invoice; what a person types is kept until the client changes."""

    edited = Signal()

    def __init__(self, formats: Formats) -> None:
        """No invoices yet."""
        super().__init__()
        self._formats = formats
        self._lines: dict[int, PartLine] = {}
        self._currency = ""
        self._before: int | None = None
        self._anchor: QWidget | None = None
        self._amount: Money | None = None
        self.by_hand = False
        self._holder = QWidget()
        self._rest = label("", "hint", wrap=True)
        self._box = box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        self._title = label(_("Pays these invoices"), "section")
        box.addWidget(self._title)
        box.addWidget(self._holder)
        box.addWidget(self._rest)
        self._title.hide()
        self._say()

    # ------------------------------------------------------------------ rows

    def set_debts(self, rows: Sequence[OwedRow], currency: str, *, before: int | None = None) -> None:
        """Offer the open invoices of a client, the oldest first; `before` is paid before all others."""
        self._currency, self._before, self.by_hand = currency, before, False
        self._lines = {}
        old, self._holder = self._holder, QWidget()
        column = QVBoxLayout(self._holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for row in sorted(rows, key=lambda row: row.invoice_id != before):
            line = PartLine(row, self._formats, lambda: self._currency)
            line.editor.textEdited.connect(self._typed)
            line.editor.left.connect(lambda line=line: self._left(line))
            self._lines[row.invoice_id] = line
            column.addWidget(line)
        self._title.setVisible(bool(self._lines))
        self._box.replaceWidget(old, self._holder)
        old.hide()
        old.deleteLater()
        self._chain()
        self._propose()

    def tab_after(self, control: QWidget) -> None:
        """Tab goes from this control to the parts, whenever they are made anew."""
        self._anchor = control
        self._chain()

    def _chain(self) -> None:
        anchor = () if self._anchor is None else (self._anchor,)
        tab_through(*anchor, *(line.editor for line in self._lines.values()))

    def set_amount(self, amount: Money | None) -> None:
        """The payment; while nobody typed parts, they follow it."""
        self._amount = amount
        self._propose()

    def line(self, invoice_id: int) -> ParsedLine:
        """The editor of an invoice's part."""
        return self._lines[invoice_id].editor

    def below(self, invoice_id: int) -> str:
        """What is said under an invoice's part."""
        return self._lines[invoice_id].below()

    def editors(self) -> list[QWidget]:
        """The parts, for the keyboard."""
        return [line.editor for line in self._lines.values()]

    def _propose(self) -> None:
        if not self.by_hand:
            debts = [line.row.debt for line in self._lines.values()]
            given = () if self._amount is None else oldest_first(self._amount, debts, before=self._before)
            parts = {part.invoice_id: part.amount for part in given}
            for invoice_id, line in self._lines.items():
                line.editor.write(parts.get(invoice_id))
        self._say()

    def _typed(self) -> None:
        self.by_hand = True
        self._say()
        self.edited.emit()

    def _left(self, line: PartLine) -> None:
        """On leaving, what cannot be is said at once."""
        self._say()
        line.say(refuse=True)

    # ------------------------------------------------------------------ kept while it is typed

    def kept(self) -> dict[str, Any]:
        """The parts as they were typed, by the invoice; nothing as long as they are proposed."""
        if not self.by_hand:
            return {}
        return {str(invoice_id): raw_of(line.editor) for invoice_id, line in self._lines.items()}

    def put_back(self, kept: Mapping[str, Any]) -> None:
        """Parts that were typed before; those of invoices that are paid by now have no line."""
        for invoice_id, raw in kept.items():
            if int(invoice_id) in self._lines:
                write_raw(self._lines[int(invoice_id)].editor, raw)
                self.by_hand = True
        self._say()

    # ------------------------------------------------------------------ values

    def read(self) -> tuple[tuple[int, Money], ...]:
        """Invoice and part for each filled line; Problem, said at its line, for one that cannot be."""
        found: list[tuple[int, Money]] = []
        for invoice_id, line in self._lines.items():
            line.say(refuse=True)
            try:
                part = line.read()
            except Problem:
                line.editor.setFocus(Qt.FocusReason.OtherFocusReason)
                line.editor.selectAll()
                raise
            if part is not None and part.minor:
                found.append((invoice_id, part))
        return tuple(found)

    def words(self) -> str:
        """What is said under the invoices."""
        return self._rest.text()

    def _say(self) -> None:
        """Say what stays with the client, or what is too much."""
        role, text = "hint", ""
        for line in self._lines.values():
            line.say()
        if not self._lines:
            text = _("No open invoice; the payment waits for the next one.") if self._currency else ""
        elif self._amount is not None:
            try:
                given = [line.editor.read() for line in self._lines.values()]
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
        self._rest.setVisible(bool(text))
