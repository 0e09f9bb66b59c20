"""Opening balances: older invoices come in with what they billed, and nothing of it is billed again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from app.burn.queries import burn
from app.burn.records import BroughtIn
from app.engagements.queries import sow
from app.invoices.commands import OpeningLine, bring_opening_invoice, collect
from app.invoices.domain import LineKind, Origin
from app.invoices.queries import billed_entry_ids, invariants, invoice, invoice_pdf, invoices
from app.kernel.problems import Problem
from tests.books import Office
from tests.samples.clients import brightwater, castlegate, quayside
from tests.samples.engagements import SowSample, billing_review, clinic_retainer, operating_model, pounds
from tests.samples.invoices import APRIL_END, collected, issued, rows
from tests.samples.timesheets import acting, log

MARCH_END = date(2026, 3, 31)


def bring(office: Office, sample: SowSample, *lines: OpeningLine, **more: object) -> int:
    values: dict[str, object] = {
        "number": "INV-2025-0900",
        "issued_on": MARCH_END,
        "due_on": date(2026, 4, 30),
        "tax_code": "S20",
        "sow_id": sample.sow_id,
        "client_id": office.book.read(sow, sow_id=sample.sow_id).client_id,
        "lines": lines,
        **more,
    }
    with acting(office, "GB"):
        return office.book.perform(bring_opening_invoice, **values).result  # type: ignore[arg-type]


def brought_in(office: Office) -> list[tuple[str, int, int, str | None]]:
    statement = select(BroughtIn.source, BroughtIn.amount_minor, BroughtIn.seconds, BroughtIn.grade)
    return office.book.read(lambda reads: [tuple(row) for row in reads.execute(statement.order_by(BroughtIn.id))])


def test_entries_go_to_the_lines_of_their_people(office: Office) -> None:
    sample = billing_review(office, brightwater(office))
    work = sample.tasks["Fieldwork"]
    entries = [
        log(office, initials, work, date(2026, 3, day), "4") for day, initials in ((3, "PR"), (4, "EF"), (5, "PR"))
    ]
    lines = (
        OpeningLine(title="Partner: steering", quantity="4", unit="h", rate="240.00", person_id=office.people["EF"]),
        OpeningLine(title="Senior consultant", quantity="10", unit="h", rate="165.00", person_id=office.people["PR"]),
        OpeningLine(title="Analyst", quantity="2.5", unit="h", rate="95.00", grade="Analyst"),
        OpeningLine(title="Discount", quantity="1", unit="piece", rate="-100.00"),
    )
    invoice_id = bring(office, sample, *lines, entry_ids=tuple(entries), po_number="4500187321")
    view = office.book.read(invoice, invoice_id=invoice_id)
    assert view.row.origin is Origin.OPENING
    assert (view.row.net, view.row.tax, view.row.gross) == (pounds("2747.50"), pounds("549.50"), pounds(3297))
    assert [line.kind for line in view.lines] == [LineKind.FEE, LineKind.FEE, LineKind.FEE, LineKind.ADJUSTMENT]
    assert office.book.read(billed_entry_ids) == frozenset(entries)
    # 10 h of Priya, of which 8 are in the book; the analyst's time is not in the book at all
    assert brought_in(office) == [
        ("INV-2025-0900/2", 33000, 7200, "Senior consultant"),
        ("INV-2025-0900/3", 23750, 9000, "Analyst"),
    ]
    (used,) = office.book.read(burn, sow_ids=(sample.sow_id,))
    assert used.used == pounds("2847.50")
    assert office.book.read(invariants) == []
    with pytest.raises(Problem, match="no PDF in this book"):
        office.book.read(invoice_pdf, invoice_id=invoice_id)


def test_what_an_older_invoice_billed_is_not_collected(office: Office) -> None:
    sample = billing_review(office, brightwater(office))
    entry = log(office, "PR", sample.tasks["Fieldwork"], date(2026, 3, 3), "4")
    lines = (OpeningLine(title="Work", quantity="4", unit="h", rate="165", person_id=office.people["PR"]),)
    bring(office, sample, *lines, entry_ids=(entry,), po_number="4500187321")
    assert collected(office) == []
    log(office, "PR", sample.tasks["Fieldwork"], date(2026, 4, 3), "1")
    (row,) = collected(office)
    said = " ".join(check.sentence for check in row.checks)
    assert "PO 4500187321 has \u00a395,340 left" in said


def test_a_milestone_billed_before_the_book_is_not_billed_again(office: Office) -> None:
    sample = operating_model(office, castlegate(office))
    milestones = office.book.read(sow, sow_id=sample.sow_id).milestones
    for number in (0, 1):
        line = OpeningLine(
            title=f"Milestone {number + 1} of 4",
            quantity=Decimal(1),
            unit="milestone",
            rate=Decimal(30000),
            milestone_id=milestones[number].milestone_id,
        )
        bring(office, sample, line, number=f"INV-2025-{number}")
    (row,) = collected(office)
    assert (row.basis, row.sums.net) == ("Milestone 3 of 4", pounds(30000))
    assert brought_in(office) == []


def test_a_month_billed_before_the_book_is_where_the_retainer_goes_on(office: Office) -> None:
    sample = clinic_retainer(office, quayside(office))
    entry = log(office, "EF", sample.tasks["PMO support"], date(2026, 3, 9), "6")
    line = OpeningLine(title="Retainer, March 2026", quantity="1", unit="month", rate="8500.00", month="2026-03")
    bring(office, sample, line, entry_ids=(entry,))
    (row,) = collected(office)
    assert (row.sums.net, row.seconds) == (pounds(8500), 0)
    assert brought_in(office) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"number": " "}, "has a number"),
        ({"lines": ()}, "at least one line"),
        ({"due_on": date(2026, 3, 1)}, "not due before"),
        ({"tax_code": "X1"}, "no tax code X1"),
        ({"lines": (OpeningLine(title="A", quantity="1.00001", unit="h", rate="1"),)}, "four decimals"),
        ({"lines": (OpeningLine(title="A", quantity="one", unit="h", rate="1"),)}, "four decimals"),
        ({"lines": (OpeningLine(title="A", quantity="1", unit="month", rate="1", month="2026-03"),)}, "no retainer"),
        (
            {"lines": (OpeningLine(title="A", quantity="1", unit="milestone", rate="1", milestone_id=99),)},
            "another statement of work",
        ),
        ({"entry_ids": (999,)}, "do not belong"),
    ],
)
def test_what_does_not_hold_is_refused_whole(office: Office, change: dict[str, object], words: str) -> None:
    sample = billing_review(office, brightwater(office))
    with pytest.raises(Problem, match=words):
        bring(office, sample, OpeningLine(title="A", quantity="1", unit="h", rate="1"), **change)
    assert office.book.read(invoices) == []


def test_each_number_and_each_entry_once(office: Office) -> None:
    sample = billing_review(office, brightwater(office))
    line = OpeningLine(title="Work", quantity="4", unit="h", rate="165", person_id=office.people["PR"])
    entry = log(office, "PR", sample.tasks["Fieldwork"], date(2026, 3, 3), "4")
    bring(office, sample, line, entry_ids=(entry,))
    with pytest.raises(Problem, match="in the book already"):
        bring(office, sample, line)
    with pytest.raises(Problem, match="billed by another invoice"):
        bring(office, sample, line, number="INV-2025-0901", entry_ids=(entry,))
    other = log(office, "EF", sample.tasks["Fieldwork"], date(2026, 3, 4), "4")
    with pytest.raises(Problem, match="No line of this invoice"):
        bring(office, sample, line, number="INV-2025-0901", entry_ids=(other,))
    with pytest.raises(Problem, match="belongs to Brightwater"):
        bring(office, sample, line, number="INV-2025-0901", client_id=quayside(office))


def test_opening_numbers_do_not_disturb_the_series(office: Office) -> None:
    sample = billing_review(office, brightwater(office))
    line = OpeningLine(title="Work", quantity="4", unit="h", rate="165", person_id=office.people["PR"])
    bring(office, sample, line, number="INV-2026-0900", issued_on=APRIL_END, due_on=APRIL_END)
    log(office, "PR", sample.tasks["Fieldwork"], date(2026, 4, 3), "1")
    with acting(office, "GB"):
        office.book.perform(collect, through=APRIL_END, invoice_date=date(2026, 4, 30))
    assert issued(office, rows(office)[0]).number == "INV-2026-0001"
    assert office.book.read(invariants) == []


def test_opening_balances_need_the_right(office: Office) -> None:
    sample = billing_review(office, brightwater(office))
    client_id = office.book.read(sow, sow_id=sample.sow_id).client_id
    with acting(office, "JW"), pytest.raises(Problem, match="may not issue"):
        office.book.perform(
            bring_opening_invoice,
            number="INV-1",
            client_id=client_id,
            sow_id=sample.sow_id,
            issued_on=MARCH_END,
            due_on=MARCH_END,
            lines=(OpeningLine(title="A", quantity="1", unit="h", rate="1"),),
            tax_code="S20",
        )
