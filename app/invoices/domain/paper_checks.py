"""Questions about the paper: purchase order, tax, receipts, address and payer; and all nine in their order."""

from __future__ import annotations

from app.clients.domain import PoRule
from app.firm.domain import TaxCategory
from app.invoices.domain.checks import Check, Stake, check_name
from app.invoices.domain.facts import DraftFacts, OrderFact
from app.invoices.domain.states import CheckKey, Fix, Verdict
from app.invoices.domain.work_checks import budget, change_orders, hours, once, rates, settle
from app.kernel.formats import Formats
from app.kernel.money import Money
from app.kernel.words import _


def check_draft(facts: DraftFacts, formats: Formats) -> tuple[Check, ...]:
    """The nine answers, in their fixed order."""
    return (
        rates(facts, formats),
        hours(facts, formats),
        budget(facts, formats),
        _purchase_order(facts, formats),
        _tax(facts),
        change_orders(facts, formats),
        _receipts(facts),
        once(facts),
        _payer(facts),
    )


def _purchase_order(facts: DraftFacts, formats: Formats) -> Check:
    key = CheckKey.PURCHASE_ORDER
    strict = facts.po_rule is PoRule.EVERY_INVOICE
    if not facts.po_number:
        return _no_order(facts, formats) if strict else Check(key, Verdict.PASS, _("No purchase order needed"))
    order = next((item for item in facts.orders if item.number == facts.po_number), None)
    name = _("PO {number}").format(number=facts.po_number)
    finding = _order_finding(facts, formats, order, name, Verdict.BLOCK if strict else Verdict.WATCH)
    if finding is None and order is not None:
        left = _whole_or_exact(order.left, formats)
        return Check(key, Verdict.PASS, _("{po} has {left} left").format(po=name, left=left))
    return settle(facts, iter((finding,) if finding is not None else ()), Check(key, Verdict.PASS, name))


def _whole_or_exact(amount: Money, formats: Formats) -> str:
    """An amount in a sentence: without decimals where there are none to tell."""
    return formats.money_rounded(amount) if amount.amount == int(amount.amount) else formats.money(amount)


def _at_stake(facts: DraftFacts) -> Stake:
    """A bill that cannot go out brings nothing."""
    return Stake(Money.zero(facts.currency), facts.sums.net)


def _no_order(facts: DraftFacts, formats: Formats) -> Check:
    ended = max((order.valid_to for order in facts.orders if order.valid_to is not None), default=None)
    sentence = _("No purchase order is valid on the invoice date.")
    if ended is not None and ended < facts.invoice_date:
        sentence = _("The last purchase order ended on {day}.").format(day=formats.date(ended))
    return Check(
        CheckKey.PURCHASE_ORDER,
        Verdict.BLOCK,
        sentence,
        _("Ask the client for a purchase order, record it and set it here."),
        _("no purchase order number"),
        title=_("No purchase order"),
        way=Fix.ORDER,
        stake=_at_stake(facts),
    )


def _order_finding(
    facts: DraftFacts, formats: Formats, order: OrderFact | None, name: str, bad: Verdict
) -> Check | None:
    key = CheckKey.PURCHASE_ORDER
    if order is None:
        return Check(
            key,
            Verdict.WATCH,
            _("{po} is not recorded on {sow}; what is left on it is not known.").format(po=name, sow=facts.sow_number),
            _("Record the order with its amount and dates."),
            _("{po} not recorded").format(po=name),
            title=_("The purchase order is not recorded"),
            way=Fix.ORDER,
            mark=f"unknown {facts.po_number}",
        )
    stake = _at_stake(facts) if bad is Verdict.BLOCK else None
    if not order.covers(facts.invoice_date):
        return Check(
            key,
            bad,
            _("{po} is not valid on {day}.").format(po=name, day=formats.date(facts.invoice_date)),
            _("Set a purchase order that is valid, or ask the client to extend this one."),
            _("{po} not valid").format(po=name),
            title=_("The purchase order is not valid"),
            way=Fix.ORDER,
            stake=stake,
            mark=f"not valid {order.number}" if bad is Verdict.WATCH else "",
        )
    if order.left < facts.sums.net:
        left = formats.money(order.left)
        return Check(
            key,
            bad,
            _("{po} has {left} left, this invoice needs {net}.").format(
                po=name, left=left, net=formats.money(facts.sums.net)
            ),
            _("Ask the client to raise the order, or set another one."),
            _("{po} has {left} left").format(po=name, left=left),
            title=_("The purchase order is used up"),
            way=Fix.ORDER,
            stake=stake,
            mark=f"used up {order.number}" if bad is Verdict.WATCH else "",
        )
    return None


