"""Nine questions about a draft. Each is answered from facts, with a sentence and what to do; nothing is stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.clients.domain import PoRule
from app.firm.domain import TaxCategory, TaxRule
from app.invoices.domain.states import CheckKey, DraftState, Shown, Verdict
from app.invoices.domain.taxes import Sums
from app.kernel.formats import Formats
from app.kernel.money import Money
from app.kernel.words import _, ngettext


@dataclass(frozen=True, slots=True)
class Check:
    """The answer to one question: a verdict, a sentence, and the way out when there is one."""

    key: CheckKey
    verdict: Verdict
    sentence: str
    fix: str = ""
    short: str = ""
    """A few words for the list of what is not ready; empty when the draft passes."""


@dataclass(frozen=True, slots=True)
class LowRate:
    """Time billed below the rate its grade has on the statement of work."""

    person: str
    seconds: int
    rate: Decimal
    agreed: Decimal
    since: date


@dataclass(frozen=True, slots=True)
class OrderFact:
    """A purchase order and what is left on it before this draft."""

    number: str
    left: Money
    valid_from: date
    valid_to: date | None

    def covers(self, day: date) -> bool:
        """Whether the order is valid on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFacts:
    """Everything the checks look at."""

    currency: str
    invoice_date: date
    sums: Sums
    sow_number: str
    low_rates: tuple[LowRate, ...] = ()
    unpriced: tuple[tuple[str, int], ...] = ()
    write_downs: tuple[tuple[Money, str], ...] = ()
    unapproved_seconds: int = 0
    changed_entries: int = 0
    milestones_not_accepted: int = 0
    budget: Money
    invoiced_fees: Money
    capped: bool = False
    po_rule: PoRule = PoRule.NONE
    po_number: str = ""
    orders: tuple[OrderFact, ...] = ()
    tax_codes: tuple[str, ...] = ()
    tax_rules: Mapping[str, TaxRule]
    firm_tax_number: str = ""
    client_tax_number: str = ""
    held: tuple[tuple[str, int], ...] = ()
    on_open_change_orders: int = 0
    without_receipt: tuple[str, ...] = ()
    receipts: int = 0
    changed_expenses: int = 0
    billed_before: int = 0
    address: str = ""
    payer: str = ""


def check_draft(facts: DraftFacts, formats: Formats) -> tuple[Check, ...]:
    """The nine answers, in their fixed order."""
    return (
        _rates(facts, formats),
        _hours(facts, formats),
        _budget(facts, formats),
        _purchase_order(facts, formats),
        _tax(facts),
        _change_orders(facts, formats),
        _receipts(facts),
        _once(facts),
        _payer(facts),
    )


def shown(state: DraftState, checks: tuple[Check, ...]) -> Shown:
    """The state a list shows."""
    verdicts = {check.verdict for check in checks}
    if state is DraftState.HOLD:
        return Shown.HOLD
    if Verdict.BLOCK in verdicts:
        return Shown.BLOCKED
    if state is DraftState.APPROVED:
        return Shown.APPROVED
    return Shown.CHECK if Verdict.WATCH in verdicts else Shown.READY


def blocks(checks: tuple[Check, ...]) -> Iterator[Check]:
    """The checks that keep a draft from being approved or issued."""
    return (check for check in checks if check.verdict is Verdict.BLOCK)


def _rates(facts: DraftFacts, formats: Formats) -> Check:
    key = CheckKey.RATES
    if facts.unpriced:
        who, seconds = facts.unpriced[0]
        return Check(
            key,
            Verdict.BLOCK,
            _("{hours} h by {person} have no rate on {sow}.").format(
                hours=formats.hours(seconds), person=who, sow=facts.sow_number
            ),
            _("Add a rate for the grade or the person, then collect again."),
            _("{hours} h without a rate").format(hours=formats.hours(sum(item[1] for item in facts.unpriced))),
        )
    if facts.low_rates:
        low = facts.low_rates[0]
        lost = sum(((item.agreed - item.rate) * item.seconds / 3600 for item in facts.low_rates), Decimal(0))
        short = formats.rate(lost.quantize(Decimal("0.01")), facts.currency)
        return Check(
            key,
            Verdict.WATCH,
            _("{hours} h by {person} use {rate}. {sow} says {agreed} from {since}: {short} short.").format(
                hours=formats.hours(low.seconds),
                person=low.person,
                rate=formats.rate(low.rate, facts.currency),
                sow=facts.sow_number,
                agreed=formats.rate(low.agreed, facts.currency),
                since=formats.day(low.since),
                short=short,
            ),
            _("Raise the person's rate on the statement of work and collect again, or approve the lower rate."),
            _("rate below SOW, {short} short").format(short=short),
        )
    if facts.write_downs:
        amount, reason = facts.write_downs[0]
        return Check(
            key,
            Verdict.WATCH,
            _("{amount} below SOW rates: {reason}.").format(amount=formats.money(-amount), reason=reason.rstrip(".")),
            _("Remove the adjustment, or approve it with its reason."),
            _("written down by {amount}").format(amount=formats.money(-amount)),
        )
    return Check(key, Verdict.PASS, _("Rates match the SOW"))


