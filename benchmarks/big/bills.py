"""The big firm's bills, month by month: lines, taxes and sums by the product's own rules, word for word as issued."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from app.engagements.domain import Arrangement
from app.firm.domain import TaxRule, first_tax_codes
from app.firm.records import NumberSeries
from app.invoices.domain import (
    Basis,
    Buyer,
    DraftState,
    EntryFact,
    ExpenseFact,
    InvoiceSnapshot,
    LineFact,
    LineSpec,
    Origin,
    RetainerMonth,
    Seller,
    TimeUnit,
    UnitKind,
    compose,
    sums_of,
    tax_groups,
)
from app.invoices.queries.documents import LISTED, PRICED
from app.invoices.records import (
    Allocation,
    BillingRun,
    Draft,
    DraftLine,
    DraftUnit,
    Invoice,
    InvoiceFile,
    InvoiceLine,
    InvoiceTax,
)
from app.kernel.formats import Formats
from app.kernel.money import Money, share
from app.kernel.values import to_json
from benchmarks.big.bulk import Rows, Sink, thousandths
from benchmarks.big.office import Office
from benchmarks.big.promises import Agreement, Stint

SERIES = "invoice"
DISPUTE_DAYS = 14


@dataclass(frozen=True, slots=True)
class Issued:
    """An issued invoice, as far as cash needs it."""

    id: int
    client_id: int
    currency: str
    gross_minor: int
    issued_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class Bill:
    """What an agreement has to bill, and the first month of it."""

    agreement: Agreement
    lines: tuple[LineSpec, ...]
    first: date


class Bills:
    """Writes invoices and drafts."""

    def __init__(self, sink: Sink, office: Office, seller: Seller) -> None:
        """Write into these tables."""
        self.sink, self.office, self.seller = sink, office, seller
        self.invoices = Rows(
            sink,
            Invoice,
            "id number series origin client_id sow_id issued_on due_on period_first period_last currency net_minor"
            " tax_minor gross_minor po_number issued_at issued_by_id draft_id snapshot",
        )
        self.lines = Rows(
            sink,
            InvoiceLine,
            "id invoice_id position kind title detail quantity unit rate net_minor tax_code person_id",
        )
        self.taxes = Rows(sink, InvoiceTax, "invoice_id tax_code name category percent net_minor tax_minor reason")
        self.files = Rows(sink, InvoiceFile, "invoice_id digest content")
        self.allocations = Rows(sink, Allocation, "invoice_line_id unit_kind unit_id part seconds rate rate_rule")
        self.numbers: dict[int, int] = defaultdict(int)
        self.invoice_id = self.line_id = 0
        self.rules = {
            plan.code: TaxRule(plan.code, plan.name, plan.category, plan.percent, plan.reason)
            for plan in first_tax_codes("GB")
        }
        self.formats: dict[str, Formats] = {}
        self.clerk = next(person.id for person in office.people if person.initials == "GB")

    def due(self, agreement: Agreement, through: date) -> Bill | None:
        """What can be billed of an agreement up to a day; None when there is nothing."""
        months = _months(agreement, through) if agreement.fee else ()
        milestones = tuple(unit for accepted, unit in agreement.milestones if accepted <= through)
        stints = [stint for stint in agreement.stints if agreement.leaves is None or stint.day < agreement.leaves]
        basis = Basis(
            sow_id=agreement.id,
            currency=agreement.buyer.currency,
            line_names=agreement.line_names,
            time=tuple(_unit(agreement, stint) for stint in stints),
            expenses=tuple(agreement.expenses),
            milestones=milestones,
            months=months,
        )
        language = agreement.buyer.language
        formats = self.formats.setdefault(language, Formats(language))
        lines = compose(basis, formats).ready
        if not lines:
            return None
        days = [stint.day for stint in stints] + [month.first for month in months]
        if not days and not milestones:
            days = [unit.day for unit in agreement.expenses]
        return Bill(agreement, lines, min(days, default=through).replace(day=1))

    def issue(self, bill: Bill, on: date) -> Issued:
        """Write an invoice; what it billed waits no more."""
        self.numbers[on.year] += 1
        self.invoice_id += 1
        snapshot = self._snapshot(bill, on, f"INV-{on.year}-{self.numbers[on.year]:04}")
        agreement, sums = bill.agreement, snapshot.sums
        self.invoices.add(
            self.invoice_id,
            snapshot.number,
            SERIES,
            Origin.ISSUED.value,
            agreement.buyer.id,
            agreement.id,
            on.isoformat(),
            snapshot.due_on.isoformat(),
            bill.first.isoformat(),
            on.isoformat(),
            snapshot.currency,
            sums.net.minor,
            sums.tax.minor,
            sums.gross.minor,
            agreement.po_number,
            f"{on.isoformat()}T16:00:00.000000Z",
            self.clerk,
            None,
            to_json(snapshot),
        )
        for group in snapshot.taxes:
            self.taxes.add(
                self.invoice_id, group.code, group.name, group.category.value, thousandths(group.percent),
                group.net.minor, group.tax.minor, group.reason,
            )  # fmt: skip
        content = _stand_in(snapshot.number)
        self.files.add(self.invoice_id, hashlib.sha256(content).hexdigest(), content)
        for position, line in enumerate(bill.lines, start=1):
            self.line_id += 1
            self.lines.add(
                self.line_id, self.invoice_id, position, line.kind.value, line.title, line.detail,
                thousandths(line.quantity), line.unit, thousandths(line.rate), line.net.minor,
                agreement.buyer.tax_code, line.person_id,
            )  # fmt: skip
            for unit in line.units:
                self.allocations.add(
                    self.line_id, unit.kind.value, unit.unit_id, unit.part, unit.seconds, thousandths(unit.rate),
                    unit.rule,
                )  # fmt: skip
        _settle(bill)
        gross = sums.gross.minor
        return Issued(self.invoice_id, agreement.buyer.id, snapshot.currency, gross, on, snapshot.due_on)

    def draft(self, bills: Iterable[Bill], through: date) -> int:
        """The drafts of the run of today, two of three of them approved; gives their number."""
        runs = Rows(self.sink, BillingRun, "id through invoice_date collected_at")
        drafts = Rows(
            self.sink,
            Draft,
            "id run_id client_id sow_id currency period_first period_last invoice_date state po_number decided_by_id"
            " decided_at",
        )
        lines = Rows(
            self.sink,
            DraftLine,
            "id draft_id position kind title quantity unit rate net_minor tax_code detail person_id",
        )
        units = Rows(self.sink, DraftUnit, "draft_line_id unit_kind unit_id part seconds rate rate_rule")
        now = f"{through.isoformat()}T13:00:00.000000Z"
        line_id = key = 0
        for key, bill in enumerate(bills, start=1):
            if key == 1:
                runs.add(1, through.isoformat(), through.isoformat(), now)
            agreement, approved = bill.agreement, bool(key % 3)
            drafts.add(
                key, 1, agreement.buyer.id, agreement.id, agreement.buyer.currency, bill.first.isoformat(),
                through.isoformat(), through.isoformat(),
                (DraftState.APPROVED if approved else DraftState.OPEN).value, agreement.po_number,
                self.office.people[0].id if approved else None, now if approved else None,
            )  # fmt: skip
            for position, line in enumerate(bill.lines, start=1):
                line_id += 1
                lines.add(
                    line_id, key, position, line.kind.value, line.title, thousandths(line.quantity), line.unit,
                    thousandths(line.rate), line.net.minor, agreement.buyer.tax_code, line.detail, line.person_id,
                )  # fmt: skip
                for unit in line.units:
                    units.add(
                        line_id, unit.kind.value, unit.unit_id, unit.part, unit.seconds, thousandths(unit.rate),
                        unit.rule,
                    )  # fmt: skip
        for rows in (runs, drafts, lines, units):
            rows.flush()
        return key

    def flush(self) -> None:
        """Write what waits."""
        for rows in (self.invoices, self.lines, self.taxes, self.files, self.allocations):
            rows.flush()

    def finish(self, founded_in: int) -> None:
        """Write what waits, and the counters of the years after the firm was founded."""
        self.flush()
        series = Rows(self.sink, NumberSeries, "key year pattern next_number")
        for year, used in sorted(self.numbers.items()):
            if year != founded_in:
                series.add(SERIES, year, "INV-{year}-{0000}", used + 1)
        series.flush()

    def _snapshot(self, bill: Bill, on: date, number: str) -> InvoiceSnapshot:
        agreement = bill.agreement
        buyer, code = agreement.buyer, agreement.buyer.tax_code
        rule = self.rules[code]
        facts = tuple(
            LineFact(
                position=position,
                kind=line.kind,
                title=line.title,
                detail=line.detail,
                quantity=line.quantity,
                unit=line.unit,
                rate=line.rate,
                net=line.net,
                tax_code=code,
                tax_percent=rule.percent,
            )
            for position, line in enumerate(bill.lines, start=1)
        )
        taxes = tax_groups(facts, self.rules, buyer.currency)
        spent = {unit.expense_id: unit for unit in agreement.expenses}
        return InvoiceSnapshot(
            number=number,
            issued_on=on,
            due_on=on + timedelta(buyer.terms_days),
            question_until=on + timedelta(DISPUTE_DAYS),
            period_first=bill.first,
            period_last=on,
            currency=buyer.currency,
            seller=self.seller,
            buyer=Buyer(
                client_id=buyer.id,
                name=buyer.name,
                legal_name=buyer.legal_name,
                payer=buyer.payer,
                address=buyer.address,
                country=buyer.country,
                language=buyer.language,
                tax_number=buyer.tax_number,
                contact=buyer.sponsor,
            ),
            sow_number=agreement.number,
            sow_title=agreement.title,
            po_number=agreement.po_number,
            lines=facts,
            taxes=taxes,
            sums=sums_of(facts, taxes, buyer.currency),
            entries=_entries(bill),
            expenses=tuple(
                ExpenseFact(
                    line=position,
                    day=spent[unit.unit_id].day,
                    text=spent[unit.unit_id].text,
                    receipt=spent[unit.unit_id].receipt,
                    quantity=spent[unit.unit_id].quantity,
                    unit=spent[unit.unit_id].unit,
                    net=spent[unit.unit_id].net,
                )
                for position, line in enumerate(bill.lines, start=1)
                for unit in line.units
                if unit.kind is UnitKind.EXPENSE
            ),
            made_at=datetime(on.year, on.month, on.day, 16, tzinfo=UTC),
        )


def _unit(agreement: Agreement, stint: Stint) -> TimeUnit:
    rate = agreement.rates.get(stint.person.id)
    return TimeUnit(
        entry_id=stint.entry_id,
        day=stint.day,
        person_id=stint.person.id,
        person_name=stint.person.name,
        grade=stint.person.grade,
        seconds=agreement.rounding.billed(stint.seconds),
        sow_line_id=agreement.line_id,
        arrangement=agreement.arrangement,
        rate=None if rate is None else rate.rate,
        rule="" if rate is None else rate.rule,
    )


def _months(agreement: Agreement, through: date) -> tuple[RetainerMonth, ...]:
    """The month that just ended, or ended with the agreement; those before are billed already."""
    first = through.replace(day=1)
    if first < agreement.start.replace(day=1) or first > agreement.end or f"{first:%Y-%m}" in agreement.months:
        return ()
    return (
        RetainerMonth(
            sow_line_id=agreement.line_id,
            first=first,
            fee=agreement.fee,
            included_seconds=agreement.included,
            extra_rate=agreement.extra_rate,
        ),
    )


def _entries(bill: Bill) -> tuple[EntryFact, ...]:
    """The time a client is shown; the amounts of a line's entries add up to it."""
    known = {stint.entry_id: stint for stint in bill.agreement.stints}
    facts = []
    for position, line in enumerate(bill.lines, start=1):
        if line.kind not in LISTED:
            continue
        members = [unit for unit in line.units if unit.kind is UnitKind.TIME]
        parts: list[Money | None] = [None] * len(members)
        if line.kind in PRICED and members:
            seconds = [unit.seconds for unit in members]
            parts = list(share(line.net, seconds)) if any(seconds) else [line.net] * len(members)
        for unit, part in zip(members, parts, strict=True):
            stint = known[unit.unit_id]
            fact = EntryFact(
                line=position,
                day=stint.day,
                person=stint.person.name,
                work=stint.work,
                seconds=unit.seconds,
                rate=None if part is None else unit.rate,
                amount=part,
            )
            facts.append(((stint.day, unit.unit_id, unit.part), fact))
    return tuple(fact for _key, fact in sorted(facts, key=lambda pair: pair[0]))


