"""T2: the list of invoices filtered, against the SQL of the ids that match and one repaint."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle

from app.bootstrap.tour import application
from app.qt.operations import SynchronousOperations
from app.shell.pages.invoices import InvoicesPage
from benchmarks.goals.goal import Part
from benchmarks.goals.ground import Ground, profile
from benchmarks.goals.lists import FORMATS, shown
from benchmarks.statements import bare

SQL = (
    "SELECT invoice.id FROM invoice JOIN client ON client.id = invoice.client_id JOIN sow ON sow.id = invoice.sow_id"
    " WHERE invoice.number LIKE ?1 OR client.name LIKE ?1 OR sow.number LIKE ?1"
    " ORDER BY invoice.issued_on DESC, invoice.id DESC"
)
WORDS = ("harbor", "media", "2025-09", "oak")


def measure(ground: Ground) -> Iterator[Part]:
    """The page as it is, its list read and its filter's words made, as when somebody types into it."""
    app = application()
    book = ground.act_as("GB")
    page = InvoicesPage(SynchronousOperations(book), FORMATS)
    shown(page)
    page.refresh()
    table = page.table
    while not table.model.prepare(10_000):
        app.processEvents()
    ours, theirs = cycle(WORDS), cycle(WORDS)
    raw = bare(book.place)

    def filtered() -> None:
        table.set_filter(next(ours))
        table.view.viewport().repaint()

    def by_hand() -> None:
        raw.execute(SQL, (f"%{next(theirs)}%",)).fetchall()
        table.view.viewport().repaint()

    pair = ground.pair(filtered, by_hand)
    yield Part("filter", pair.ratio, pair, f"{len(table.rows())} invoices in memory; {profile(filtered)}")
    page.close()
    raw.close()
