"""The PDFs of drafts, made outside the window's thread and kept while nothing changed: stepping never waits twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from app.invoices.domain import InvoiceSnapshot
from app.invoices.queries import DraftRow, draft_document
from app.kernel.problems import Problem
from app.qt.operations import Operations
from app.qt.pdf_pages import PageFacts, read_facts
from app.qt.progress import Progress

MOST = 24
"""So many finished documents are kept."""
Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Printed:
    """A draft in its words and as the file made of them."""

    snapshot: InvoiceSnapshot
    content: bytes
    tax_word: str
    facts: PageFacts


Then = Callable[[Printed], object]


class PrintedDrafts:
    """Makes what is asked for, then, one after the other, what will be asked for next."""

    def __init__(self, operations: Operations) -> None:
        """Nothing is made yet."""
        self._operations = operations
        self._kept: dict[Key, Printed] = {}
        self._era = 0
        self._next: list[DraftRow] = []
        self._preparing = False

    def forget(self) -> None:
        """Something changed in the book: what was made may say another thing now."""
        self._era += 1
        self._kept.clear()
        self._next = []

    def get(self, row: DraftRow, then: Then, failed: Callable[[Problem], object]) -> None:
        """Hand over the document of a draft, at once when it is there."""
        known = self._kept.get((row.draft_id, row.version))
        if known is not None:
            then(known)
            return
        self._operations.read(
            draft_document, partial(self._make, row, self._era, then, failed), failed=failed, draft_id=row.draft_id
        )

    def prepare(self, rows: Sequence[DraftRow]) -> None:
        """Make the documents of drafts that will be wanted soon."""
        self._next = [row for row in rows if (row.draft_id, row.version) not in self._kept]
        self._prepare_one()

    def _prepare_one(self) -> None:
        if self._preparing or not self._next:
            return
        self._preparing = True
        self.get(self._next.pop(0), self._prepared, self._prepared)

    def _prepared(self, _outcome: object) -> None:
        self._preparing = False
        self._prepare_one()

    def _make(
        self, row: DraftRow, era: int, then: Then, failed: Callable[[Problem], object], snapshot: InvoiceSnapshot
    ) -> None:
        def make(_progress: Progress) -> Printed:
            # reportlab is loaded with the first preview
            from app.invoices.pdf import invoice_pdf
            from app.invoices.pdf.texts import tax_name

            content = invoice_pdf(snapshot)
            return Printed(snapshot, content, tax_name(snapshot.seller.country), read_facts(content))

        def made(printed: Printed) -> None:
            if era == self._era:
                self._kept[row.draft_id, row.version] = printed
                while len(self._kept) > MOST:
                    del self._kept[next(iter(self._kept))]
            then(printed)

        self._operations.background(make, made, failed=failed)