def _hours(facts: DraftFacts, formats: Formats) -> Check:
    key = CheckKey.HOURS
    if facts.unapproved_seconds:
        hours = formats.hours(facts.unapproved_seconds)
        return Check(
            key,
            Verdict.BLOCK,
            _("{hours} h are no longer approved.").format(hours=hours),
            _("Approve them, or collect again to leave them out."),
            _("{hours} h not approved").format(hours=hours),
        )
    if facts.changed_entries:
        return Check(
            key,
            Verdict.BLOCK,
            ngettext(
                "{n} time entry was changed after it was collected.",
                "{n} time entries were changed after they were collected.",
                facts.changed_entries,
            ),
            _("Collect again to bill it as it is now."),
            _("changed after it was collected"),
        )
    if facts.milestones_not_accepted:
        return Check(
            key,
            Verdict.BLOCK,
            _("The client's acceptance of the milestone is not recorded."),
            _("Record the acceptance, then collect again."),
            _("acceptance of the milestone not recorded"),
        )
    return Check(key, Verdict.PASS, _("Hours approved by the lead"))


def _budget(facts: DraftFacts, formats: Formats) -> Check:
    key = CheckKey.BUDGET
    if facts.budget.minor <= 0:
        return Check(key, Verdict.PASS, _("No budget agreed"))
    after = facts.invoiced_fees + facts.sums.fees
    share = formats.percent(Decimal(after.minor) * 100 / Decimal(facts.budget.minor))
    if after <= facts.budget:
        return Check(key, Verdict.PASS, _("Within budget: {percent} after this invoice").format(percent=share))
    over = formats.money(after - facts.budget)
    return Check(
        key,
        Verdict.BLOCK if facts.capped else Verdict.WATCH,
        (
            _("{over} past the cap: {percent} after this invoice.")
            if facts.capped
            else _("{over} past the budget: {percent} after this invoice.")
        ).format(over=over, percent=share),
        _("Have a change order accepted, or write the bill down."),
        _("{over} past the budget").format(over=over),
    )


def _purchase_order(facts: DraftFacts, formats: Formats) -> Check:
    key = CheckKey.PURCHASE_ORDER
    strict = facts.po_rule is PoRule.EVERY_INVOICE
    bad = Verdict.BLOCK if strict else Verdict.WATCH
    if not facts.po_number:
        if not strict:
            return Check(key, Verdict.PASS, _("No purchase order needed"))
        ended = max((order.valid_to for order in facts.orders if order.valid_to is not None), default=None)
        sentence = _("No purchase order is valid on the invoice date.")
        if ended is not None and ended < facts.invoice_date:
            sentence = _("The last purchase order ended on {day}.").format(day=formats.date(ended))
        return Check(
            key,
            Verdict.BLOCK,
            sentence,
            _("Ask the client for a purchase order, record it and set it here."),
            _("no purchase order number"),
        )
    order = next((item for item in facts.orders if item.number == facts.po_number), None)
    name = _("PO {number}").format(number=facts.po_number)
    if order is None:
        return Check(
            key,
            Verdict.WATCH,
            _("{po} is not recorded on {sow}; what is left on it is not known.").format(po=name, sow=facts.sow_number),
            _("Record the order with its amount and dates."),
            _("{po} not recorded").format(po=name),
        )
    if not order.covers(facts.invoice_date):
        return Check(
            key,
            bad,
            _("{po} is not valid on {day}.").format(po=name, day=formats.date(facts.invoice_date)),
            _("Set a purchase order that is valid, or ask the client to extend this one."),
            _("{po} not valid").format(po=name),
        )
    left = formats.money(order.left)
    if order.left < facts.sums.net:
        return Check(
            key,
            bad,
            _("{po} has {left} left, this invoice needs {net}.").format(
                po=name, left=left, net=formats.money(facts.sums.net)
            ),
            _("Ask the client to raise the order, or set another one."),
            _("{po} has {left} left").format(po=name, left=left),
        )
    return Check(key, Verdict.PASS, _("{po} has {left} left").format(po=name, left=left))


