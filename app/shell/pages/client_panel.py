"""The panel about one client: what is missing with a way to fill it in, contacts, terms, engagements, sums owed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from app.clients.domain import Fact, terms_text
from app.clients.ui.words import fact_words
from app.engagements.queries import SowListRow
from app.kernel.formats import Formats
from app.kernel.words import _, ngettext
from app.qt.buttons import Button, IconButton
from app.qt.elided import ElidedLabel
from app.qt.hands import Hands
from app.qt.labels import Shape, label, rule
from app.qt.panel import SidePanel
from app.shell.pages.client_columns import order_words, ready_words, sums
from app.shell.pages.client_overview import ClientOverviewRow


class ClientPanel(SidePanel):
    """Tells about the chosen client; what a role may not see or do is absent."""

    fill_in_asked = Signal(object)
    """With the fact."""
    contacts_asked = Signal()
    terms_asked = Signal()
    sow_asked = Signal()
    engagement_asked = Signal(int)
    debts_asked = Signal()
    history_asked = Signal()
    closed = Signal()

    def __init__(self, formats: Formats, *, may_edit: bool, may_agree: bool) -> None:
        """An empty panel; `may_agree`: statements of work and their orders may be written down."""
        super().__init__(_("Client"))
        self._formats = formats
        self._may_edit = may_edit
        self._may_agree = may_agree
        self.row: ClientOverviewRow | None = None
        self.fact_buttons: dict[Fact, Button] = {}
        self.close_button = IconButton("x", _("Close"), keys="Esc", small=True, quiet=True)
        self.close_button.clicked.connect(self.closed)
        self.history_button = IconButton("history", _("History"), keys="Ctrl+H", small=True, quiet=True)
        self.history_button.clicked.connect(self.history_asked)
        self.history_button.hide()
        self.head.addWidget(self.history_button)
        self.head.addWidget(self.close_button)

    def show_row(self, row: ClientOverviewRow | None, *, sees_billing: bool, sees_money: bool) -> None:
        """Tell about a client."""
        here = QApplication.focusWidget()
        inside = here is not None and self.isAncestorOf(here)
        same = self.row is not None and row is not None and self.row.id == row.id
        hands = Hands(self)
        self.row = row
        self.fact_buttons = {}
        _empty(self.body)
        self.set_title(row.client.name if row is not None else _("Client"))
        self.history_button.setVisible(row is not None and sees_billing)
        if row is None:
            return
        if sees_billing:
            self._tell_facts(row)
        self._tell_contacts(row, sees_billing=sees_billing)
        if sees_billing:
            self._tell_terms(row)
        self._tell_engagements(row)
        if sees_money:
            self._tell_debts(row)
        if same:
            hands.back()
        elif inside:
            self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------------ parts

    def _heading(self, words: str, beside: str = "", button: Button | None = None) -> None:
        if self.body.count():
            self.body.addWidget(rule())
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(label(words, "strong"))
        line.addWidget(label(beside, "caption"))
        line.addStretch()
        if button is not None:
            line.addWidget(button)
        self.body.addLayout(line)

    @staticmethod
    def _button(words: str, run: Callable[[], object], keys: str = "") -> Button:
        button = Button(words, small=True)
        if keys:
            button.setAccessibleDescription(keys)
            button.setToolTip(f"{words} ({keys})")
        button.clicked.connect(lambda _on=False: run())
        return button

    def _tell_facts(self, row: ClientOverviewRow) -> None:
        self._heading(_("Ready to bill"), ready_words(row) or "")
        if row.ready:
            text = _("Everything a bill needs is here.") if row.facts else _("This client is closed.")
            self.body.addWidget(label(text, "second", wrap=True))
        for fact in row.missing:
            words = self._fact_words(row, fact)
            may = self._may_agree if fact is Fact.PURCHASE_ORDER else self._may_edit
            button = self._button(_("Fill in"), partial(self.fill_in_asked.emit, fact)) if may else None
            if button is not None:
                button.setAccessibleDescription(words)
                self.fact_buttons[fact] = button
            self.body.addLayout(_line(Shape("warn"), label(words, "", wrap=True), button))

    def _fact_words(self, row: ClientOverviewRow, fact: Fact) -> str:
        if fact is Fact.PAYER_EMAIL and row.client.payer_email:
            return _("Email for invoices does not match the client\u2019s domain")
        return fact_words(fact)

    def _tell_contacts(self, row: ClientOverviewRow, *, sees_billing: bool) -> None:
        one = row.client
        self._heading(_("Contacts"), button=self._button(_("Contacts"), self.contacts_asked.emit, keys="C"))
        people = [(one.sponsor_name, one.sponsor_job, _("Wanted the work"))]
        if sees_billing:
            people.append((one.payer_name, one.payer_job, _("Pays")))
        for name, job, part in people:
            if name:
                self._pair(name, " \u00b7 ".join(word for word in (part, job) if word))
        if sees_billing and one.payer_email:
            self.body.addWidget(ElidedLabel(one.payer_email, "caption"))

    def _tell_terms(self, row: ClientOverviewRow) -> None:
        one = row.client
        change = self._button(_("Terms"), self.terms_asked.emit, keys="T") if self._may_edit else None
        self._heading(_("Terms"), button=change)
        self.body.addWidget(label(terms_text(one.terms) if one.terms else _("none yet"), "", wrap=True))
        order = order_words(row, self._formats)
        if order:
            self.body.addWidget(label(_("PO for every invoice: {number}").format(number=order), "caption", wrap=True))

    def _tell_engagements(self, row: ClientOverviewRow) -> None:
        agree = self._button(_("New SOW"), self.sow_asked.emit, keys="S") if self._may_agree else None
        shown = [sow for sow in row.sows if sow in row.open_sows or sow.start_on == row.starts_on]
        self._heading(_("Engagements"), str(len(row.open_sows)) if row.open_sows else "", agree)
        if not shown:
            self.body.addWidget(label(_("None is open."), "second", wrap=True))
        for sow in shown:
            self.body.addLayout(self._engagement(sow))

    def _engagement(self, sow: SowListRow) -> QLayout:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(sow.title))
        words.addWidget(ElidedLabel(f"{sow.number} \u00b7 {sow.kind}", "caption"))
        button = self._button(_("Open"), partial(self.engagement_asked.emit, sow.sow_id))
        button.setAccessibleDescription(sow.title)
        return _line(None, words, button)

    def _tell_debts(self, row: ClientOverviewRow) -> None:
        look = self._button(_("Collections"), self.debts_asked.emit) if row.owed else None
        self._heading(_("Owed"), button=look)
        if not row.owed:
            self.body.addWidget(label(_("Nothing is owed."), "second", wrap=True))
            return
        self.body.addWidget(label(sums(row.owed, self._formats), "strong"))
        if row.overdue:
            late = ngettext(
                "{sum} overdue, {n} day at most", "{sum} overdue, {n} days at most", row.most_days_late
            ).format(sum=sums(row.overdue, self._formats), n=row.most_days_late)
            self.body.addLayout(_line(Shape("bad"), label(late, "", wrap=True), None))

    def _pair(self, first: str, second: str) -> None:
        box = QVBoxLayout()
        box.setSpacing(0)
        box.addWidget(ElidedLabel(first))
        box.addWidget(ElidedLabel(second, "caption"))
        self.body.addLayout(box)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def _line(first: QWidget | None, words: QWidget | QLayout, last: QWidget | None) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(8)
    if first is not None:
        line.addWidget(first, 0, Qt.AlignmentFlag.AlignVCenter)
    if isinstance(words, QLayout):
        line.addLayout(words, 1)
    else:
        line.addWidget(words, 1)
    if last is not None:
        line.addWidget(last)
    return line


def _empty(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        inner, widget = item.layout(), item.widget()
        if inner is not None:
            _empty(inner)
        if widget is not None:
            widget.hide()
            widget.deleteLater()
