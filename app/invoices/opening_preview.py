"""A file of open invoices beside the book: what each of its rows would do, why, and what a column is called."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from app.invoices.domain import OpeningDraft, OpeningState, OpeningVerdict
from app.invoices.importing import Habits, Meaning, OpeningFile, OpeningMapping, ReadRow, habits_of, read_rows
from app.invoices.queries import OpeningGround
from app.kernel.csv_files import Preview, judged
from app.kernel.csv_files.dates import DateOrder
from app.kernel.money import Money
from app.kernel.words import _

Look = Callable[[tuple[OpeningDraft, ...]], Sequence[OpeningVerdict]]
NEEDED = (Meaning.NUMBER, Meaning.CLIENT, Meaning.ISSUED)


@dataclass(frozen=True, slots=True)
class OpeningRow:
    """A row: how it stands to the book, and in words why it is not new. `draft` is None where it is wrong."""

    line: int
    number: str
    client: str
    state: OpeningState
    why: str
    draft: OpeningDraft | None
    cells: tuple[str, ...]


@dataclass(frozen=True)
class OpeningPreview(Preview[Meaning, OpeningRow]):
    """What a file would do, how it was read to write days and sums, and whether the book has any client at all."""

    habits: Habits
    clients: bool


def opening_preview(
    file: OpeningFile,
    ground: OpeningGround,
    look: Look,
    *,
    mapping: OpeningMapping | None = None,
    headed: bool | None = None,
    order: DateOrder | None = None,
    between: Callable[[int], object] = lambda _done: None,
) -> OpeningPreview:
    """What a file would do; `look` asks the book. Without a mapping the columns mean what their headings say."""
    mapping = file.mapping if mapping is None else mapping
    headed = file.headed if headed is None else headed
    records = file.body(headed=headed)
    habits = habits_of(records, mapping, ground.firm.country, order)
    read = read_rows(records, mapping, ground, habits, between)
    names = {buyer.id: buyer.name for buyer in ground.buyers}
    rows = judged((_as_read(row, names) for row in read), look, _stands)
    return OpeningPreview(file, mapping, headed, rows, habits, bool(ground.buyers))


def opening_looked_over(before: OpeningPreview, look: Look) -> OpeningPreview:
    """The same file after invoices came in or went."""
    return replace(before, rows=judged(before.rows, look, _stands))


def sums_of_drafts(drafts: Iterable[OpeningDraft]) -> tuple[Money, ...]:
    """What is open on these, one sum for each currency, by its code."""
    sums: dict[str, Money] = {}
    for draft in drafts:
        code = draft.left.currency
        sums[code] = sums.get(code, Money.zero(code)) + draft.left
    return tuple(sums[code] for code in sorted(sums))


def opening_meaning_words(meaning: Meaning) -> str:
    """What a column holds, in words."""
    words = {
        Meaning.NUMBER: _("Invoice number"),
        Meaning.CLIENT: _("Client"),
        Meaning.ISSUED: _("Invoice date"),
        Meaning.DUE: _("Due date"),
        Meaning.LEFT: _("Still open"),
        Meaning.GROSS: _("Gross sum"),
        Meaning.NET: _("Net sum"),
        Meaning.TAX: _("Tax"),
        Meaning.TAX_CODE: _("Tax code"),
        Meaning.PAID: _("Paid before"),
        Meaning.CURRENCY: _("Currency"),
        Meaning.SOW: _("Statement of work"),
        Meaning.PO: _("PO number"),
    }
    return words[meaning]


def opening_state_words(state: OpeningState) -> str:
    """How a row stands, in one or two words."""
    words = {
        OpeningState.NEW: _("New"),
        OpeningState.KNOWN: _("There already"),
        OpeningState.WRONG: _("Wrong"),
    }
    return words[state]


def order_words(order: DateOrder) -> str:
    """The order of a day, in words."""
    words = {
        DateOrder.DAY: _("Day first"),
        DateOrder.MONTH: _("Month first"),
        DateOrder.YEAR: _("Year first"),
    }
    return words[order]


def opening_lacks(mapping: OpeningMapping) -> str:
    """What no column is known as although every invoice needs it; "" when nothing is missing."""
    missing = [opening_meaning_words(one) for one in NEEDED if one not in mapping]
    if missing:
        return _("No column is known as: {names}. Choose it above the list.").format(names=", ".join(missing))
    if not {Meaning.LEFT, Meaning.GROSS, Meaning.NET} & set(mapping):
        return _("No column is known as a sum. Choose one above the list.")
    return ""


def _as_read(row: ReadRow, names: Mapping[int, str]) -> OpeningRow:
    """Before the book was asked: wrong, or new; the client is called as in the book where it is known."""
    if row.draft is not None:
        client = names[row.draft.client_id]
        return OpeningRow(row.line, row.number, client, OpeningState.NEW, "", row.draft, row.cells)
    reason = row.reason
    if row.at is not None:
        reason = _("{column}: {reason}").format(column=opening_meaning_words(row.at), reason=reason)
    return OpeningRow(row.line, row.number, row.client, OpeningState.WRONG, reason, None, row.cells)


def _stands(row: OpeningRow, verdict: OpeningVerdict) -> OpeningRow:
    why = ""
    if verdict.state is OpeningState.KNOWN:
        why = _("{number} is in the book and stays as it is.").format(number=row.number)
    elif verdict.state is OpeningState.WRONG:
        why = _("{number} stands in line {line} already.").format(number=row.number, line=verdict.other_line)
    return replace(row, state=verdict.state, why=why)
