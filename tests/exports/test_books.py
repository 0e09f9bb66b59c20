"""The books of a period as files: sums equal the database, and the same input gives the same bytes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from app.exports.domain import ExportBundle, Target
from app.exports.queries import export_books
from app.invoices.records import Invoice, InvoiceLine
from app.kernel.periods import Period
from app.kernel.problems import Problem
from app.receivables.records import Payment
from app.storage.reading import Reading
from app.timesheets.records import TimeEntry
from tests.books import Office
from tests.samples.engagements import SowSample, billing_review
from tests.samples.exports import rows_of
from tests.samples.receivables import Debts, open_debts, pay
from tests.samples.timesheets import log

YEAR = Period(date(2025, 7, 1), date(2026, 6, 30))
APRIL = Period(date(2026, 4, 1), date(2026, 4, 30))


@pytest.fixture
def debts(office: Office) -> Debts:
    return open_debts(office)


def column(bundle: ExportBundle, target: Target, name: str) -> Decimal:
    return sum((Decimal(row[name]) for row in rows_of(bundle, target)), Decimal(0))


def stored(office: Office, what: object) -> Decimal:
    def query(reads: Reading) -> int:
        return int(reads.execute(select(func.sum(what))).scalar_one())

    return Decimal(office.book.read(query)) / 100


def test_the_sums_of_the_files_are_those_of_the_book(debts: Debts) -> None:
    office = debts.office
    pay(office, debts.clients["brightwater"], "1234.56", date(2026, 4, 30))
    pay(office, debts.clients["quayside"], "50.00", date(2026, 4, 29))
    bundle = office.book.read(export_books, period=YEAR)
    assert column(bundle, Target.INVOICES, "net") == stored(office, Invoice.net_minor)
    assert column(bundle, Target.INVOICES, "gross") == stored(office, Invoice.gross_minor)
    assert column(bundle, Target.LINES, "net") == stored(office, InvoiceLine.net_minor)
    assert column(bundle, Target.PAYMENTS, "allocated") == stored(office, Payment.amount_minor)
    assert column(bundle, Target.INVOICES, "balance") == Decimal("121032.00") - Decimal("1234.56")
    assert column(bundle, Target.INVOICES, "paid") == Decimal("32400.00") + Decimal("1234.56")


def test_every_minute_is_in_the_file(debts: Debts) -> None:
    office = debts.office
    task = _task(office)
    log(office, "PR", task, date(2026, 4, 28), "1.5", "=HYPERLINK(1)")
    log(office, "TO", task, date(2026, 4, 29), "0.3333", "two\nlines", approved=False)
    bundle = office.book.read(export_books, period=APRIL, targets=(Target.TIME,))
    rows = rows_of(bundle, Target.TIME)
    assert sum(int(row["seconds"]) for row in rows) == stored(office, TimeEntry.seconds) * 100
    assert [(row["initials"], row["hours"], row["state"], row["note"]) for row in rows] == [
        ("PR", "1.5", "approved", "'=HYPERLINK(1)"),
        ("TO", "0.3333", "open", "two lines"),
    ]


def _task(office: Office) -> int:
    from app.engagements.queries import tasks

    return next(row.task_id for row in office.book.read(tasks) if row.name == "Fieldwork")


def test_the_same_books_give_the_same_bytes_under_the_same_names(debts: Debts) -> None:
    book = debts.office.book
    first, second = (book.read(export_books, period=YEAR) for _ in range(2))
    assert first.files == second.files
    pay(debts.office, debts.clients["nordhavn"], "1.00", date(2026, 4, 30))
    third = book.read(export_books, period=YEAR)
    assert [name for name, _content in third.files] != [name for name, _content in first.files]


def test_a_period_holds_what_belongs_to_it(debts: Debts) -> None:
    bundle = debts.office.book.read(export_books, period=APRIL)
    assert [row["number"] for row in rows_of(bundle, Target.INVOICES)] == ["INV-2026-0107"]
    assert rows_of(bundle, Target.PAYMENTS) == []
    assert [name.split("_2026")[0] for name, _content in bundle.files] == [target.value for target in Target]
    assert {problem.field for problem in bundle.problems} == {"payments", "time_entries"}


def test_rows_stand_by_issue_date_then_number_then_line(debts: Debts) -> None:
    rows = rows_of(debts.office.book.read(export_books, period=YEAR), Target.LINES)
    keys = [(row["issued_on"], row["number"], int(row["line"])) for row in rows]
    assert keys == sorted(keys)
    assert len(keys) == 8


def test_a_payment_that_is_split_keeps_its_sum(debts: Debts) -> None:
    pay(debts.office, debts.clients["castlegate"], "5000.00", date(2026, 4, 30), reference="-ref")
    bundle = debts.office.book.read(export_books, period=APRIL, targets=(Target.PAYMENTS,))
    assert [
        (row["invoice"], row["allocated"], row["payment_amount"], row["reference"])
        for row in rows_of(bundle, Target.PAYMENTS)
    ] == [
        ("INV-2025-0431", "3600.00", "5000.00", "'-ref"),
        ("INV-2026-0091", "1400.00", "5000.00", "'-ref"),
    ]


@pytest.mark.parametrize("initials", ["PR", "JW"])
def test_exporting_needs_the_right(office: Office, initials: str) -> None:
    with pytest.raises(Problem, match="export the books"):
        office.act_as(initials).read(export_books, period=APRIL)


def test_an_empty_book_gives_headings_only(office: Office) -> None:
    bundle = office.act_as("AC").read(export_books, period=APRIL)
    assert all(content.count(b"\r\n") == 1 for _name, content in bundle.files)
    assert len(bundle.problems) == len(Target)


def test_billed_time_names_its_invoice(office: Office) -> None:
    from app.invoices.commands import OpeningLine, bring_opening_invoice
    from tests.samples.clients import brightwater

    client_id = brightwater(office)
    sow: SowSample = billing_review(office, client_id)
    entry_id = log(office, "PR", sow.tasks["Fieldwork"], date(2026, 3, 3), 2)
    office.book.perform(
        bring_opening_invoice,
        number="INV-2026-0105",
        client_id=client_id,
        sow_id=sow.sow_id,
        issued_on=date(2026, 3, 31),
        due_on=date(2026, 4, 30),
        lines=(
            OpeningLine(
                title="Fieldwork", quantity=Decimal(2), unit="h", rate=Decimal(165), person_id=office.people["PR"]
            ),
        ),
        tax_code="S20",
        entry_ids=(entry_id,),
    )
    (row,) = rows_of(office.book.read(export_books, period=Period(date(2026, 3, 1), date(2026, 3, 31))), Target.TIME)
    assert row["invoice"] == "INV-2026-0105"
