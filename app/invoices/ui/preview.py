"""The preview: the very PDF the client gets, of a draft before it is issued and of an invoice afterwards."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.invoices.domain import DraftState, InvoiceSnapshot, Shown
from app.invoices.queries import DraftRow, InvoiceListRow, draft_document, invoice_pdf
from app.invoices.ui.checks import CheckList
from app.invoices.ui.columns import TONES, state_words
from app.invoices.ui.panel import decided_words
from app.invoices.ui.saving import ChooseFile, ask_where, file_name, save_pdf
from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.buttons import Button
from app.qt.labels import Chip, label
from app.qt.notices import Banner
from app.qt.operations import Operations
from app.qt.pdfview import PdfView
from app.qt.preferences import letters_on
from app.qt.progress import Progress
from app.qt.tokens import px

LEFT = 232
Row = DraftRow | InvoiceListRow


class Preview(QWidget):
    """One document at a time. J and K ask for the next and the one before, Esc leaves."""

    left = Signal()
    stepped = Signal(int)
    approve_wanted = Signal()
    reopen_wanted = Signal()
    saved = Signal(str)
    shown = Signal()

    def __init__(self, operations: Operations, formats: Formats, *, choose_file: ChooseFile = ask_where) -> None:
        """An empty preview."""
        super().__init__()
        self._operations = operations
        self._formats = formats
        self._choose_file = choose_file
        self._row: Row | None = None
        self._content = b""
        self.title = label(_("Invoice preview"), "title")
        self.notice = Chip(_("Draft, not a tax invoice"), "empty")
        self.state = Chip("", "")
        self.back = Button(_("Back"), keys="Esc")
        self.approve = Button(_("Approve"), keys="A", primary=True)
        self.reopen = Button(_("Reopen"), icon="undo-2", keys="R")
        self.save = Button(_("Save PDF\u2026"), icon="download", keys="Ctrl+S")
        self.following = Button(_("Next"), keys="J")
        self.banner = Banner()
        self.checks = CheckList()
        self.pdf = PdfView(operations, name=_("Invoice preview"))
        self._build()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        for chip in (self.title, self.notice, self.state):
            head.addWidget(chip)
        head.addStretch()
        for button in (self.back, self.save, self.reopen, self.following, self.approve):
            head.addWidget(button)
        left = QFrame()
        left.setProperty("card", "true")
        left.setFixedWidth(px(LEFT))
        inside = QVBoxLayout(left)
        inside.setContentsMargins(14, 12, 14, 12)
        inside.addWidget(self.checks)
        inside.addStretch()
        self.side = left
        sheet = QFrame()
        sheet.setProperty("card", "true")
        holder = QVBoxLayout(sheet)
        holder.setContentsMargins(1, 1, 1, 1)
        holder.addWidget(self.pdf)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(left)
        row.addWidget(sheet, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addLayout(head)
        box.addWidget(self.banner)
        box.addLayout(row, 1)
        self.back.clicked.connect(self.left)
        self.save.clicked.connect(self.save_file)
        self.following.clicked.connect(lambda: self.stepped.emit(1))
        self.approve.clicked.connect(self.approve_wanted)
        self.reopen.clicked.connect(self.reopen_wanted)

    @property
    def row(self) -> Row | None:
        """What is shown."""
        return self._row

    # ------------------------------------------------------------------ showing

    def show_draft(self, row: DraftRow, *, may_approve: bool) -> None:
        """Show a draft; its PDF is made anew when it changed."""
        before = self._row
        self._row = row
        self.banner.clear()
        self.title.setText(_("Invoice preview"))
        self.notice.show()
        self.side.show()
        self.state.set(decided_words(row, self._formats) or state_words(row.shown), TONES[row.shown])
        self.checks.set_checks(row.checks)
        approved = row.state is DraftState.APPROVED
        self.reopen.setVisible(approved and may_approve)
        self.approve.setVisible(may_approve and not approved)
        self.approve.setEnabled(row.shown not in {Shown.BLOCKED, Shown.HOLD})
        self.following.primary = approved
        self.following.update()
        self.setAccessibleName(_("Preview of {client}").format(client=row.client_name))
        same = isinstance(before, DraftRow) and (before.draft_id, before.version) == (row.draft_id, row.version)
        if not same or not self._content:
            self._operations.read(
                draft_document, self._render, failed=self.banner.show_problem, latest="preview", draft_id=row.draft_id
            )

    def show_invoice(self, row: InvoiceListRow) -> None:
        """Show the bytes that were issued."""
        self._row = row
        self.banner.clear()
        self.title.setText(row.number)
        self.notice.hide()
        self.side.hide()
        self.state.set(_("Issued {day}").format(day=self._formats.date(row.issued_on)), "ok")
        self.approve.hide()
        self.reopen.hide()
        self.setAccessibleName(row.number)
        self._operations.read(
            invoice_pdf, self._take, failed=self._refused, latest="preview", invoice_id=row.invoice_id
        )

    def _render(self, snapshot: InvoiceSnapshot) -> None:
        row = self._row

        def make(_progress: Progress) -> bytes:
            from app.invoices.pdf import invoice_pdf as printed  # reportlab is loaded with the first preview

            return printed(snapshot)

        self._operations.background(
            make, lambda content: self._take(content) if row is self._row else None, failed=self._refused
        )

    def _take(self, content: bytes) -> None:
        self._content = content
        self.pdf.set_pdf(content)
        self.save.setEnabled(True)
        self.shown.emit()

    def _refused(self, problem: Problem) -> None:
        self._content = b""
        self.save.setEnabled(False)
        self.banner.show_problem(problem)

    # ------------------------------------------------------------------ doing

    def save_file(self) -> None:
        """Save what is shown where the person chooses."""
        row = self._row
        if row is None or not self._content:
            return
        number = row.number if isinstance(row, InvoiceListRow) else _("Draft")
        place = self._choose_file(self, file_name(number, row.client_name))
        if place:
            save_pdf(self._operations, self._content, place, self.saved.emit, self.banner.show_problem)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        held = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if held and key == Qt.Key.Key_S:
            self.save_file()
        elif held:
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif not letters_on():
            super().keyPressEvent(event)
        elif key in {Qt.Key.Key_J, Qt.Key.Key_K}:
            self.stepped.emit(1 if key == Qt.Key.Key_J else -1)
        elif key == Qt.Key.Key_A and not self.approve.isHidden() and self.approve.isEnabled():
            self.approve_wanted.emit()
        elif key == Qt.Key.Key_R and not self.reopen.isHidden():
            self.reopen_wanted.emit()
        else:
            super().keyPressEvent(event)

    def keys(self) -> list[tuple[str, str]]:
        """The keys that work here."""
        found = [("Esc", _("back")), ("J", _("next")), ("K", _("previous"))]
        if not self.approve.isHidden():
            found.append(("A", _("approve")))
        if not self.reopen.isHidden():
            found.append(("R", _("reopen")))
        return [*found, ("PgDn", _("next page")), ("Ctrl+S", _("save PDF"))]
