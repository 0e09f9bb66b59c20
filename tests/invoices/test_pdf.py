"""The PDF says what the book says: text, sums, fonts, and a draft that cannot be taken for an invoice."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from app.firm.domain import TaxCategory, TaxRule
from app.invoices.domain import (
    BudgetFact,
    Buyer,
    EntryFact,
    ExpenseFact,
    HeldFact,
    InvoiceSnapshot,
    LineFact,
    LineKind,
    Seller,
    sums_of,
    tax_groups,
)
from app.invoices.pdf import document, invoice_pdf
from app.invoices.pdf.texts import days_text, grouped_tax_number, period_text, receipts_text
from app.invoices.queries import draft_document, invoice
from app.invoices.queries import invoice_pdf as kept_pdf
from app.kernel.formats import Formats
from app.kernel.money import Money, price, share, total
from app.kernel.quantities import hours
from app.kernel.values import from_json, to_json
from app.kernel.words import install
from app.paper.press import Press
from tests.books import Office
from tests.samples.invoices import brightwater_april, collected, issued_april

RULES = {
    "S20": TaxRule("S20", "Standard rate", TaxCategory.STANDARD, Decimal(20), ""),
    "R5": TaxRule("R5", "Reduced rate", TaxCategory.STANDARD, Decimal("5.5"), ""),
    "Z0": TaxRule("Z0", "Zero rate", TaxCategory.ZERO, Decimal(0), "Books are zero rated."),
}
SELLER = Seller(
    name="Alder & Finch Advisory LLP",
    address=("14 Welsh Back", "Bristol BS1 4RR"),
    country="GB",
    tax_number="GB999999973",
    iban="GB82WEST12345698765432",
    account_name="Alder & Finch Advisory LLP",
    contact_name="Grace Bennett",
    contact_email="billing@alderfinch.example",
)


def words(content: bytes) -> list[str]:
    """The text of each page, blanks made one."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages]


def made_up(seed: int, *, country: str = "GB", language: str = "en-GB", currency: str = "GBP") -> InvoiceSnapshot:
    """A random invoice that could have been issued."""
    dice = random.Random(seed)
    lines, entries, expenses = [], [], []
    for position in range(1, dice.choice([1, 3, 12, 60]) + 1):
        expense = dice.random() < 0.2
        if expense:
            quantity = Decimal(dice.randint(1, 4))
        else:
            seconds = [dice.randint(1, 40) * 450 for _turn in range(dice.randint(1, 5))]
            quantity = hours(sum(seconds))
        rate = Decimal(dice.randint(1, 30000)).scaleb(-2)
        line = LineFact(
            position=position,
            kind=LineKind.EXPENSE if expense else LineKind.FEE,
            title=f"Work of kind {position}",
            detail=dice.choice(["", "Priya Raman"]),
            quantity=quantity,
            unit="piece" if expense else "h",
            rate=rate,
            net=price(quantity, rate, currency),
            tax_code=dice.choice(list(RULES)),
            tax_percent=Decimal(0),
        )
        lines.append(line)
        if expense:
            expenses.append(
                ExpenseFact(
                    line=position, day=date(2026, 4, 9), text="Taxi", receipt=f"R-{position}", quantity=quantity,
                    unit="piece", net=line.net,
                )
            )  # fmt: skip
            continue
        for part, amount in zip(seconds, share(line.net, seconds), strict=True):
            entries.append(
                EntryFact(
                    line=position, day=date(2026, 4, dice.randint(1, 30)), person="Priya Raman", work="Interviews",
                    seconds=part, rate=rate, amount=amount,
                )
            )  # fmt: skip
    taxes = tax_groups(lines, RULES, currency)
    return InvoiceSnapshot(
        number=f"INV-2026-{seed:04d}",
        issued_on=date(2026, 4, 30),
        due_on=date(2026, 5, 30),
        question_until=date(2026, 5, 14),
        period_first=date(2026, 4, 1),
        period_last=date(2026, 4, 30),
        currency=currency,
        seller=SELLER,
        buyer=Buyer(
            client_id=1, name="Client", legal_name="Client Ltd", address=("1 Road",), country=country, language=language
        ),
        sow_number="SOW-1",
        sow_title="Review",
        po_number="",
        lines=tuple(lines),
        taxes=taxes,
        sums=sums_of(lines, taxes, currency),
        budget=BudgetFact(budget=Money(10**9, currency), invoiced=Money(10**8, currency)),
        entries=tuple(entries),
        expenses=tuple(expenses),
        held=(HeldFact("CO-02", 23400),),
        made_at=datetime(2026, 4, 30, 14, 20, tzinfo=UTC),
    )


