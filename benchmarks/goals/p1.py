"""P1: an invoice as PDF, against a bare canvas that writes the same words, and against other ways to a PDF."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from html import escape
from io import BytesIO
from itertools import cycle
from pathlib import Path
from typing import Any

from PySide6.QtGui import QPageSize, QPdfWriter, QTextDocument
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import select

from app.bootstrap.tour import application
from app.invoices.domain import EntryFact, InvoiceSnapshot, LineFact, LineKind, sums_of, tax_groups
from app.invoices.pdf import document, invoice_pdf
from app.invoices.records import Invoice
from app.kernel.money import Money, price
from app.kernel.values import from_json
from app.paper.render import lay_out
from app.storage.reading import Reads
from benchmarks.goals.goal import Absent, Part
from benchmarks.goals.ground import Ground, profile

LINES, ENTRIES, VARIANTS = 20, 100, 12


def big_invoices(ground: Ground) -> list[InvoiceSnapshot]:
    """Issued invoices, blown up to twenty lines and a hundred entries: other words in each."""

    def latest(reads: Reads) -> list[str]:
        wanted = select(Invoice.snapshot).order_by(Invoice.id.desc()).limit(200)
        return list(reads.execute(wanted).scalars())

    found = [from_json(text, InvoiceSnapshot) for text in ground.book.read(latest)]
    with_time = [one for one in found if one.entries and one.currency == "GBP"]
    return [_blown_up(with_time[n % len(with_time)], n) for n in range(VARIANTS)]


def _blown_up(one: InvoiceSnapshot, turn: int) -> InvoiceSnapshot:
    lines = []
    for number in range(1, LINES + 1):
        quantity, rate = Decimal(number + turn) / 4, Decimal(95 + 5 * number)
        lines.append(
            LineFact(
                position=number, kind=LineKind.FEE, title=f"Consulting, part {number}", detail=f"Person {number}",
                quantity=quantity, unit="h", rate=rate, net=price(quantity, rate, "GBP"),
                tax_code=one.lines[0].tax_code, tax_percent=one.lines[0].tax_percent,
            )
        )  # fmt: skip
    rules: dict[str, Any] = {group.code: group for group in one.taxes}
    taxes = tax_groups(lines, rules, "GBP")
    entries = tuple(
        EntryFact(
            line=1 + number % LINES, day=one.period_first + timedelta(number % 28), person=f"Person {number % 7}",
            work=f"{one.entries[number % len(one.entries)].work} {number}", seconds=360 * (1 + number % 12),
            rate=Decimal(125), amount=Money(1250 * (1 + number % 12), "GBP"),
        )
        for number in range(ENTRIES)
    )  # fmt: skip
    return replace(
        one, number=f"INV-2026-{turn:04}", lines=tuple(lines), taxes=taxes, sums=sums_of(lines, taxes, "GBP"),
        entries=entries, expenses=(),
    )  # fmt: skip


def on_a_canvas(one: InvoiceSnapshot) -> Callable[[], bytes]:
    """The same words at the same places, each set by itself."""
    words = [
        (page.width, page.height, [(text.font.value, text.size, text.x, text.y, text.text) for text in page.texts])
        for page in lay_out(document(one))
    ]

    def draw() -> bytes:
        buffer = BytesIO()
        canvas = Canvas(buffer, pageCompression=1)
        for width, height, texts in words:
            canvas.setPageSize((width, height))
            for font, size, x, y, text in texts:
                canvas.setFont(font, size)
                canvas.drawString(x, height - y, text)
            canvas.showPage()
        canvas.save()
        return buffer.getvalue()

    return draw


def as_html(one: InvoiceSnapshot) -> str:
    """The lines and the timesheet as tables."""
    lines = "".join(
        f"<tr><td>{escape(line.title)}<br>{escape(line.detail)}</td><td>{line.quantity}</td><td>{line.rate}</td>"
        f"<td>{line.net.amount}</td></tr>"
        for line in one.lines
    )
    entries = "".join(
        f"<tr><td>{entry.day}</td><td>{escape(entry.person)}</td><td>{escape(entry.work)}</td>"
        f"<td>{entry.seconds / 3600:.2f}</td></tr>"
        for entry in one.entries
    )
    return f"<h1>{one.number}</h1><p>{escape(one.buyer.legal_name)}</p><table>{lines}</table><table>{entries}</table>"


def with_qt(html: str, file: Path) -> None:
    """Through QTextDocument."""
    writer = QPdfWriter(str(file))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    text = QTextDocument()
    text.setHtml(html)
    text.print_(writer)


def with_weasyprint() -> Callable[[str], object]:
    """Through WeasyPrint, if it is there."""
    try:
        import weasyprint  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        raise Absent("WeasyPrint is not installed") from None
    return lambda html: weasyprint.HTML(string=html).write_pdf()


def measure(ground: Ground) -> Iterator[Part]:
    """Other words for each, fonts loaded once."""
    variants = big_invoices(ground)
    ours, drawn = cycle(variants), cycle([on_a_canvas(one) for one in variants])

    def by_hand() -> bytes:
        draw = next(drawn)
        return draw()

    pair = ground.pair(lambda: invoice_pdf(next(ours)), by_hand)
    yield Part("bare canvas", pair.ratio, pair, profile(lambda: invoice_pdf(next(ours))))
    application()
    pages = cycle([as_html(one) for one in variants])
    with tempfile.TemporaryDirectory() as folder:
        other = ground.pair(lambda: with_qt(next(pages), Path(folder) / "qt.pdf"), lambda: invoice_pdf(next(ours)))
    yield Part("QTextDocument", other.ratio, other)
    weasyprint = with_weasyprint()
    other = ground.pair(lambda: weasyprint(next(pages)), lambda: invoice_pdf(next(ours)))
    yield Part("WeasyPrint", other.ratio, other)
