"""paper: an invoice as a PDF, against a bare canvas that writes the same words at the same places."""

from __future__ import annotations

from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from app.invoices.domain import DraftState
from app.invoices.pdf import document
from app.invoices.queries import draft_document, run_rows
from app.paper.render import lay_out, render
from benchmarks.desk import Desk
from benchmarks.harness import Benchmark, Subject


def _render(desk: Desk) -> Subject:
    draft = next(row for row in desk.act_as("GB").read(run_rows) if row.state is DraftState.APPROVED)
    made = document(desk.book.read(draft_document, draft_id=draft.draft_id))
    words = [
        [(text.font.value, text.size, text.x, page.height - text.y, text.text) for text in page.texts]
        for page in lay_out(made)
    ]

    def yardstick() -> bytes:
        buffer = BytesIO()
        canvas = Canvas(buffer, pageCompression=1)
        for page in words:
            for font, size, x, y, text in page:
                canvas.setFont(font, size)
                canvas.drawString(x, y, text)
            canvas.showPage()
        canvas.save()
        return buffer.getvalue()

    facts = {"pages": len(words), "texts": sum(map(len, words)), "bytes": len(render(made))}
    return Subject(lambda: render(made), yardstick, "the same words on a bare canvas", facts=facts)


BENCHMARKS = (Benchmark("paper", "invoice as a PDF", _render),)