def test_the_issued_file_says_what_the_book_says(office: Office) -> None:
    done = issued_april(office)
    view = office.book.read(invoice, invoice_id=done.invoice_id)
    first, second = words(office.book.read(kept_pdf, invoice_id=done.invoice_id))
    for text in (
        "Invoice INV-2026-0001",
        "Alder & Finch Advisory LLP",
        "VAT GB 999 9999 73",
        "Brightwater Utilities Accounts Payable Reservoir House",
        "30 April 2026",
        "4500187321",
        "SOW-2026-014, Billing controls review",
        "1 \u2013 30 April 2026",
        "Alice Mercer",
        "Fees \u00a318,962.50",
        "Expenses \u00a3420.60",
        "Net \u00a319,383.10",
        "VAT 20% \u00a33,876.62",
        "To pay by 30 May 2026 \u00a323,259.72",
        "Budget \u00a396,000.00 \u00b7 invoiced to date with this invoice \u00a318,962.50 in fees (20%)",
        "IBAN GB82 WEST 1234 5698 7654 32",
        "by 14 May 2026",
        "Hours on this invoice: 130.5 \u00b7 every entry is listed on page 2",
        "Receipts on page 2",
    ):
        assert text in first
    for text in (
        "Timesheet and expenses",
        "130.5 \u00a318,962.50",
        "R-118 to R-121",
        "7\u201323 Apr",
        "4 \u00d7 \u00a346.15",
        "Total expenses \u00a3420.60",
        "Time held for change order CO-02 (6.5\u00a0h) is not on this invoice.".replace("\u00a0", " "),
    ):
        assert text in second
    formats = Formats("en-GB")
    for entry in view.snapshot.entries:
        assert entry.amount is not None
        assert f"{entry.person} {entry.work} {formats.hours(entry.seconds)}" in second
    assert total((entry.amount for entry in view.snapshot.entries if entry.amount), "GBP") == view.snapshot.sums.work
    assert from_json(to_json(view.snapshot), InvoiceSnapshot) == view.snapshot
    assert invoice_pdf(view.snapshot) == office.book.read(kept_pdf, invoice_id=done.invoice_id)


def test_a_draft_cannot_be_taken_for_an_invoice(office: Office) -> None:
    brightwater_april(office)
    (row,) = collected(office)
    snapshot = office.book.read(draft_document, draft_id=row.draft_id)
    first = words(invoice_pdf(snapshot))[0]
    assert "Draft, not a tax invoice" in first
    assert "Number given on issue" in first
    pay = document(snapshot).pay
    assert pay is not None
    assert (pay.qr_text, pay.link) == ("", "")
    assert "Code given on issue" in first


def test_a_later_print_says_copy_after_the_number_and_is_paid_under_the_number_alone() -> None:
    snapshot = made_up(3)
    pages = words(invoice_pdf(snapshot, copy=True))
    assert all("INV-2026-0003, copy" in page for page in pages)
    pay = document(snapshot, copy=True).pay
    assert pay is not None
    assert pay.reference == "INV-2026-0003"
    assert PdfReader(BytesIO(invoice_pdf(snapshot, copy=True))).metadata["/Title"] == "Invoice INV-2026-0003, copy"  # type: ignore[index]
    assert all("copy" not in page for page in words(invoice_pdf(snapshot)))


def test_a_press_draws_the_same_bytes_in_each_language() -> None:
    german = replace(made_up(3), buyer=replace(made_up(3).buyer, language="de-DE"))
    made = Press()
    try:
        assert made.draw(invoice_pdf, german) == invoice_pdf(german)
        assert made.wait()
        for snapshot in (german, made_up(3), made_up(4)):
            assert made.draw(invoice_pdf, snapshot, copy=True) == invoice_pdf(snapshot, copy=True)
    finally:
        made.close()


def test_two_hundred_random_invoices_add_up_and_print_the_sums_they_have() -> None:
    formats = Formats("en-GB")
    for seed in range(100, 300):
        snapshot = made_up(seed)
        printed = document(snapshot)
        assert snapshot.adds_up
        net, tax, gross = (formats.parse_money(row.amount, "GBP") for row in printed.totals[-3:])
        assert (net, tax, gross) == (snapshot.sums.net, snapshot.sums.tax, snapshot.sums.gross)
        assert total((formats.parse_money(line.amount, "GBP") for line in printed.lines), "GBP") == net
        assert printed.tax is not None
        assert total((formats.parse_money(row.tax, "GBP") for row in printed.tax.rows), "GBP") == tax


