"""A page that shows one document as the very PDF: zoom, pages, saving, printing, the next one and the one before."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.invoices.ui.saving import ChooseFile, ask_where, save_pdf
from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.buttons import Button
from app.qt.flow import Flow
from app.qt.keyboard import letter
from app.qt.labels import label
from app.qt.notices import Banner
from app.qt.operations import Operations
from app.qt.page import Page
from app.qt.pdf_pages import PageFacts
from app.qt.pdfview import PdfView, ZoomBar
from app.qt.preferences import letters_on
from app.qt.printing import AskPrinter, ask_printer, print_pdf
from app.qt.telling import tell_on


class DocumentPage(Page):
    """Base of the preview of a draft and of the view of an issued invoice. `left` when the person goes back."""

    left = Signal(object)
    shown = Signal()

    def __init__(
        self,
        operations: Operations,
        formats: Formats,
        title: str,
        *,
        choose_file: ChooseFile = ask_where,
        ask_for_printer: AskPrinter = ask_printer,
    ) -> None:
        """A page without a document; `choose_file` and `ask_for_printer` ask the person."""
        super().__init__(title)
        self._operations = operations
        self._formats = formats
        self._choose_file = choose_file
        self._ask_for_printer = ask_for_printer
        self._content = b""
        self.heading = label(title, "title")
        self.save = Button(_("Save PDF\u2026"), icon="download")
        self.save.setAccessibleDescription("Ctrl+S")
        self.banner = Banner()
        self.pdf = PdfView(operations, name=title)
        self.zoom = ZoomBar(self.pdf)
        self.save.clicked.connect(self.save_file)
        self.pdf.opened.connect(self.shown)
        for keys, action in (("Ctrl+S", self.save_file), ("Ctrl+P", self.print_file)):
            self._bind(keys, action)
        for keys, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            self._bind(keys, partial(self.step, step))

    def _bind(self, keys: str, action: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(action)

    def build(self, words: list[QWidget], tools: list[QWidget], side: QWidget | None = None) -> None:
        """Lay the page out: the heading's words and tools, the column at the left, the pages."""
        self.head = Flow(words, tools)
        card = QFrame()
        card.setProperty("card", "sunken")
        row = QHBoxLayout(card)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        if side is not None:
            row.addWidget(side)
        row.addWidget(self.pdf, 1)
        self.body.addWidget(self.head)
        self.body.addWidget(self.banner)
        self.body.addWidget(card, 1)

    # ------------------------------------------------------------------ what a document page says

    def file_name(self) -> str:
        """The name a saved file is offered with; "" while nothing is shown."""
        return ""

    def step(self, by: int) -> None:
        """Show the next document, or the one before."""
        del by

    def leave(self) -> None:
        """Go back to where the document was opened."""
        self.left.emit(None)

    def typed(self, character: str) -> bool:
        """A single letter was typed; whether it meant something."""
        del character
        return False

    # ------------------------------------------------------------------ the document

    def show_content(self, content: bytes, facts: PageFacts | None = None, *, same: bool = False) -> None:
        """Show the bytes of a file, with what is known of it already; `same` keeps the place on the page."""
        self._content = content
        self.pdf.set_pdf(content, facts, same=same, failed=self.refused)
        self.save.setEnabled(True)

    def refused(self, problem: Problem) -> None:
        """There is nothing to show, and why."""
        self._content = b""
        self.pdf.clear()
        self.save.setEnabled(False)
        self.banner.show_problem(problem)

    def save_file(self) -> None:
        """Save what is shown where the person chooses."""
        name = self.file_name()
        if not name or not self._content:
            return
        place = self._choose_file(self, name)
        if place:
            save_pdf(self._operations, self._content, place, self._saved, self.banner.show_problem)

    def _saved(self, place: str) -> None:
        self.say(_("Saved to {place}.").format(place=place))

    def print_file(self) -> None:
        """Print what is shown."""
        self.print_content(self._content)

    def print_content(self, content: bytes) -> None:
        """Print a file under the document's name."""
        if content:
            print_pdf(
                self._operations,
                content,
                name=self.file_name().removesuffix(".pdf"),
                parent=self,
                printed=lambda: self.say(_("Sent to the printer.")),
                refused=self.banner.show_problem,
                ask=self._ask_for_printer,
            )

    def say(self, text: str, _undo: object = None) -> None:
        """Say what was done, with the way back that came with its answer."""
        tell_on(self, self.banner, text)

    # ------------------------------------------------------------------ keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        key = letter(event)
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif not held and key in {"J", "K"}:
            self.step(1 if key == "J" else -1)
        elif (held or not key or not self.typed(key)) and not self.pdf.take_key(event):
            super().keyPressEvent(event)

    def document_keys(self) -> list[tuple[str, str]]:
        """The keys of every document, for the bottom bar."""
        step = [] if letters_on() else [("Ctrl+PgDn", _("next invoice"))]
        return [
            *step,
            ("Ctrl+P", _("print")),
            ("Ctrl + \u2212", _("zoom")),
            ("PgDn", _("next page")),
            ("Ctrl+S", _("save PDF")),
        ]

    def first_focus(self) -> QWidget | None:
        """The pages."""
        return self.pdf

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.fit_sides()

    def fit_sides(self) -> None:
        """The reader's text size is another one."""
