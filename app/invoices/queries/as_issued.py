"""Issued documents in themselves: their words, lines, rates and days say the same, and no draft of them is left."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import Executable, Row, and_, func, or_, select

from app.invoices.domain import LineKind, Origin, UnitKind
from app.invoices.records import Allocation, Draft, Invoice, InvoiceLine
from app.kernel.money import price
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.reading import Reading
from app.storage.streamed import streamed

_ISSUED = Invoice.origin == Origin.ISSUED
_WORDS = select(
    Invoice.id,
    Invoice.number,
    Invoice.issued_on,
    Invoice.due_on,
    Invoice.currency,
    Invoice.net_minor,
    Invoice.tax_minor,
    Invoice.gross_minor,
    Invoice.po_number,
    Invoice.client_id,
    Invoice.snapshot,
).order_by(Invoice.id)
_LINES = select(
    InvoiceLine.invoice_id, InvoiceLine.position, InvoiceLine.quantity, InvoiceLine.rate, InvoiceLine.net_minor
).order_by(InvoiceLine.invoice_id, InvoiceLine.position)
_OTHER_RATE = (
    select(Invoice.id, Invoice.number, InvoiceLine.position)
    .select_from(Allocation)
    .join(InvoiceLine, InvoiceLine.id == Allocation.invoice_line_id)
    .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
    .where(
        _ISSUED,
        Allocation.unit_kind == UnitKind.TIME,
        InvoiceLine.kind.in_([LineKind.FEE, LineKind.EXTRA]),
        or_(Allocation.rate != InvoiceLine.rate, and_(Allocation.rate != 0, Allocation.rate_rule == "")),
    )
    .group_by(Invoice.id, Invoice.number, InvoiceLine.id, InvoiceLine.position)
    .order_by(Invoice.id, InvoiceLine.position)
)
_BEFORE = func.max(Invoice.issued_on).over(partition_by=Invoice.series, order_by=Invoice.id, rows=(None, -1))
_DAYS = select(Invoice.id, Invoice.number, Invoice.issued_on, _BEFORE.label("latest")).where(_ISSUED).subquery("days")
_INTO_THE_PAST = select(_DAYS.c.id, _DAYS.c.number).where(_DAYS.c.issued_on < _DAYS.c.latest).order_by(_DAYS.c.id)
_STILL_A_DRAFT = select(Draft.id, Invoice.number).join(Invoice, Invoice.draft_id == Draft.id).order_by(Draft.id)


def document_problems(reading: Reading) -> list[Problem]:
    """Documents that say one thing in their words and another in their lines, rates or days."""
    return [
        *_other_words(reading),
        *_of(reading, _OTHER_RATE, _("A rate in line {position} of {number} is not the one its hours were priced at.")),
        *_of(reading, _INTO_THE_PAST, _("{number} is dated before the invoice that was issued before it.")),
        *(
            Problem(
                "check.draft_left",
                _("{number} was issued, and its draft is there all the same.").format(number=row.number),
                hint=_("Remove the draft, so that nobody issues it again."),
                about=f"Draft:{row.id}",
            )
            for row in reading.execute(_STILL_A_DRAFT)
        ),
    ]


def _of(reading: Reading, statement: Executable, text: str) -> Iterator[Problem]:
    for row in reading.execute(statement):
        words = text.format(number=row.number, position=getattr(row, "position", ""))
        yield _problem("check.document", words, row.id)


def _problem(code: str, text: str, invoice_id: int) -> Problem:
    hint = _("Its PDF is as it was issued: compare with it, and with the newest backup.")
    return Problem(code, text, hint=hint, about=f"Invoice:{invoice_id}")


def _other_words(reading: Reading) -> Iterator[Problem]:
    """Documents and their lines side by side, both in the order of the documents."""
    with streamed(reading, _WORDS) as documents, streamed(reading, _LINES) as rows:
        lines = ((number, list(some)) for number, some in groupby(rows, key=lambda row: row.invoice_id))
        ahead = next(lines, None)
        for document in documents:
            while ahead is not None and ahead[0] < document.id:
                ahead = next(lines, None)
            own = ahead[1] if ahead is not None and ahead[0] == document.id else []
            text = _wrong(document, own)
            if text:
                yield _problem("check.document", text, document.id)


def _wrong(document: Row[Any], lines: list[Row[Any]]) -> str:
    for line in lines:
        if price(line.quantity, line.rate, document.currency).minor != line.net_minor:
            text = _("Line {position} of {number} is not its quantity times its rate.")
            return text.format(position=line.position, number=document.number)
    if not _as_told(document, lines):
        return _("{number} says other things in its words than in its sums and lines.").format(number=document.number)
    return ""


def _as_told(document: Row[Any], lines: list[Row[Any]]) -> bool:
    """Whether the words of a document, as they were issued, say what stands beside them."""
    try:
        told: dict[str, Any] = json.loads(document.snapshot)
        words = (
            *(told[name] for name in ("number", "issued_on", "due_on", "currency", "po_number")),
            told["buyer"]["client_id"],
            *(told["sums"][name]["minor"] for name in ("net", "tax", "gross")),
            [(line["position"], line["net"]["minor"]) for line in told["lines"]],
        )
    except (ValueError, KeyError, TypeError):
        return False
    return words == (
        document.number,
        document.issued_on.isoformat(),
        document.due_on.isoformat(),
        document.currency,
        document.po_number,
        document.client_id,
        document.net_minor,
        document.tax_minor,
        document.gross_minor,
        [(line.position, line.net_minor) for line in lines],
    )
