"""The panel beside the open invoices: the chosen one's balance, who pays it, and its story with what can be done."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.kernel.formats import Formats
from app.kernel.words import _
from app.qt.buttons import Button, IconButton
from app.qt.labels import Chip, label, rule
from app.qt.panel import SidePanel
from app.qt.tab_order import tab_through
from app.qt.timeline import Event, Timeline
from app.receivables.domain import method_words
from app.receivables.queries import EventKind, EventRow, InvoiceStory, OwedRow
from app.receivables.ui.owed_list import late_sentence, tone_of


class Fact(QWidget):
    """A caption with its value, and a button that copies the value."""

    copied = Signal(str)

    def __init__(self, caption: str, *, strong: bool = False, copies: str = "") -> None:
        """`copies` names the button that copies the value; without it there is none."""
        super().__init__()
        self._caption = label(caption, "second")
        self._value = label("", "place" if strong else "", wrap=True, selectable=True)
        self._value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.button = IconButton("copy", copies or caption, small=True, quiet=True)
        self.button.hide()
        self._copies = bool(copies)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._caption)
        row.addWidget(self._value, 1)
        row.addWidget(self.button)
        self.button.clicked.connect(self._copy)

    def set(self, value: str) -> None:
        """Show another value; an empty one takes the line away."""
        self._value.setText(value)
        self.setAccessibleName(f"{self._caption.text()}: {value}")
        self.button.setVisible(self._copies and bool(value))
        self.setVisible(bool(value))

    def value(self) -> str:
        """The value shown."""
        return self._value.text()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.value())
        self.copied.emit(self.value())


class StoryPanel(SidePanel):
    """Tells about one open invoice."""

    pay_wanted = Signal()
    invoice_wanted = Signal(int)
    client_wanted = Signal(int)
    take_back_wanted = Signal(object)
    copied = Signal(str)

    def __init__(self, formats: Formats) -> None:
        """An empty panel."""
        super().__init__(_("Open invoice"))
        self._formats = formats
        self._row: OwedRow | None = None
        self._may_record = False
        self.late = Chip("", "ok")
        self.head.addWidget(self.late)
        self.invoice = Fact(_("Invoice"))
        self.balance = Fact(_("Balance"), strong=True)
        self.paid = Fact(_("Paid so far"))
        self.payer = Fact(_("Payer"))
        self.phone = Fact(_("Phone"), copies=_("Copy the phone number"))
        self.email = Fact(_("Email"), copies=_("Copy the email address"))
        self.story = Timeline(_("What happened"))
        facts = QVBoxLayout()
        facts.setSpacing(6)
        self.facts = (self.invoice, self.balance, self.paid, self.payer, self.phone, self.email)
        for fact in self.facts:
            facts.addWidget(fact)
            fact.copied.connect(self.copied)
        self.body.addLayout(facts)
        self._rule = rule()
        self.body.addWidget(self._rule)
        self.body.addWidget(self.story)
        self.pay = Button(_("Record payment\u2026"), icon="hand-coins", keys="R", primary=True)
        self.open_invoice = Button(_("Open invoice"), icon="file-text", keys="O")
        self.open_client = Button(_("Client"), icon="building-2")
        self.pay.clicked.connect(self.pay_wanted)
        self.open_invoice.clicked.connect(self._open_invoice)
        self.open_client.clicked.connect(self._open_client)
        self.foot.addWidget(self.pay)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.open_invoice, 1)
        below.addWidget(self.open_client, 1)
        self.foot.addLayout(below)
        self.show_row(None, may_record=False)

    # ------------------------------------------------------------------ what is shown

    def show_row(self, row: OwedRow | None, *, may_record: bool) -> None:
        """Tell what the list knows already; the story comes when it has been read."""
        other = row is None or self._row is None or row.invoice_id != self._row.invoice_id
        self._row, self._may_record = row, may_record
        self.set_title(row.client_name if row is not None else _("No invoice chosen"))
        for widget in (self.late, self.open_invoice, self.open_client, self._rule):
            widget.setVisible(row is not None)
        self.pay.setVisible(row is not None and may_record)
        if other:
            for fact in self.facts:
                fact.set("")
            self.story.set(())
        if row is None:
            return
        money = self._formats.money
        self.late.set(late_sentence(row), tone_of(row))
        self.invoice.set(row.number)
        self.balance.set(money(row.balance))
        self.paid.set(
            _("{paid} of {gross}").format(paid=money(row.paid), gross=money(row.gross)) if row.part_paid else ""
        )

    def show_story(self, story: InvoiceStory) -> None:
        """Tell the story, if it is still the chosen invoice's."""
        if self._row is None or story.row.invoice_id != self._row.invoice_id:
            return
        self.show_row(story.row, may_record=self._may_record)
        who = ", ".join(part for part in (story.payer_name, story.payer_job) if part)
        self.payer.set(who)
        self.phone.set(story.phone)
        self.email.set(story.email)
        self.story.set([self._event(event, story.row) for event in story.events])
        tab_through(self.email.button, *self.story.buttons)

    def _event(self, event: EventRow, row: OwedRow) -> Event:
        formats = self._formats
        day, amount = self._day(event.on), formats.money(event.amount)
        match event.kind:
            case EventKind.ISSUED:
                by = _("{day} \u00b7 by {name}").format(day=day, name=event.who) if event.who else day
                told = " \u00b7 ".join(part for part in (by, event.reference) if part)
                return Event(_("{amount} invoiced").format(amount=amount), told)
            case EventKind.DUE:
                title = _("Was due") if row.overdue else _("Due today") if not row.days_late else _("Due")
                return Event(title, day, "bad" if row.days_late > 60 else "warn" if row.overdue else "empty")
            case EventKind.TAKEN_BACK:
                return Event(_("Payment of {amount} taken back").format(amount=amount), self._how(event), "empty")
        part = event.payment is not None and event.payment != event.amount
        title = (
            _("{amount} of a payment of {whole}").format(amount=amount, whole=formats.money(event.payment))
            if part and event.payment is not None
            else _("{amount} paid").format(amount=amount)
        )
        if not self._may_record:
            return Event(title, self._how(event), "ok")
        return Event(
            title, self._how(event), "ok", _("Take back"), lambda: self.take_back_wanted.emit(event.payment_id)
        )

    def _day(self, day: date) -> str:
        """A day; one of another year with its year."""
        today = self._row.due_on + timedelta(self._row.days_late) if self._row is not None else day
        return self._formats.day(day) if day.year == today.year else self._formats.date(day)

    def _how(self, event: EventRow) -> str:
        method = method_words(event.method) if event.method is not None else ""
        return " \u00b7 ".join(part for part in (self._day(event.on), method, event.reference) if part)

    # ------------------------------------------------------------------ doors

    def _open_invoice(self) -> None:
        if self._row is not None:
            self.invoice_wanted.emit(self._row.invoice_id)

    def _open_client(self) -> None:
        if self._row is not None:
            self.client_wanted.emit(self._row.client_id)