def _tax(facts: DraftFacts) -> Check:
    key = CheckKey.TAX
    for code in facts.tax_codes:
        rule = facts.tax_rules.get(code)
        if rule is None:
            return Check(
                key,
                Verdict.BLOCK,
                _("The tax code {code} has no rate on the invoice date.").format(code=code or "\u2013"),
                _("Add the code in the firm's settings, or choose another one for the client."),
                _("no tax rate"),
            )
        if rule.category is TaxCategory.REVERSE_CHARGE:
            if not facts.client_tax_number:
                return Check(
                    key,
                    Verdict.BLOCK,
                    _("Reverse charge needs the client's tax number."),
                    _("Add the number to the client."),
                    _("no tax number of the client"),
                )
            return Check(key, Verdict.PASS, _("Tax number valid, reverse charge text added"))
        if rule.percent and not facts.firm_tax_number:
            return Check(
                key,
                Verdict.WATCH,
                _("Tax is charged, but the firm's own tax number is missing."),
                _("Add the number in the firm's settings."),
                _("the firm's tax number is missing"),
            )
    return Check(key, Verdict.PASS, _("Tax number and rule in order"))


def _change_orders(facts: DraftFacts, formats: Formats) -> Check:
    key = CheckKey.CHANGE_ORDERS
    if facts.on_open_change_orders:
        hours = formats.hours(facts.on_open_change_orders)
        return Check(
            key,
            Verdict.BLOCK,
            _("{hours} h belong to a change order that is not accepted.").format(hours=hours),
            _("Collect again to leave them out."),
            _("{hours} h on an unaccepted change order").format(hours=hours),
        )
    if facts.held:
        held = ", ".join(f"{number} ({formats.hours(seconds, unit=True)})" for number, seconds in facts.held)
        return Check(key, Verdict.PASS, _("Held and left out: {orders}").format(orders=held))
    return Check(key, Verdict.PASS, _("No time on unaccepted change orders"))


def _receipts(facts: DraftFacts) -> Check:
    if facts.changed_expenses:
        return Check(
            CheckKey.RECEIPTS,
            Verdict.BLOCK,
            _("An expense was changed after it was collected, or the client does not pay it any more."),
            _("Collect again to bill it as it is now."),
            _("expense changed after it was collected"),
        )
    if facts.without_receipt:
        return Check(
            CheckKey.RECEIPTS,
            Verdict.WATCH,
            _("No receipt for: {texts}.").format(texts=", ".join(facts.without_receipt)),
            _("Add the receipt's number to the expense."),
            _("receipt missing"),
        )
    if not facts.receipts:
        return Check(CheckKey.RECEIPTS, Verdict.PASS, _("No expenses"))
    return Check(CheckKey.RECEIPTS, Verdict.PASS, _("Expenses have receipts"))


def _once(facts: DraftFacts) -> Check:
    if facts.billed_before:
        return Check(
            CheckKey.ONCE,
            Verdict.BLOCK,
            _("Work on this draft was invoiced before."),
            _("Collect again to leave it out."),
            _("invoiced before"),
        )
    return Check(CheckKey.ONCE, Verdict.PASS, _("Not invoiced before"))


def _payer(facts: DraftFacts) -> Check:
    if not facts.address.strip():
        return Check(
            CheckKey.PAYER,
            Verdict.BLOCK,
            _("The client has no address."),
            _("Add the address to the client."),
            _("no address"),
        )
    if not facts.payer:
        return Check(
            CheckKey.PAYER,
            Verdict.WATCH,
            _("No contact is marked as the payer."),
            _("Mark who receives invoices among the client's contacts."),
            _("no payer"),
        )
    return Check(CheckKey.PAYER, Verdict.PASS, _("Invoice address and payer confirmed"))
