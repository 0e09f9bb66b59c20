"""The rows of a file as open invoices: each value by the rules of a form; a row that fails keeps its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from app.clients.domain import alike, due_date, folded_name, key_of_name
from app.firm.domain import line as one_line
from app.invoices.domain import OpeningDraft
from app.invoices.domain.opening import check_days, check_opening
from app.invoices.importing.meanings import DAYS, SUMS, Meaning, OpeningMapping
from app.invoices.importing.sums import codes_of, whole_sums
from app.invoices.queries.opening import BuyerRow, OpeningGround
from app.kernel.csv_files.amounts import decimal_sign, read_amount
from app.kernel.csv_files.dates import DateOrder, date_order, is_open_to_orders, read_date
from app.kernel.csv_files.table import Record
from app.kernel.money import Money
from app.kernel.problems import Problem
from app.kernel.words import _

T = TypeVar("T")
PIECE = 50
"""Rows that are read without a look around."""
_MONTH_FIRST = frozenset({"US", "PH", "FM", "PW"})
_YEAR_FIRST = frozenset({"CN", "JP", "KR", "TW", "HU", "LT", "MN"})
_COLUMN_OF = {meaning.value: meaning for meaning in Meaning} | {
    "issued_on": Meaning.ISSUED,
    "due_on": Meaning.DUE,
}
Cells = dict[Meaning, str]


@dataclass(frozen=True, slots=True)
class Habits:
    """How a file writes days and sums; `proved` when a day shows the order, `doubtful` counts what reads two ways."""

    order: DateOrder
    proved: bool
    doubtful: int
    sign: str


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row as it was read: an invoice, or the reason why not and in which column it lies; texts are as written."""

    line: int
    cells: tuple[str, ...]
    number: str
    client: str
    draft: OpeningDraft | None
    reason: str = ""
    at: Meaning | None = None


def habits_of(
    records: Sequence[Record], mapping: OpeningMapping, country: str, order: DateOrder | None = None
) -> Habits:
    """How these rows write days and sums; `order` is what a person has said."""
    usual = DateOrder.MONTH if country in _MONTH_FIRST else DateOrder.YEAR if country in _YEAR_FIRST else DateOrder.DAY
    days = _cells(records, mapping, DAYS)
    found, proved = (order, True) if order is not None else date_order(days, usual)
    doubtful = 0 if proved else sum(is_open_to_orders(cell) for cell in days)
    return Habits(found, proved, doubtful, decimal_sign(_cells(records, mapping, SUMS)))


def _cells(records: Sequence[Record], mapping: OpeningMapping, meanings: Sequence[Meaning]) -> list[str]:
    places = [place for place, meaning in enumerate(mapping) if meaning in meanings]
    return [
        record.cells[place]
        for record in records
        for place in places
        if place < len(record.cells) and record.cells[place]
    ]


def read_rows(
    records: Sequence[Record],
    mapping: OpeningMapping,
    ground: OpeningGround,
    habits: Habits,
    between: Callable[[int], object] = lambda _done: None,
) -> tuple[ReadRow, ...]:
    """What each record gives. `between` is called with the count of those that are read."""
    reader = _Reader(mapping, ground, habits)
    rows = []
    for place, record in enumerate(records):
        if place % PIECE == 0:
            between(place)
        rows.append(reader.row(record))
    return tuple(rows)


class _Failed(Exception):
    """A value that cannot stay, and the meaning of its column."""

    def __init__(self, at: Meaning | None, problem: Problem) -> None:
        super().__init__(at, problem)
        self.at = at
        self.problem = problem


def _at(at: Meaning, read: Callable[..., T], *values: object) -> T:
    try:
        return read(*values)
    except Problem as problem:
        raise _Failed(at, problem) from None


def _mapped(read: Callable[..., T], *values: object) -> T:
    """The column is where the problem's field stands."""
    try:
        return read(*values)
    except Problem as problem:
        raise _Failed(_COLUMN_OF.get(problem.field or ""), problem) from None


