"""Questions about the paper: purchase order, tax, receipts, address and payer."""

from __future__ import annotations

from collections.abc import Iterator

from app.clients.domain import PoRule
from app.firm.domain import TaxCategory
from app.invoices.domain.checks import Check, Stake, check_name
from app.invoices.domain.facts import DraftFacts, OrderFact
from app.invoices.domain.states import CheckKey, Fix, Verdict
from app.kernel.formats import Formats
from app.kernel.money import Money
from app.kernel.words import _


def _at_stake(facts: DraftFacts) -> Stake:
    """A bill that cannot go out brings nothing."""
    return Stake(Money.zero(facts.currency), facts.sums.net)


# ---------------------------------------------------------------------- purchase order


def _order_of(facts: DraftFacts) -> OrderFact | None:
    return next((item for item in facts.orders if item.number == facts.po_number), None)


def _order_name(facts: DraftFacts) -> str:
    return _("PO {number}").format(number=facts.po_number)


def order_words(facts: DraftFacts, formats: Formats) -> str:
    """What is left on the purchase order, or that none is needed."""
    if not facts.po_number:
        return _("No purchase order needed")
    order, name = _order_of(facts), _order_name(facts)
    if order is None or not order.covers(facts.invoice_date) or order.left < facts.sums.net:
        return name
    return _("{po} has {left} left").format(po=name, left=_whole_or_exact(order.left, formats))


def _whole_or_exact(amount: Money, formats: Formats) -> str:
    """An amount in a sentence: without decimals where there are none to tell."""
    return formats.money_rounded(amount) if amount.amount == int(amount.amount) else formats.money(amount)


def order_findings(facts: DraftFacts, formats: Formats) -> Iterator[Check]:
    """A purchase order that is missing where the client wants one, not recorded, not valid or used up."""
    if not facts.po_number:
        if facts.po_rule is PoRule.EVERY_INVOICE:
            yield _no_order(facts, formats)
        return
    order = _order_of(facts)
    if order is None:
        yield _unknown_order(facts)
    elif not order.covers(facts.invoice_date):
        po, day = _order_name(facts), formats.date(facts.invoice_date)
        yield _bad_order(
            facts,
            _("{po} is not valid on {day}.").format(po=po, day=day),
            _("Set a purchase order that is valid, or ask the client to extend this one."),
            _("{po} not valid").format(po=po),
            title=_("The purchase order is not valid"),
            mark=f"not valid {order.number}",
        )
    elif order.left < facts.sums.net:
        po, left, net = _order_name(facts), formats.money(order.left), formats.money(facts.sums.net)
        yield _bad_order(
            facts,
            _("{po} has {left} left, this invoice needs {net}.").format(po=po, left=left, net=net),
            _("Ask the client to raise the order, or set another one."),
            _("{po} has {left} left").format(po=po, left=left),
            title=_("The purchase order is used up"),
            mark=f"used up {order.number}",
        )


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


def _unknown_order(facts: DraftFacts) -> Check:
    po = _order_name(facts)
    return Check(
        CheckKey.PURCHASE_ORDER,
        Verdict.WATCH,
        _("{po} is not recorded on {sow}; what is left on it is not known.").format(po=po, sow=facts.sow_number),
        _("Record the order with its amount and dates."),
        _("{po} not recorded").format(po=po),
        title=_("The purchase order is not recorded"),
        way=Fix.ORDER,
        mark=f"unknown {facts.po_number}",
    )


def _bad_order(facts: DraftFacts, sentence: str, fix: str, short: str, *, title: str, mark: str) -> Check:
    """A client who wants an order on every invoice does not pay with a bad one; another one may."""
    strict = facts.po_rule is PoRule.EVERY_INVOICE
    return Check(
        CheckKey.PURCHASE_ORDER,
        Verdict.BLOCK if strict else Verdict.WATCH,
        sentence,
        fix,
        short,
        title=title,
        way=Fix.ORDER,
        stake=_at_stake(facts) if strict else None,
        mark="" if strict else mark,
    )


