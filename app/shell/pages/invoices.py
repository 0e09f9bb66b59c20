"""Issued invoices: how each stands, its PDF on screen, saved, printed; its number to be copied."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.invoices.queries import invoice_pdf
from app.invoices.ui.printing import print_invoice
from app.invoices.ui.saving import ChooseFile, ask_where, file_name, save_pdf
from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.kernel.words import _, ngettext
from app.qt.buttons import Button
from app.qt.cards import Empty
from app.qt.columns import Column
from app.qt.list_card import Cut, ListCard, RowCommand
from app.qt.list_printing import ListPrint
from app.qt.more_rows import MoreRows
from app.qt.operations import Operations
from app.qt.page import Page
from app.qt.printing import AskPrinter, ask_printer
from app.qt.table import RecordTable
from app.qt.telling import tell_on
from app.shell import areas
from app.shell.pages.issued import FOUND, PAGE, IssuedRow, IssuedView, Standing, issued

TONES = {Standing.ISSUED: "empty", Standing.PART_PAID: "info", Standing.OVERDUE: "bad", Standing.PAID: "ok"}


class InvoicesPage(Page):
    """All invoices, the newest first. Enter or Space opens the very PDF."""

    listens = frozenset({"invoices", "receivables", "clients"})
    opened = Signal(int)

    def __init__(
        self,
        operations: Operations,
        formats: Formats,
        *,
        choose_file: ChooseFile = ask_where,
        ask_for_printer: AskPrinter = ask_printer,
        may_bill: bool = False,
    ) -> None:
        """The list of the open book; for who may bill an empty one leads to the billing run."""
        super().__init__(_("Invoices"))
        self._operations = operations
        self._formats = formats
        self._choose_file = choose_file
        self._ask_for_printer = ask_for_printer
        self._wanted: int | None = None
        self._most = PAGE
        self.open_button = Button(_("Open PDF"), icon="eye", keys="Space", primary=True)
        self.save_button = Button(_("Save PDF\u2026"), icon="download", keys="S")
        self.print_button = Button(_("Print PDF\u2026"), icon="printer", keys="P")
        self.table = RecordTable(
            self._columns(),
            formats,
            name=_("Invoices"),
            empty=Empty(
                "file-text",
                _("No invoice is issued yet. Approved drafts are issued in the billing run."),
                _("Go to the billing run") if may_bill else "",
            ),
        )
        self.list = ListCard(self.table, operations, remembers="invoices", file_name=_("Invoices"), cuts=self._cuts())
        self._build()

    def _columns(self) -> list[Column]:
        return [
            Column("number", _("Number"), lambda row: row.invoice.number, width=140, bold=True),
            Column(
                "client",
                _("Client and SOW"),
                lambda row: row.invoice.client_name,
                kind="two_line",
                sub=lambda row: row.invoice.sow_number,
                least=200,
            ),
            Column("issued", _("Issued"), lambda row: row.invoice.issued_on, kind="date", width=112, gives_way=3),
            Column("due", _("Due"), lambda row: row.invoice.due_on, kind="date", width=112, gives_way=1),
            Column("net", _("Net"), lambda row: row.invoice.net, kind="money", width=116, total="sum", gives_way=5),
            Column("tax", _("VAT"), lambda row: row.invoice.tax, kind="money", width=104, total="sum", gives_way=4),
            Column("gross", _("Total"), lambda row: row.invoice.gross, kind="money", width=116, total="sum", bold=True),
            Column(
                "owed", _("Owed"), lambda row: row.balance or None, kind="money", width=116, total="sum", gives_way=2
            ),
            Column(
                "state",
                _("State"),
                self._state,
                kind="chip",
                width=196,
                tone=lambda row: TONES[row.standing],
                sort=lambda row: list(TONES).index(row.standing),
            ),
        ]

    def _cuts(self) -> list[Cut]:
        return [
            Cut("all", _("All")),
            Cut("issued", _("Not due"), lambda row: row.standing in {Standing.ISSUED, Standing.PART_PAID}),
            Cut("part", _("Part paid"), lambda row: row.part_paid, "info"),
            Cut("overdue", _("Overdue"), lambda row: row.standing is Standing.OVERDUE, "bad"),
            Cut("paid", _("Paid"), lambda row: row.standing is Standing.PAID, "ok"),
        ]

    @staticmethod
    def _state(row: IssuedRow) -> str:
        if row.standing is Standing.OVERDUE:
            return ngettext("{n} day overdue", "{n} days overdue", row.days_late)
        return {Standing.ISSUED: _("Issued"), Standing.PART_PAID: _("Part paid"), Standing.PAID: _("Paid")}[
            row.standing
        ]

    def _build(self) -> None:
        self.head = self.header(_("Invoices"), "", self.save_button, self.print_button, self.open_button)
        self.body.addWidget(self.list.banner)
        self.body.addWidget(self.list, 1)
        found_by = _("Of older invoices the newest {n} with these words in number, client or SOW stand here too.")
        self.more = MoreRows(
            self.list,
            _("the newest first"),
            self._read_more,
            find=self.refresh,
            found_by=found_by.format(n=self._formats.number(FOUND)),
        )
        self.list.count_with(lambda count: ngettext("{n} invoice", "{n} invoices", count))
        has_file = _has_file
        self.table.row_subject = lambda row: ("invoice", row.invoice.invoice_id)
        self.list.offer(
            RowCommand(_("Open PDF"), self.open_current, keys="Space", hint=_("open PDF")),
            RowCommand(_("Save PDF\u2026"), self.save, keys="S", hint=_("save PDF"), holds=has_file),
            RowCommand(_("Print PDF\u2026"), self.print_current, keys="P", hint=_("print PDF"), holds=has_file),
            RowCommand(_("Copy the number"), self.copy_number, keys="C", hint=_("copy number")),
        )
        self.list.prints_with(
            ListPrint(
                self._operations,
                self.table,
                self.list.banner,
                title=_("Invoices"),
                detail=self.list.shown_words,
                ask_for_printer=self._ask_for_printer,
            ).ask
        )
        self.table.opened.connect(lambda _row: self.open_current())
        self.table.empty_action.connect(lambda: self.wants.emit(areas.BILLING, None))
        self.table.selected.connect(self._selected)
        self.open_button.clicked.connect(self.open_current)
        self.save_button.clicked.connect(self.save)
        self.print_button.clicked.connect(self.print_current)

    # ------------------------------------------------------------------ reading

    def refresh(self) -> None:
        """Read the list again."""
        self._operations.read(
            issued,
            self._take,
            failed=self._unread,
            latest=(id(self), "invoices"),
            most=self._most,
            text=self.list.filter.text().strip(),
        )

    def _unread(self, problem: Problem) -> None:
        self.list.show_unread(problem, self.refresh)

    def _read_more(self) -> None:
        self._most += PAGE
        self.refresh()

    def _take(self, seen: IssuedView) -> None:
        number = self._formats.number
        part = _("newest {n} and all open, of {all}").format(n=number(self._most), all=number(seen.count))
        self.more.tell(part, rest=seen.count > len(seen.rows), count=seen.count)
        self._operations.soon(partial(self._show_rows, seen))

    def _show_rows(self, seen: IssuedView) -> None:
        self.list.set_rows(seen.rows)
        if self._wanted is not None:
            self.table.select_key(self._wanted)
            self._wanted = None
        self._selected(self.table.current_row())

    def current(self) -> IssuedRow | None:
        """The chosen invoice."""
        row = self.table.current_row()
        return row if isinstance(row, IssuedRow) else None

    def _selected(self, row: IssuedRow | None) -> None:
        self.open_button.setEnabled(row is not None)
        older = _("It is older than this book, which has no PDF of it.")
        for button in (self.save_button, self.print_button):
            button.setEnabled(row is not None and row.invoice.has_file)
            button.setToolTip("" if row is None or row.invoice.has_file else older)

    # ------------------------------------------------------------------ doing

    def open_current(self) -> None:
        """Ask for the page that shows the chosen invoice as it was issued."""
        row = self.current()
        if row is not None:
            self.opened.emit(row.id)

    def copy_number(self) -> None:
        """The number of the chosen invoice onto the clipboard."""
        row = self.current()
        if row is not None:
            QGuiApplication.clipboard().setText(row.invoice.number)
            self._say(_("{number} copied.").format(number=row.invoice.number))

    def save(self) -> None:
        """Save the chosen invoice's PDF where the person chooses."""
        row, failed = self.current(), self.list.banner.show_problem
        if row is None or not row.invoice.has_file:
            return
        place = self._choose_file(self, file_name(row.invoice.number, row.invoice.client_name))
        if place:
            self._operations.read(
                invoice_pdf,
                lambda content: save_pdf(self._operations, content, place, self._saved, failed),
                failed=failed,
                invoice_id=row.id,
            )

    def _saved(self, place: str) -> None:
        self._say(_("Saved to {place}.").format(place=place))

    def print_current(self) -> None:
        """Print the chosen invoice."""
        row = self.current()
        if row is not None and row.invoice.has_file:
            print_invoice(
                self._operations,
                row.invoice,
                parent=self,
                printed=lambda: self._say(_("Sent to the printer.")),
                refused=self.list.banner.show_problem,
                ask=self._ask_for_printer,
            )

    def _say(self, text: str) -> None:
        tell_on(self, self.list.banner, text)

    # ------------------------------------------------------------------ the frame

    def keys(self) -> list[tuple[str, str]]:
        """The keys of the list."""
        return self.list.keys()

    def regions(self) -> list[QWidget]:
        """The row above the list, and the list."""
        return self.list.regions()

    def first_focus(self) -> QWidget | None:
        """The list."""
        return self.table

    def open(self, argument: object) -> None:
        """A text filters the list, a number chooses an invoice."""
        if isinstance(argument, str):
            self.list.set_filter(argument)
        elif isinstance(argument, int):
            self._wanted = argument
            self.refresh()


def _has_file(row: IssuedRow) -> bool:
    return row.invoice.has_file