def _tax(facts: DraftFacts) -> Check:
    key = CheckKey.TAX
    answer = Check(key, Verdict.PASS, check_name(key))
    for code in facts.tax_codes:
        rule = facts.tax_rules.get(code)
        if rule is None:
            return Check(
                key,
                Verdict.BLOCK,
                _("The tax code {code} has no rate on the invoice date.").format(code=code or "\u2013"),
                _("Add the code in the firm's settings, or choose another one for the client."),
                _("no tax rate"),
                title=_("A tax rate is missing"),
                way=Fix.CLIENT,
            )
        if rule.category is TaxCategory.REVERSE_CHARGE:
            if not facts.client_tax_number:
                return Check(
                    key,
                    Verdict.BLOCK,
                    _("Reverse charge needs the client's tax number."),
                    _("Add the number to the client."),
                    _("no tax number of the client"),
                    title=_("The client's tax number is missing"),
                    way=Fix.CLIENT,
                    stake=_at_stake(facts),
                )
            return Check(key, Verdict.PASS, _("VAT number valid, reverse charge text added"))
        if rule.percent and not facts.firm_tax_number:
            finding = Check(
                key,
                Verdict.WATCH,
                _("Tax is charged, but the firm's own tax number is missing."),
                _("Add the number in the firm's settings."),
                _("the firm's tax number is missing"),
                title=_("The firm's tax number is missing"),
                way=Fix.FIRM,
                mark="firm without a number",
            )
            return settle(facts, iter((finding,)), answer)
    return answer


def _receipts(facts: DraftFacts) -> Check:
    key = CheckKey.RECEIPTS
    if facts.changed_expenses:
        return Check(
            key,
            Verdict.BLOCK,
            _("An expense was changed after it was collected, or the client does not pay it any more."),
            _("Collect again to bill it as it is now."),
            _("expense changed after it was collected"),
            title=_("An expense was changed"),
            way=Fix.COLLECT,
        )
    if facts.without_receipt:
        finding = Check(
            key,
            Verdict.WATCH,
            _("No receipt for: {texts}.").format(texts=", ".join(facts.without_receipt)),
            _("Ask for the receipt, or leave it so with a reason."),
            _("receipt missing"),
            title=_("A receipt is missing"),
            mark="; ".join(sorted(facts.without_receipt)),
        )
        return settle(facts, iter((finding,)), Check(key, Verdict.PASS, check_name(key)))
    return Check(key, Verdict.PASS, check_name(key))


def _payer(facts: DraftFacts) -> Check:
    key = CheckKey.PAYER
    if not facts.address.strip():
        return Check(
            key,
            Verdict.BLOCK,
            _("The client has no address."),
            _("Add the address to the client."),
            _("no address"),
            title=_("The address is missing"),
            way=Fix.CLIENT,
            stake=_at_stake(facts),
        )
    answer = Check(key, Verdict.PASS, check_name(key))
    if facts.payer:
        return answer
    finding = Check(
        key,
        Verdict.WATCH,
        _("No contact is marked as the payer."),
        _("Mark who receives invoices among the client's contacts."),
        _("no payer"),
        title=_("Nobody is marked as the payer"),
        way=Fix.CLIENT,
        mark="no payer",
    )
    return settle(facts, iter((finding,)), answer)