# ---------------------------------------------------------------------- tax


def tax_words(facts: DraftFacts, _formats: Formats) -> str:
    """That tax is in order, and that the client owes it where that is so."""
    rules = [facts.tax_rules[code] for code in facts.tax_codes if code in facts.tax_rules]
    if any(rule.category is TaxCategory.REVERSE_CHARGE for rule in rules):
        return _("VAT number valid, reverse charge text added")
    return check_name(CheckKey.TAX)


def tax_findings(facts: DraftFacts, _formats: Formats) -> Iterator[Check]:
    """What is missing for the tax of any line: its rate, the client's number, the firm's own."""
    missing = [code for code in facts.tax_codes if code not in facts.tax_rules]
    rules = [facts.tax_rules[code] for code in facts.tax_codes if code in facts.tax_rules]
    reverse = [rule for rule in rules if rule.category is TaxCategory.REVERSE_CHARGE]
    if missing:
        yield Check(
            CheckKey.TAX,
            Verdict.BLOCK,
            _("The tax code {code} has no rate on the invoice date.").format(code=missing[0] or "\u2013"),
            _("Add the code in the firm's settings, or choose another one for the client."),
            _("no tax rate"),
            title=_("A tax rate is missing"),
            way=Fix.CLIENT,
        )
    if reverse and not facts.client_tax_number:
        yield Check(
            CheckKey.TAX,
            Verdict.BLOCK,
            _("Reverse charge needs the client's tax number."),
            _("Add the number to the client."),
            _("no tax number of the client"),
            title=_("The client's tax number is missing"),
            way=Fix.CLIENT,
            stake=_at_stake(facts),
        )
    if not facts.firm_tax_number and any(rule.percent for rule in rules if rule not in reverse):
        yield Check(
            CheckKey.TAX,
            Verdict.WATCH,
            _("Tax is charged, but the firm's own tax number is missing."),
            _("Add the number in the firm's settings."),
            _("the firm's tax number is missing"),
            title=_("The firm's tax number is missing"),
            way=Fix.FIRM,
            mark="firm without a number",
        )


# ---------------------------------------------------------------------- receipts, address and payer


def receipt_findings(facts: DraftFacts, _formats: Formats) -> Iterator[Check]:
    """Expenses that are not as they were collected, or cannot be shown."""
    if facts.changed_expenses:
        yield Check(
            CheckKey.RECEIPTS,
            Verdict.BLOCK,
            _("An expense was changed after it was collected, or the client does not pay it any more."),
            _("Collect again to bill it as it is now."),
            _("expense changed after it was collected"),
            title=_("An expense was changed"),
            way=Fix.COLLECT,
        )
    if facts.without_receipt:
        yield Check(
            CheckKey.RECEIPTS,
            Verdict.WATCH,
            _("No receipt for: {texts}.").format(texts=", ".join(facts.without_receipt)),
            _("Ask for the receipt, or leave it so with a reason."),
            _("receipt missing"),
            title=_("A receipt is missing"),
            mark="; ".join(sorted(facts.without_receipt)),
        )


def payer_findings(facts: DraftFacts, _formats: Formats) -> Iterator[Check]:
    """What is missing for the bill to arrive: the address, and somebody who receives it."""
    if not facts.address.strip():
        yield Check(
            CheckKey.PAYER,
            Verdict.BLOCK,
            _("The client has no address."),
            _("Add the address to the client."),
            _("no address"),
            title=_("The address is missing"),
            way=Fix.CLIENT,
            stake=_at_stake(facts),
        )
    if not facts.payer:
        yield Check(
            CheckKey.PAYER,
            Verdict.WATCH,
            _("No contact is marked as the payer."),
            _("Mark who receives invoices among the client's contacts."),
            _("no payer"),
            title=_("Nobody is marked as the payer"),
            way=Fix.CLIENT,
            mark="no payer",
        )
