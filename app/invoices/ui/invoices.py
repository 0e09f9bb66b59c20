"""Issued invoices: the list, the PDF as it was issued, and a copy of it to keep elsewhere."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.invoices.queries import InvoiceListRow, invoice_pdf, invoices
from app.invoices.ui.columns import invoice_columns
from app.invoices.ui.preview import Preview
from app.invoices.ui.saving import ChooseFile, ask_where, file_name, save_pdf
from app.kernel.formats import Formats
from app.kernel.words import _, ngettext
from app.qt.buttons import Button
from app.qt.cards import Card, Empty
from app.qt.editors import Line
from app.qt.frame import tell
from app.qt.notices import Banner
from app.qt.operations import Operations
from app.qt.page import Page
from app.qt.table import RecordTable


class InvoicesPage(Page):
    """All invoices, the newest first. Enter or Space shows the very PDF; S saves it."""

    listens = frozenset({"invoices", "clients"})

    def __init__(self, operations: Operations, formats: Formats, *, choose_file: ChooseFile = ask_where) -> None:
        """The list of the open book."""
        super().__init__(_("Invoices"))
        self._operations = operations
        self._choose_file = choose_file
        self._wanted: int | None = None
        self.filter = Line(width=240)
        self.filter.setPlaceholderText(_("Filter"))
        self.filter.setAccessibleName(_("Filter invoices"))
        self.open_button = Button(_("Open PDF"), icon="eye", keys="Space")
        self.save_button = Button(_("Save PDF\u2026"), icon="download", keys="S")
        self.banner = Banner()
        self.table = RecordTable(
            invoice_columns(),
            formats,
            name=_("Invoices"),
            empty=Empty("file-text", _("No invoice is issued yet. Approved drafts are issued in the billing run.")),
        )
        self.preview = Preview(operations, formats, choose_file=choose_file)
        self.stack = QStackedWidget()
        self._build()
        self._connect()

    def _build(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.head = self.header(_("Invoices"), "", self.filter, self.open_button, self.save_button)
        self.body.removeWidget(self.head)
        card = Card(flush=True)
        card.body.addWidget(self.table)
        column.addWidget(self.head)
        column.addWidget(self.banner)
        column.addWidget(card, 1)
        self.stack.addWidget(inside)
        self.stack.addWidget(self.preview)
        self.body.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.filter.textChanged.connect(self.table.set_filter)
        self.filter.returnPressed.connect(self.table.setFocus)
        self.open_button.clicked.connect(self.show_preview)
        self.save_button.clicked.connect(self.save)
        self.table.opened.connect(lambda _row: self.show_preview())
        self.table.selected.connect(self._selected)
        self.table.filter_cleared.connect(self.filter.clear)
        self.table.bind_key("Space", self.show_preview, _("open PDF"))
        self.table.bind_key("S", self.save, _("save PDF"))
        self.preview.left.connect(self.leave_preview)
        self.preview.stepped.connect(self._step)
        self.preview.saved.connect(self._saved)
        find = QShortcut(QKeySequence.StandardKey.Find, self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self.filter.setFocus)

    # ------------------------------------------------------------------ reading

    def refresh(self) -> None:
        """Read the list again."""
        self._operations.read(invoices, self._take, latest=(id(self), "invoices"))

    def _take(self, rows: list[InvoiceListRow]) -> None:
        self.table.set_rows(rows)
        self.table.set_foot(ngettext("{n} invoice", "{n} invoices", len(rows)))
        if self._wanted is not None:
            self.table.select_key(self._wanted)
            self._wanted = None
        self._selected(self.table.current_row())

    def current(self) -> InvoiceListRow | None:
        """The chosen invoice."""
        row = self.table.current_row()
        return row if isinstance(row, InvoiceListRow) else None

    def _selected(self, row: InvoiceListRow | None) -> None:
        for button in (self.open_button, self.save_button):
            button.setEnabled(row is not None and row.has_file)

    # ------------------------------------------------------------------ doing

    @property
    def in_preview(self) -> bool:
        """Whether a PDF is shown in place of the list."""
        return self.stack.currentWidget() is self.preview

    def show_preview(self) -> None:
        """Show the chosen invoice as it was issued."""
        row = self.current()
        if row is not None:
            self.stack.setCurrentWidget(self.preview)
            self.preview.show_invoice(row)
            self.preview.pdf.setFocus()
            self.described.emit()

    def _step(self, step: int) -> None:
        self.table.view.step(step)
        self.show_preview()

    def leave_preview(self) -> None:
        """Back to the list."""
        self.stack.setCurrentIndex(0)
        self.table.setFocus()
        self.described.emit()

    def save(self) -> None:
        """Save the chosen invoice's PDF where the person chooses."""
        row = self.current()
        if row is None or not row.has_file:
            return
        place = self._choose_file(self, file_name(row.number, row.client_name))
        if place:
            self._operations.read(
                invoice_pdf,
                lambda content: save_pdf(self._operations, content, place, self._saved, self.banner.show_problem),
                failed=self.banner.show_problem,
                invoice_id=row.invoice_id,
            )

    def _saved(self, place: str) -> None:
        text = _("Saved to {place}.").format(place=place)
        if not tell(self, text):
            self.banner.show_message(text)

    # ------------------------------------------------------------------ the frame

    def up(self) -> None:
        """From the preview back to the list."""
        if self.in_preview:
            self.leave_preview()

    def breadcrumb(self) -> tuple[str, ...]:
        """The list, and the number of the invoice shown."""
        row = self.current()
        return (_("Invoices"), row.number) if self.in_preview and row is not None else (_("Invoices"),)

    def keys(self) -> list[tuple[str, str]]:
        """The keys of the list or of the preview."""
        return self.preview.keys() if self.in_preview else [*self.table.keys(), ("Ctrl+F", _("filter"))]

    def regions(self) -> list[QWidget]:
        """The filter and the list; in the preview the document."""
        return [self.preview.pdf] if self.in_preview else [self.filter, self.table]

    def first_focus(self) -> QWidget | None:
        """The list."""
        return self.preview.pdf if self.in_preview else self.table

    def open(self, argument: object) -> None:
        """A text filters the list, a number chooses an invoice."""
        if isinstance(argument, str):
            self.filter.setText(argument)
        elif isinstance(argument, int):
            self._wanted = argument
            self.refresh()