def _settle(bill: Bill) -> None:
    """What a bill billed waits no more."""
    agreement = bill.agreement
    billed = {(unit.kind, unit.unit_id) for line in bill.lines for unit in line.units}
    agreement.stints = [one for one in agreement.stints if (UnitKind.TIME, one.entry_id) not in billed]
    agreement.expenses = [one for one in agreement.expenses if (UnitKind.EXPENSE, one.expense_id) not in billed]
    agreement.milestones = [
        one for one in agreement.milestones if (UnitKind.MILESTONE, one[1].milestone_id) not in billed
    ]
    for line in bill.lines:
        agreement.months |= {unit.part for unit in line.units if unit.kind is UnitKind.RETAINER}


def _stand_in(number: str) -> bytes:
    """A page with the invoice's number on it, in place of fifty thousand bytes of fonts."""
    drawn = f"BT /F1 24 Tf 72 720 Td ({number}) Tj ET".encode()
    return (
        b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n"
        b"4 0 obj<</Length %d>>stream\n%s\nendstream endobj\ntrailer<</Root 1 0 R>>\n" % (len(drawn), drawn)
    )


def billable_now(agreement: Agreement) -> bool:
    """Whether an agreement's time goes onto a draft of today's run without a question."""
    return (
        agreement.arrangement is Arrangement.TIME_AND_MATERIALS
        and not agreement.capped
        and agreement.leaves is None
        and agreement.held_task is None
        and len(agreement.stints) > 2
        and agreement.end >= date(2026, 4, 1)
    )