class _Reader:
    def __init__(self, mapping: OpeningMapping, ground: OpeningGround, habits: Habits) -> None:
        self._mapping = mapping
        self._ground = ground
        self._habits = habits
        self._buyers: dict[str, BuyerRow] = {}
        twice = Counter(folded_name(buyer.name) for buyer in ground.buyers)
        for buyer in ground.buyers:
            for name in (buyer.name, buyer.legal_name, buyer.tax_number):
                if name and twice[folded_name(name)] < 2:
                    self._buyers.setdefault(folded_name(name), buyer)
        self._keys = [(key_of_name(buyer.name), buyer.name) for buyer in ground.buyers]
        self._scopes = {scope.number.casefold(): scope for scope in ground.scopes}

    def row(self, record: Record) -> ReadRow:
        """A record as an invoice, or with its reason."""
        pairs = zip(self._mapping, record.cells, strict=False)
        cells = {meaning: cell for meaning, cell in pairs if meaning is not None and cell}
        number, client = cells.get(Meaning.NUMBER, ""), cells.get(Meaning.CLIENT, "")
        if record.fault:
            return ReadRow(record.line, record.cells, number, client, None, record.fault)
        try:
            draft = self._draft(cells, record.line)
        except _Failed as failed:
            reason = f"{failed.problem.message} {failed.problem.hint}".strip()
            return ReadRow(record.line, record.cells, number, client, None, reason, failed.at)
        return ReadRow(record.line, record.cells, draft.number, client, draft)

    def _draft(self, cells: Cells, line: int) -> OpeningDraft:
        get = cells.get
        number = _at(Meaning.NUMBER, one_line, get(Meaning.NUMBER, ""), "number")
        buyer = _at(Meaning.CLIENT, self._buyer, get(Meaning.CLIENT, ""))
        _at(Meaning.CURRENCY, _same_currency, get(Meaning.CURRENCY, ""), buyer)
        issued_on = _at(Meaning.ISSUED, self._day, get(Meaning.ISSUED, ""))
        due = get(Meaning.DUE, "")
        due_on = _at(Meaning.DUE, self._day, due) if due else _at(Meaning.DUE, due_date, buyer.terms, issued_on)
        _mapped(check_days, issued_on, due_on, self._ground.today)
        given = {one: self._sum(one, get(one, ""), buyer.currency) for one in SUMS if get(one)}
        sums = _mapped(whole_sums, given, get(Meaning.TAX_CODE, ""), codes_of(self._ground, buyer, issued_on))
        draft = OpeningDraft(
            line=line,
            number=number,
            client_id=buyer.id,
            sow_id=_at(Meaning.SOW, self._scope, get(Meaning.SOW, ""), buyer),
            issued_on=issued_on,
            due_on=due_on,
            net=sums.net,
            tax=sums.tax,
            left=sums.left,
            tax_code=sums.code,
            po_number=_at(Meaning.PO, _optional_line, get(Meaning.PO, "")),
        )
        _mapped(check_opening, draft, self._ground.today)
        return draft

    def _buyer(self, text: str) -> BuyerRow:
        if not text:
            raise Problem("opening_file.nobody", _("This row names no client."))
        found = self._buyers.get(folded_name(text))
        if found is not None:
            return found
        key = key_of_name(text)
        near = next((name for other, name in self._keys if alike(key, other)), "")
        raise Problem(
            "opening_file.client",
            _("No client of the book is called \u201c{name}\u201d.").format(name=text[:60]),
            hint=_("Did you mean {client}?").format(client=near) if near else _("Add the client first."),
        )

    def _scope(self, text: str, buyer: BuyerRow) -> int | None:
        if not text:
            return None
        found = self._scopes.get(text.casefold())
        if found is None:
            raise Problem(
                "opening_file.sow",
                _("There is no statement of work {number}.").format(number=text[:40]),
                hint=_("Leave this column out, or add it first."),
            )
        if found.client_id != buyer.id:
            raise Problem(
                "opening_file.other_sow",
                _("{number} is not a statement of work of {client}.").format(number=found.number, client=buyer.name),
            )
        return found.id

    def _day(self, text: str) -> date:
        if not text:
            raise Problem("opening_file.undated", _("This row has no date."))
        return read_date(text, self._habits.order)

    def _sum(self, at: Meaning, text: str, currency: str) -> Money:
        return _at(at, read_amount, text, currency, self._habits.sign)


def _same_currency(text: str, buyer: BuyerRow) -> None:
    if text and text.strip().upper() != buyer.currency:
        raise Problem(
            "opening_file.currency",
            _("{client} is billed in {currency}, this row is in {other}.").format(
                client=buyer.name, currency=buyer.currency, other=text[:10]
            ),
        )


def _optional_line(text: str) -> str:
    return one_line(text, "po_number", required=False)
