"""The invoice as a printed document: a snapshot becomes pages. Every figure is taken from it, none is computed."""

from __future__ import annotations

from collections import Counter

from app.firm.domain import TaxCategory
from app.invoices.domain import (
    PERSON_KINDS,
    BudgetFact,
    InvoiceSnapshot,
    LineFact,
    LineKind,
    Part,
    pays_by_link,
    pays_by_transfer_code,
)
from app.invoices.pdf.details import details
from app.invoices.pdf.texts import (
    MANY_RECEIPTS,
    grouped_tax_number,
    percent_text,
    period_text,
    quantity_text,
    tax_name,
    unit_word,
)
from app.kernel.formats import Formats, paper_of
from app.kernel.money import Money
from app.kernel.words import _, pgettext, speaking
from app.paper.document import (
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
from app.paper.qr import epc_text
from app.paper.render import render


def invoice_pdf(snapshot: InvoiceSnapshot, *, copy: bool = False) -> bytes:
    """The file of an invoice, or of a draft when the snapshot has no number. The same snapshot gives the same bytes.

    A `copy` is a later print of an issued invoice and says so after the number.
    """
    return render(document(snapshot, copy=copy))


def document(snapshot: InvoiceSnapshot, *, copy: bool = False) -> Document:
    """The snapshot in printed words, in the client's language and on its country's paper."""
    with speaking(snapshot.buyer.language):
        return _document(snapshot, copy=copy)


def _document(snapshot: InvoiceSnapshot, *, copy: bool) -> Document:
    formats = Formats(snapshot.buyer.language)
    seller = snapshot.seller
    tax_word = tax_name(seller.country)
    number = snapshot.number or _("Number given on issue")
    shown = _("{number}, copy").format(number=number) if copy else number
    return Document(
        title=_("Invoice"),
        number=shown,
        draft_notice=_("Draft, not a tax invoice") if snapshot.is_draft else "",
        letterhead=Letterhead(
            name=seller.name,
            lines=tuple(part for part in (_letterhead_line(snapshot, tax_word),) if part),
            mark_letter=seller.name[:1].upper(),
        ),
        to=Party(caption=_("Invoice to"), name=snapshot.buyer.legal_name, lines=_buyer_lines(snapshot)),
        facts=_facts(snapshot, formats, tax_word),
        line_head=LineHead(
            description=_("Description"),
            quantity=_("Quantity"),
            unit=_("Unit"),
            rate=pgettext("column of an invoice", "Rate"),
            tax=tax_word,
            amount=_("Amount"),
        ),
        lines=_lines(snapshot, formats),
        tax=_tax_table(snapshot, formats, tax_word),
        notes=() if Part.BUDGET in snapshot.left_out else _notes(snapshot.budget, formats),
        totals=_totals(snapshot, formats, tax_word),
        pay=_pay_box(snapshot, number),
        question=None if Part.QUESTION in snapshot.left_out else _question(snapshot, formats),
        hours=None if Part.TIMESHEET in snapshot.left_out else _hours_box(snapshot, formats),
        details=() if Part.TIMESHEET in snapshot.left_out else details(snapshot, formats),
        foot=" · ".join(part for part in (seller.name, seller.registration, ", ".join(seller.address)) if part),
        words=PageWords(page=_("page {page} of {pages}"), carried=_("Carried over"), brought=_("Brought forward")),
        language=snapshot.buyer.language,
        paper=Paper(snapshot.paper or paper_of(snapshot.buyer.country)),
        made_at=snapshot.made_at,
    )


def _letterhead_line(snapshot: InvoiceSnapshot, tax_word: str) -> str:
    number = snapshot.seller.tax_number
    tax = f"{tax_word} {grouped_tax_number(number)}" if number else ""
    return " · ".join(part for part in (", ".join(snapshot.seller.address), tax) if part)


def _buyer_lines(snapshot: InvoiceSnapshot) -> tuple[str, ...]:
    buyer = snapshot.buyer
    return tuple(part for part in (buyer.payer, *buyer.address) if part and part != buyer.legal_name)


def _facts(snapshot: InvoiceSnapshot, formats: Formats, tax_word: str) -> tuple[Fact, ...]:
    sow = ", ".join(part for part in (snapshot.sow_number, snapshot.sow_title) if part)
    references = Part.REFERENCES not in snapshot.left_out
    reverse = any(group.category is TaxCategory.REVERSE_CHARGE for group in snapshot.taxes)
    facts = (
        Fact(label=_("Invoice date"), value=formats.date_long(snapshot.issued_on)),
        Fact(label=_("Due date"), value=formats.date_long(snapshot.due_on), strong=True),
        Fact(label=_("Your PO"), value=snapshot.po_number if references else ""),
        Fact(label=_("SOW"), value=sow if references else ""),
        Fact(
            label=pgettext("of an invoice", "Period"),
            value=period_text(snapshot.period_first, snapshot.period_last, formats),
        ),
        Fact(label=_("Your contact"), value=snapshot.buyer.contact),
        Fact(label=_("Your {tax} number").format(tax=tax_word), value=snapshot.buyer.tax_number if reverse else ""),
    )
    return tuple(fact for fact in facts if fact.value)


def _lines(snapshot: InvoiceSnapshot, formats: Formats) -> tuple[Line, ...]:
    receipts = Counter(item.line for item in snapshot.expenses)
    running = Money.zero(snapshot.currency)
    lines = []
    for line in snapshot.lines:
        running += line.net
        lines.append(
            Line(
                number=str(line.position),
                title=line.title,
                detail=_detail(line, receipts[line.position], snapshot.left_out),
                quantity=quantity_text(line.quantity, line.unit, formats),
                unit=unit_word(line.unit),
                rate=formats.rate(line.rate, snapshot.currency),
                tax=percent_text(line.tax_percent, formats),
                amount=formats.money(line.net),
                running=formats.money(running),
            )
        )
    return tuple(lines)


def _detail(line: LineFact, receipts: int, left_out: tuple[Part, ...]) -> str:
    if line.kind is LineKind.EXPENSE and not line.detail and receipts >= MANY_RECEIPTS:
        return "" if Part.TIMESHEET in left_out else _("Receipts on page {details_page}")
    if line.kind in PERSON_KINDS and Part.PEOPLE in left_out:
        return ""
    return line.detail


def _tax_table(snapshot: InvoiceSnapshot, formats: Formats, tax_word: str) -> TaxTable:
    return TaxTable(
        head=(_("{tax} summary").format(tax=tax_word), _("Net"), tax_word),
        rows=tuple(
            TaxRow(
                label=f"{group.name} {percent_text(group.percent, formats)}",
                net=formats.money(group.net),
                tax=formats.money(group.tax),
                note="" if group.percent else group.reason,
            )
            for group in snapshot.taxes
        ),
    )


def _notes(budget: BudgetFact | None, formats: Formats) -> tuple[str, ...]:
    if budget is None:
        return ()
    text = _("Budget {budget} · invoiced to date with this invoice {invoiced} in fees ({percent}) · left {left}")
    return (
        text.format(
            budget=formats.money(budget.budget),
            invoiced=formats.money(budget.invoiced),
            percent=formats.percent(budget.percent),
            left=formats.money(budget.left),
        ),
    )


def _totals(snapshot: InvoiceSnapshot, formats: Formats, tax_word: str) -> tuple[TotalRow, ...]:
    sums = snapshot.sums
    rows = [(_("Fees"), sums.work), (_("Adjustments"), sums.adjusted), (_("Expenses"), sums.expenses)]
    shown = [TotalRow(label=label, amount=formats.money(amount)) for label, amount in rows if amount]
    if len(snapshot.taxes) == 1:
        percent = snapshot.taxes[0].percent
        tax_label = f"{tax_word} {percent_text(percent, formats)}"
    else:
        tax_label = tax_word
    return (
        *shown,
        TotalRow(label=_("Net"), amount=formats.money(sums.net)),
        TotalRow(label=tax_label, amount=formats.money(sums.tax)),
        TotalRow(
            label=_("To pay by {day}").format(day=formats.date_long(snapshot.due_on)),
            amount=formats.money(sums.gross),
            strong=True,
        ),
    )


def _pay_box(snapshot: InvoiceSnapshot, reference: str) -> PayBox | None:
    seller = snapshot.seller
    if not seller.iban and not seller.payment_page:
        return None
    lines = []
    if seller.iban:
        groups = " ".join(seller.iban[start : start + 4] for start in range(0, len(seller.iban), 4))
        lines = [
            _("Bank transfer to {name}").format(name=seller.account_name or seller.name),
            _("IBAN {number}").format(number=groups),
        ]
    coded = Part.CODE not in snapshot.left_out
    by_transfer = coded and pays_by_transfer_code(snapshot)
    link = seller.payment_page if coded and pays_by_link(snapshot) else ""
    code = caption = ""
    if by_transfer:
        caption = _("Or scan the code with your bank's app.")
        if not snapshot.is_draft:
            code = epc_text(
                name=(seller.account_name or seller.name)[:70],
                iban=seller.iban,
                amount=snapshot.sums.gross,
                text=snapshot.number,
            )
    elif link:
        caption = _("Or scan the code to open the payment page.")
        code = "" if snapshot.is_draft else link
    return PayBox(
        title=_("How to pay"),
        lines=tuple(lines),
        reference_label=_("Reference"),
        reference=reference,
        caption=caption,
        qr_text=code,
        link="" if by_transfer or snapshot.is_draft else link,
        code_note=_("Code given on issue") if caption and snapshot.is_draft else "",
    )


def _question(snapshot: InvoiceSnapshot, formats: Formats) -> TextBox | None:
    seller = snapshot.seller
    who = ", ".join(part for part in (seller.contact_name, seller.contact_phone, seller.contact_email) if part)
    if not who:
        return None
    text = _("Tell us the line number by {day}: {who}. The lines you agree stay payable on the due date.")
    return TextBox(
        title=_("Something not right?"), text=text.format(day=formats.date_long(snapshot.question_until), who=who)
    )


def _hours_box(snapshot: InvoiceSnapshot, formats: Formats) -> HoursBox | None:
    if not snapshot.entries:
        return None
    return HoursBox(
        strong=_("Hours on this invoice: {hours}").format(hours=formats.hours(snapshot.seconds)),
        text=_("every entry is listed on page {details_page} by date, person and task"),
    )
