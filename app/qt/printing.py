"""Printing: the one door to printers. Pages are drawn outside the window's thread and handed over stripe by stripe."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QMarginsF, QObject, QRectF, QSizeF, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.operations import Operations
from app.qt.pdf_pages import DOTS, Band, PageFacts, page_bands, read_facts
from app.qt.printed_list import PrintedList, list_pdf
from app.qt.progress import Progress

FINEST = 600
"""Dots an inch that are drawn at most; finer printers enlarge."""
Ready = Callable[[QPrinter], object]
AskPrinter = Callable[[QPrinter, QWidget, Ready], object]


def ask_printer(printer: QPrinter, parent: QWidget, ready: Ready) -> None:
    """The system's own print dialog, which does not hold the window up; `ready` when a printer was chosen."""
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(_("Print"))
    dialog.accepted.connect(lambda: ready(printer))
    dialog.finished.connect(dialog.deleteLater)
    QDialog.open(dialog)  # its own `open` wants a receiver


class PrintJob(QObject):
    """One document on its way to a printer. `printed` at its end, `refused` with a Problem when nothing came out."""

    printed = Signal()
    refused = Signal(object)

    def __init__(self, operations: Operations, name: str, parent: QWidget, *, ask: AskPrinter = ask_printer) -> None:
        """A job under a name, which a print queue shows. It lives until it has told how it ended."""
        super().__init__(parent)
        self._operations = operations
        self._widget = parent
        self._ask = ask
        self._name = name
        self._data = b""
        self._facts = PageFacts((), ())
        self._printer: QPrinter | None = None
        self._painter: QPainter | None = None
        self._bands: Iterator[tuple[int, Band]] = iter(())
        self._page = 0

    def start(self, data: bytes) -> None:
        """Ask for a printer and send the pages of a PDF to it."""
        self._data = data
        self._operations.background(lambda _progress: read_facts(data), self._ask_for_one, failed=self._refuse)

    def _ask_for_one(self, facts: PageFacts) -> None:
        self._facts = facts
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self._name)
        printer.setCreator("Watertight")
        printer.setFullPage(True)
        printer.setPageLayout(_layout(self._facts.sizes[0]))
        self._ask(printer, self._widget, self._go)

    # ------------------------------------------------------------------ page by page

    def _go(self, printer: QPrinter) -> None:
        self._printer = printer
        first, last = 1, len(self._facts.sizes)
        if printer.printRange() == QPrinter.PrintRange.PageRange and printer.fromPage():
            first, last = printer.fromPage(), min(printer.toPage() or last, last)
        self._painter = QPainter()
        self._page = first - 1
        if first > last or not self._painter.begin(printer):
            self._painter = None
            self._refuse(_refused())
            return
        self._bands = self._drawn(range(first - 1, last), _dots(printer))
        self._next()

    def _drawn(self, places: range, dots: int) -> Iterator[tuple[int, Band]]:
        for place in places:
            for band in page_bands(self._data, place, self._facts.sizes[place], dots):
                yield place, band

    def _next(self) -> None:
        def draw(_progress: Progress) -> tuple[int, Band] | None:
            return next(self._bands, None)

        self._operations.background(draw, self._take, failed=self._stop)

    def _take(self, drawn: tuple[int, Band] | None) -> None:
        printer, painter = self._printer, self._painter
        if printer is None or painter is None:
            return
        if drawn is None:
            self._end()
            return
        place, band = drawn
        turned = place != self._page
        self._page = place
        if (turned and not printer.newPage()) or _failed(printer):
            self._stop(_refused())
            return
        share = self._share(printer, place)
        painter.drawImage(
            QRectF(0, band.top * share, band.image.width() * share, band.image.height() * share), band.image
        )
        self._next()

    def _share(self, printer: QPrinter, place: int) -> float:
        """Dots of the printer for each one drawn: life size, smaller only where the paper is smaller than the page."""
        room = printer.pageLayout().fullRectPixels(printer.resolution())
        wide, high = (edge * printer.resolution() / DOTS for edge in self._facts.sizes[place])
        return min(1.0, room.width() / wide, room.height() / high) * printer.resolution() / _dots(printer)

    def _end(self) -> None:
        painter, self._painter = self._painter, None
        ended = painter is not None and painter.end()
        if ended and self._printer is not None and not _failed(self._printer):
            self.printed.emit()
            self.deleteLater()
        else:
            self._refuse(_refused())

    def _stop(self, problem: Problem) -> None:
        if self._printer is not None:
            self._printer.abort()
        if self._painter is not None:
            self._painter.end()
            self._painter = None
        self._refuse(problem)

    def _refuse(self, problem: Problem) -> None:
        self.refused.emit(problem)
        self.deleteLater()


def print_pdf(
    operations: Operations,
    data: bytes,
    *,
    name: str,
    parent: QWidget,
    printed: Callable[[], object],
    refused: Callable[[Problem], object],
    ask: AskPrinter = ask_printer,
) -> PrintJob:
    """Print a PDF on the printer the person chooses; the window goes on working."""
    job = PrintJob(operations, name, parent, ask=ask)
    job.printed.connect(printed)
    job.refused.connect(refused)
    job.start(data)
    return job


def print_list(
    operations: Operations,
    printed_list: PrintedList,
    *,
    paper: str,
    parent: QWidget,
    printed: Callable[[], object],
    refused: Callable[[Problem], object],
    ask: AskPrinter = ask_printer,
) -> None:
    """Print a list as it is shown, on "A4" or "Letter"; it is laid out outside the window's thread."""

    def make(progress: Progress) -> bytes:
        return list_pdf(printed_list, paper, progress)

    def go(data: bytes) -> None:
        print_pdf(operations, data, name=printed_list.title, parent=parent, printed=printed, refused=refused, ask=ask)

    operations.background(make, go, failed=refused)


def _layout(size: tuple[float, float]) -> QPageLayout:
    wide, high = size
    page = QPageSize(QSizeF(min(size), max(size)), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    way = QPageLayout.Orientation.Landscape if wide > high else QPageLayout.Orientation.Portrait
    return QPageLayout(page, way, QMarginsF(0, 0, 0, 0))


def _dots(printer: QPrinter) -> int:
    return min(printer.resolution(), FINEST)


def _failed(printer: QPrinter) -> bool:
    return printer.printerState() in {QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted}


def _refused() -> Problem:
    return Problem(
        "print.refused",
        _("The printer did not take it. Nothing counts as printed."),
        hint=_("Look at the printer, then print again. Saving the PDF works without it."),
    )
