"""The sample document of the paper tests: an invoice with every block, and ways to vary it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from app.paper.document import (
    DetailColumn,
    DetailPage,
    DetailRow,
    DetailTable,
    Document,
    Fact,
    HoursBox,
    Letterhead,
    Line,
    LineHead,
    PageWords,
    Party,
    PayBox,
    TaxRow,
    TaxTable,
    TextBox,
    TotalRow,
)
from app.paper.page import Paper

ENTRIES = """1 Apr|Sofia Lindqvist|Meter read extracts, region 1|6.0|£95.00|£570.00
1 Apr|Priya Raman|Tariff set-up walkthrough|5.5|£165.00|£907.50
2 Apr|Tom Okafor|Access controls testing|7.0|£125.00|£875.00
2 Apr|Priya Raman|Exception sampling plan|5.0|£165.00|£825.00
7 Apr|Eleanor Finch|Steering group|2.0|£240.00|£480.00
7 Apr|Tom Okafor|Adjustments testing|7.5|£125.00|£937.50
8 Apr|Priya Raman|Billing exceptions review|6.0|£165.00|£990.00
8 Apr|Sofia Lindqvist|Sample data cleaning|6.0|£95.00|£570.00
9 Apr|Tom Okafor|Adjustments testing|6.0|£125.00|£750.00
14 Apr|Priya Raman|Exeter fieldwork day 1|7.5|£165.00|£1,237.50
14 Apr|Tom Okafor|Exeter fieldwork day 1|7.5|£125.00|£937.50
15 Apr|Priya Raman|Exeter fieldwork day 2|7.5|£165.00|£1,237.50
15 Apr|Sofia Lindqvist|Refund ledger match|8.0|£95.00|£760.00
16 Apr|Eleanor Finch|Findings review|4.0|£240.00|£960.00
21 Apr|Tom Okafor|Refund controls testing|8.0|£125.00|£1,000.00
22 Apr|Priya Raman|Root cause workshop|7.5|£165.00|£1,237.50
23 Apr|Tom Okafor|Retest of failed controls|6.0|£125.00|£750.00
27 Apr|Priya Raman|Draft findings|4.0|£165.00|£660.00
28 Apr|Priya Raman|Draft findings|5.0|£165.00|£825.00
28 Apr|Eleanor Finch|Quality review|4.0|£240.00|£960.00
29 Apr|Tom Okafor|Evidence filing|6.0|£125.00|£750.00
29 Apr|Priya Raman|Management responses|3.0|£165.00|£495.00
30 Apr|Priya Raman|Interviews with billing team|1.5|£165.00|£247.50"""

LINES = """1|Partner: steering and quality review|Eleanor Finch|10.0|h|£240.00|£2,400.00|£2,400.00
2|Senior consultant: fieldwork and analysis|Priya Raman|52.5|h|£165.00|£8,662.50|£11,062.50
3|Consultant: controls testing|Tom Okafor|48.0|h|£125.00|£6,000.00|£17,062.50
4|Analyst: data preparation|Sofia Lindqvist|20.0|h|£95.00|£1,900.00|£18,962.50
5|Rail travel, Bristol to Exeter|4 return trips, receipts on page {details_page}|4|trip|£46.15|£184.60|£19,147.10
6|Hotel, Exeter|Fieldwork 14–16 April|2|night|£118.00|£236.00|£19,383.10"""

FIRM = "Alder & Finch Advisory LLP"


def line(text: str) -> Line:
    """One line from number|title|detail|quantity|unit|rate|amount|running."""
    number, title, detail, quantity, unit, rate, amount, running = text.split("|")
    return Line(
        number=number,
        title=title,
        detail=detail,
        quantity=quantity,
        unit=unit,
        rate=rate,
        tax="20%",
        amount=amount,
        running=running,
    )


def timesheet() -> DetailPage:
    """Page 2 of the sample."""
    hours, amount = Decimal(0), Decimal(0)
    rows = []
    for entry in ENTRIES.splitlines():
        cells = tuple(entry.split("|"))
        hours += Decimal(cells[3])
        amount += Decimal(cells[5].replace("£", "").replace(",", ""))
        rows.append(DetailRow(cells=cells, carry=("", "", "", f"{hours}", "", f"£{amount:,}")))
    entries = DetailTable(
        columns=(
            DetailColumn(label="Date"),
            DetailColumn(label="Person"),
            DetailColumn(label="Work", stretch=True),
            DetailColumn(label="Hours", align="right"),
            DetailColumn(label="Rate", align="right"),
            DetailColumn(label="Amount", align="right"),
        ),
        rows=tuple(rows),
        total=("Total hours and fees", "", "", "130.5", "", "£18,962.50"),
    )
    expenses = DetailTable(
        columns=(
            DetailColumn(label="Date"),
            DetailColumn(label="Expense", stretch=True),
            DetailColumn(label="Receipt"),
            DetailColumn(label="Net", align="right"),
        ),
        rows=(
            DetailRow(
                cells=(
                    "7–23 Apr",
                    "Rail, Bristol Temple Meads to Exeter St Davids, 4 returns × £46.15",
                    "R-118 to R-121",
                    "£184.60",
                )
            ),
            DetailRow(cells=("14–16 Apr", "Hotel, 2 nights × £118.00", "R-122", "£236.00")),
        ),
        total=("Total expenses", "", "", "£420.60"),
    )
    return DetailPage(
        title="Timesheet and expenses",
        subtitle="Brightwater Utilities · SOW-2026-014 · 1 – 30 April 2026",
        tables=(entries, expenses),
        foot="Time held for change order CO-02 (6.5 h) is not on this invoice.",
    )


@pytest.fixture
def invoice() -> Document:
    """An invoice with every block, six lines on page 1 and the timesheet on page 2."""
    return Document(
        title="Invoice",
        number="INV-2026-0118",
        letterhead=Letterhead(
            name=FIRM, lines=("14 Welsh Back, Bristol BS1 4RR · VAT GB 999 9999 73",), mark_letter="A"
        ),
        to=Party(
            caption="Invoice to",
            name="Brightwater Utilities",
            lines=("Accounts Payable", "Reservoir House, 2 Canal Walk", "Exeter EX4 3SR"),
        ),
        facts=(
            Fact(label="Invoice date", value="30 April 2026"),
            Fact(label="Due date", value="30 May 2026", strong=True),
            Fact(label="Your PO", value="4500187321"),
            Fact(label="SOW", value="SOW-2026-014, Billing controls review"),
            Fact(label="Period", value="1 – 30 April 2026"),
            Fact(label="Your contact", value="Alice Mercer"),
        ),
        line_head=LineHead(
            description="Description", quantity="Quantity", unit="Unit", rate="Rate", tax="VAT", amount="Amount"
        ),
        lines=tuple(line(text) for text in LINES.splitlines()),
        tax=TaxTable(
            head=("VAT summary", "Net", "VAT"),
            rows=(TaxRow(label="Standard rate 20%", net="£19,383.10", tax="£3,876.62"),),
        ),
        notes=("Budget £96,000.00 · invoiced to date with this invoice £73,147.50 in fees (76%) · left £22,852.50",),
        totals=(
            TotalRow(label="Fees", amount="£18,962.50"),
            TotalRow(label="Expenses", amount="£420.60"),
            TotalRow(label="Net", amount="£19,383.10"),
            TotalRow(label="VAT 20%", amount="£3,876.62"),
            TotalRow(label="To pay by 30 May 2026", amount="£23,259.72", strong=True),
        ),
        pay=PayBox(
            title="How to pay",
            lines=("Bank transfer to Alder & Finch Advisory LLP", "IBAN GB82 WEST 1234 5698 7654 32"),
            reference_label="Reference",
            reference="INV-2026-0118",
            caption="Or scan the code to open the payment page.",
            qr_text="https://pay.alderfinch.example/INV-2026-0118",
            link="https://pay.alderfinch.example/INV-2026-0118",
        ),
        question=TextBox(
            title="Something not right?",
            text="Tell us the line number by 14 May 2026: Grace Bennett, 0117 496 0100, billing@alderfinch.example. "
            "The lines you agree stay payable on the due date.",
        ),
        hours=HoursBox(
            strong="Hours on this invoice: 130.5",
            text="every entry is listed on page {details_page} by date, person and task",
        ),
        details=(timesheet(),),
        foot=f"{FIRM} · registered in England OC399999 · 14 Welsh Back, Bristol BS1 4RR",
        words=PageWords(page="page {page} of {pages}", carried="Carried over", brought="Brought forward"),
        language="en-GB",
        paper=Paper.A4,
        made_at=datetime(2026, 4, 30, 15, 20, tzinfo=UTC),
    )


@pytest.fixture
def with_lines(invoice: Document) -> Callable[..., Document]:
    """The sample with so many lines of £1,000.00, and other fields changed."""

    def build(count: int, **changes: Any) -> Document:
        lines = tuple(
            Line(
                number=str(number),
                title=f"Work package {number}",
                detail=f"Priya Raman, week {number}" if number % 3 else "",
                quantity="10.0",
                unit="h",
                rate="£100.00",
                tax="20%",
                amount="£1,000.00",
                running=f"£{number * 1000:,}.00",
            )
            for number in range(1, count + 1)
        )
        return replace(invoice, lines=lines, **changes)

    return build