def test_sums_that_do_not_agree_are_seen() -> None:
    snapshot = made_up(5)
    wrong = replace(snapshot, lines=snapshot.lines[1:])
    assert snapshot.adds_up
    assert not wrong.adds_up
    assert not replace(snapshot, taxes=snapshot.taxes[1:]).adds_up


@pytest.mark.parametrize("seed", range(1, 13))
def test_random_invoices_print_the_sums_they_have(seed: int) -> None:
    snapshot = made_up(seed)
    formats = Formats("en-GB")
    printed = document(snapshot)
    for line, fact in zip(printed.lines, snapshot.lines, strict=True):
        quantity, rate = formats.parse_decimal(line.quantity), formats.parse_money(line.rate, "GBP").amount
        assert price(quantity, rate, "GBP") == formats.parse_money(line.amount, "GBP") == fact.net
    assert formats.parse_money(printed.lines[-1].running, "GBP") == snapshot.sums.net
    assert formats.parse_money(printed.totals[-1].amount, "GBP") == snapshot.sums.gross
    pages = words(invoice_pdf(snapshot))
    text = " ".join(pages)
    assert formats.money(snapshot.sums.gross) in text
    listed = sum(entry.amount.minor for entry in snapshot.entries if entry.amount is not None)
    assert listed == snapshot.sums.work.minor
    assert re.search(rf"page 1 of {len(pages)}", text)


def test_fonts_are_embedded_and_the_language_is_set() -> None:
    reader = PdfReader(BytesIO(invoice_pdf(made_up(3))))
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            descriptor = font.get_object()["/FontDescriptor"]
            assert "/FontFile2" in descriptor
            assert "IBMPlexSans" in str(font.get_object()["/BaseFont"])
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"  # type: ignore[index]


def test_language_and_paper_follow_the_client() -> None:
    german = document(made_up(4, country="DE", language="de-DE", currency="EUR"))
    assert german.paper.value == "A4"
    assert german.totals[-1].amount.endswith("\u00a0\u20ac")
    assert "30. Mai 2026" in german.totals[-1].label
    assert german.pay is not None
    assert german.pay.qr_text.startswith("BCD\n002\n1\nSCT")
    assert document(made_up(4, country="US", language="en-US", currency="USD")).paper.value == "Letter"


def test_a_german_client_reads_german_from_the_first_page_to_the_last() -> None:
    first, second = words(invoice_pdf(made_up(4, country="DE", language="de-DE", currency="EUR")))
    for text in (
        "Rechnung INV-2026-0004",
        "Rechnungsdatum 30. April 2026",
        "Leistungszeitraum 1. \u2013 30. April 2026",
        "Beschreibung Menge Einheit Einzelpreis",
        "Zu zahlen bis 30. Mai 2026 1.037,53 \u20ac",
        "Verwendungszweck INV-2026-0004",
        "Seite 1 von 2",
    ):
        assert text in first
    for text in ("Stundennachweis und Auslagen", "Datum Person T\u00e4tigkeit Stunden", "Summe Auslagen"):
        assert text in second


def test_a_client_whose_language_nobody_translated_reads_english_in_own_formats() -> None:
    french = document(made_up(4, country="FR", language="fr-FR", currency="EUR"))
    assert french.title == "Invoice"
    assert french.totals[-1].label == "To pay by 30 mai 2026"


def test_a_document_does_not_care_what_the_screen_speaks() -> None:
    install("pseudo")
    assert document(made_up(4)).title == "Invoice"


def test_small_words() -> None:
    british, american, german = Formats("en-GB"), Formats("en-US"), Formats("de-DE")
    april, end = date(2026, 4, 1), date(2026, 4, 30)
    assert period_text(april, end, british) == "1 \u2013 30 April 2026"
    assert period_text(april, date(2026, 5, 2), british) == "1 April 2026 \u2013 2 May 2026"
    assert period_text(april, end, german) == "1. \u2013 30. April 2026"
    assert period_text(april, end, american) == "April 1, 2026 \u2013 April 30, 2026"
    assert days_text(end, end, british) == "30 Apr"
    assert receipts_text(["R-3", "R-1", "R-2"]) == "R-1 to R-3"
    assert receipts_text(["R-1", "R-2"]) == "R-1, R-2"
    assert receipts_text(["R-1", "R-5", "X-2"]) == "R-1, R-5, X-2"
    assert grouped_tax_number("DK99990007") == "DK99990007"
