"""Collections: what is owed by age, the open invoices with their stories, and payments as they come in."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.buttons import Button
from app.qt.fitting import FitsItsRoom
from app.qt.list_card import RowCommand
from app.qt.list_tools import Tool
from app.qt.notices import Banner
from app.qt.operations import Operations
from app.qt.page import Page
from app.qt.panel import MainAndPanel
from app.qt.telling import tell
from app.qt.tokens import px
from app.receivables.commands import Recorded
from app.receivables.queries import (
    AgingView,
    CollectionsView,
    DueSoonRow,
    InvoiceStory,
    OwedRow,
    collections,
    invoice_story,
)
from app.receivables.ui.billed_before import billed_before_dialog
from app.receivables.ui.owed_card import OwedCard
from app.receivables.ui.payment import ask_for_payment
from app.receivables.ui.payments_dialog import PaymentsDialog
from app.receivables.ui.story_panel import StoryPanel
from app.receivables.ui.taking_back import Action, TakingBack
from app.receivables.ui.unallocated import tell_unallocated
from app.receivables.ui.worklist import Worklist

LOW = 500
"""On a lower page the card above leaves its room to the list."""


class CollectionsPage(FitsItsRoom, Page):
    """Open invoices by risk, client or age; R records a payment, for those who may."""

    listens = frozenset({"receivables", "invoices", "clients", "firm"})
    invoice_wanted = Signal(int)
    client_wanted = Signal(int)

    def __init__(self, operations: Operations, formats: Formats) -> None:
        """An empty page."""
        super().__init__(_("Collections"))
        self._operations = operations
        self._formats = formats
        self._view: CollectionsView | None = None
        self._wanted: int | None = None
        self._filling = False
        self.taking_back = TakingBack(operations, formats, self._say)
        self.pay_button = Button(_("Record a payment\u2026"), icon="hand-coins")
        self.pay_button.clicked.connect(self._ask_for_anybody)
        self.banner = Banner()
        self.body.addWidget(self.banner)
        self._cards: list[OwedCard] = []
        self._owed = QVBoxLayout()
        self._owed.setSpacing(12)
        self.body.addLayout(self._owed)
        self._add_card()  # before the list, so that Tab comes by here first
        self._cards[0].hide()
        self.list = Worklist(operations, formats)
        self.list.all_wanted.connect(self._show_all)
        self.table = self.list.table
        self.table.opened.connect(self._opened)
        self.table.selected.connect(self._selected)
        self.payments_tool = Tool(_("Payments"), "banknote")
        self.payments_tool.clicked.connect(self.show_payments)
        self.list.add_tool(self.payments_tool)
        self._offer()
        self.panel = self._make_panel()
        self.both = MainAndPanel(self.list, self.panel, parent=self)
        self.both.folded.connect(lambda _folded: self.described.emit())
        self.body.addWidget(self.list.banner)
        self.body.addWidget(self.both, 1)

    def _offer(self) -> None:
        """The commands of an invoice: in the menu and on their keys."""
        may = _("record payment")
        self.table.row_subject = lambda row: ("invoice", row.invoice_id)
        self.list.offer(
            RowCommand(_("Record payment\u2026"), self.ask_current, keys="R", hint=may, holds=self._may_record),
            RowCommand(_("Open invoice"), self._open_invoice, keys="O", hint=_("open invoice")),
            RowCommand(_("Open client"), self._open_client),
            RowCommand(_("Payments\u2026"), self.show_payments, for_row=False),
        )

    def _may_record(self, _row: object = None) -> bool:
        return self._view is not None and self._view.may_record

    def _make_panel(self) -> StoryPanel:
        panel = StoryPanel(self._formats)
        panel.pay_wanted.connect(self.ask_current)
        panel.invoice_wanted.connect(self.invoice_wanted)
        panel.client_wanted.connect(self.client_wanted)
        panel.take_back_wanted.connect(self._take_back)
        panel.copied.connect(lambda text: tell(self, _("Copied: {text}").format(text=text)))
        return panel

    # ------------------------------------------------------------------ reading

    def refresh(self) -> None:
        """Read what is owed: five small statements."""
        self._operations.read(collections, self._take, failed=self._unread, latest=self)

    def _unread(self, problem: Problem) -> None:
        self.list.show_unread(problem, self.refresh)

    def _take(self, view: CollectionsView) -> None:
        changed = self._view is None or self._view.may_record != view.may_record
        self._view = view
        self._show_aging(view)
        self._operations.soon(partial(self._show_list, view), partial(self._show_current, changed))

    def _show_list(self, view: CollectionsView) -> None:
        self._filling = True
        self.list.set_rows(view.rows)
        self._filling = False
        if self._wanted is not None and self.table.select_key(self._wanted):
            self._wanted = None

    def _show_current(self, changed: bool) -> None:
        if self._view is not None:
            tell_unallocated(self._operations, self._formats, self.banner, self._view, self)
        self._selected(self.table.current_row())
        if changed:
            self.described.emit()

    def _show_aging(self, view: CollectionsView) -> None:
        shown = _with_debts(view)
        while len(self._cards) < len(shown):
            self._add_card()
        for place, card in enumerate(self._cards):
            card.setVisible(place < len(shown))
            if place < len(shown):
                card.show_view(*shown[place], view.getting_paid if not place else None)
        self._fit()

    def _add_card(self) -> None:
        card = OwedCard(self._formats)
        place = len(self._cards)
        card.bar.chosen.connect(lambda age: self._choose_age(place, age))
        card.soon.before_wanted.connect(self._ask_billed_before)
        self._cards.append(card)
        self._owed.addWidget(card)

    def _choose_age(self, place: int, age: int) -> None:
        """Show the invoices of one age, or all again."""
        if self._view is None:
            return
        for other, card in enumerate(self._cards):
            if other != place:
                card.bar.choose(-1)
        aging = _with_debts(self._view)[place][0]
        self.list.show_age(aging.currency, None if age < 0 else aging.buckets[age].bucket)

    def _show_all(self) -> None:
        """No age is chosen any more."""
        for card in self._cards:
            card.bar.choose(-1)
        self.list.show_age("", None)

    def _fit(self) -> None:
        for card in self._cards:
            card.set_short(self.height() < px(LOW))

    # ------------------------------------------------------------------ the panel

    def _selected(self, row: OwedRow | None) -> None:
        if self._filling:
            return
        self.panel.show_row(row, may_record=self._may_record())
        if row is not None:
            self._operations.read(
                invoice_story, self._tell, failed=lambda _gone: None, latest=(self, "story"), invoice_id=row.invoice_id
            )

    def _tell(self, story: InvoiceStory) -> None:
        self.panel.show_story(story)

    def _open_invoice(self) -> None:
        row = self.table.current_row()
        if row is not None:
            self.invoice_wanted.emit(row.invoice_id)

    def _open_client(self) -> None:
        row = self.table.current_row()
        if row is not None:
            self.client_wanted.emit(row.client_id)

    def _ask_billed_before(self) -> None:
        if self._view is not None:
            paid = self._view.getting_paid
            billed_before_dialog(self._operations, self._formats, paid, parent=self.window()).open()

    def show_payments(self) -> None:
        """All payments, to allocate what is left of one or to take one back."""
        PaymentsDialog(self._operations, self._formats, may_record=self._may_record(), parent=self.window()).open()

    # ------------------------------------------------------------------ actions

    def _opened(self, row: OwedRow) -> None:
        """Enter: the next step with an invoice; for those who only read, the invoice itself."""
        if self._may_record():
            self.ask(row)
        else:
            self.invoice_wanted.emit(row.invoice_id)

    def ask(self, row: OwedRow | None = None) -> None:
        """Record a payment; from a row it starts with what that invoice still needs."""
        if self._may_record():
            ask_for_payment(self._operations, self._formats, self.window(), row=row, then=self._recorded)

    def _ask_for_anybody(self) -> None:
        self.ask()

    def ask_current(self) -> None:
        """Record a payment of the invoice the list stands on, or of anybody."""
        self.ask(self.table.current_row())

    def _recorded(self, recorded: Recorded) -> None:
        self.table.setFocus()
        self.taking_back.offer_undo(recorded)

    def _say(self, words: str, undo: Action | None, redo: Action | None) -> None:
        tell(self, words, undo, redo=redo)

    def _take_back(self, payment_id: int) -> None:
        self.table.setFocus()
        self.taking_back.take_back(payment_id)

    # ------------------------------------------------------------------ frame

    def action(self) -> QWidget | None:
        """Money that came in from anybody; for who may record it."""
        return self.pay_button if self._may_record() else None

    def keys(self) -> list[tuple[str, str]]:
        """The keys of the list; what this person may not do is not among them."""
        of_list = self.list.keys()
        if not self._may_record():
            of_list = [("Enter", _("open invoice")), *(pair for pair in of_list if pair[0] != "R")]
            shown = {"Enter"}
        else:
            shown = {"R"}
        first = [pair for pair in of_list if pair[0] in shown]
        rest = [pair for pair in of_list if pair[0] not in shown | {"Enter"}]
        return [*first[:1], *self.both.keys(), *rest]

    def regions(self) -> list[QWidget]:
        """The bars, the row above the list, the list, the panel."""
        shown = [card.bar for card in self._cards if not card.isHidden()]
        return [*shown, *self.list.regions(), *([] if self.panel.isHidden() else [self.panel])]

    def first_focus(self) -> QWidget:
        """The keyboard starts in the list."""
        return self.table

    def open(self, argument: object) -> None:
        """A number selects an invoice; a client's name shows what that client owes."""
        if isinstance(argument, str):
            self._show_all()
            self.list.set_filter(argument)
        elif isinstance(argument, int) and not self.table.select_key(argument):
            self._show_all()
            self.list.set_filter("")
            if not self.table.select_key(argument):
                self._wanted = argument


def _with_debts(view: CollectionsView) -> list[tuple[AgingView, DueSoonRow]]:
    """The firm's own currency always, others while something is owed in them."""
    pairs = zip(view.aging, view.due_soon, strict=True)
    return [pair for place, pair in enumerate(pairs) if not place or pair[0].count]
