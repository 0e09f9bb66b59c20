"""Net, tax and what is open, from whatever of them a row gives; nothing that does not add up is let in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from app.firm.queries import TaxCodeRow
from app.invoices.importing.meanings import Meaning
from app.invoices.queries.opening import BuyerRow, OpeningGround
from app.kernel.money import Money, half_up, percentage
from app.kernel.problems import Problem
from app.kernel.words import _

_PERCENT = re.compile(r"(?:.*\s)?(\d{1,2}(?:[.,]\d{1,4})?)\s*%(?:\s.*)?|(\d{1,2}(?:[.,]\d{1,4})?)")
_CENTS = 5
"""Minor units by which a tax may differ from its rate: programs round line by line."""


@dataclass(frozen=True, slots=True)
class Sums:
    """An invoice in sums: as it was printed, and what is open of it."""

    net: Money
    tax: Money
    left: Money
    code: str


@dataclass(frozen=True, slots=True)
class Codes:
    """The tax codes of an invoice's day, those first that are usual for its client."""

    rules: Mapping[str, TaxCodeRow]
    usual: tuple[str, ...]


def codes_of(ground: OpeningGround, buyer: BuyerRow, on: date) -> Codes:
    """What a client's invoice of a day may have been taxed by."""
    rules = ground.rules(on)
    return Codes(rules, tuple(code for code in (buyer.tax_code, ground.firm.usual_tax_code) if code and code in rules))


def whole_sums(given: Mapping[Meaning, Money], code: str, codes: Codes) -> Sums:
    """The sums of an invoice; `code` is what its row says of the tax, maybe nothing.

    A Problem's field is the meaning of the column it lies in.
    """
    net, tax, gross = _printed(given)
    rule = _named(code, codes) if code else _rule(net, tax, codes)
    if net is None and gross is not None:
        net = Money(half_up(Fraction(gross.minor) / (1 + Fraction(rule.percent) / 100)), gross.currency)
    if net is None:
        raise Problem(
            "opening_file.sums",
            _("This row does not say what was billed or what is open."),
            hint=_("One sum is enough."),
        )
    if tax is None:
        tax = gross - net if gross is not None else percentage(net, rule.percent)
    elif abs(tax.minor - percentage(net, rule.percent).minor) > max(_CENTS, abs(tax.minor) // 100):
        raise Problem(
            "opening_file.tax",
            _("{code} makes {right} of {net}, the row says {tax}.").format(
                code=rule.code, right=percentage(net, rule.percent).amount, net=net.amount, tax=tax.amount
            ),
            hint=_("Give the tax code of that day."),
            field=Meaning.TAX,
        )
    left, paid = given.get(Meaning.LEFT), given.get(Meaning.PAID)
    if left is None:
        left = net + tax - paid if paid is not None else net + tax
    elif paid is not None and gross is not None and gross - paid != left:
        raise Problem(
            "opening_file.paid",
            _("{gross} less {paid} is not {left}.").format(gross=gross.amount, paid=paid.amount, left=left.amount),
            hint=_("Leave one of these columns out."),
            field=Meaning.PAID,
        )
    return Sums(net, tax, left, rule.code)


def _printed(given: Mapping[Meaning, Money]) -> tuple[Money | None, Money | None, Money | None]:
    """Net, tax and gross as far as the row gives them or they follow; without any the open sum is the whole."""
    net, tax, gross = (given.get(one) for one in (Meaning.NET, Meaning.TAX, Meaning.GROSS))
    if net is not None and tax is not None:
        if gross is not None and net + tax != gross:
            raise Problem(
                "opening_file.gross",
                _("{net} and {tax} are not {gross}.").format(net=net.amount, tax=tax.amount, gross=gross.amount),
                hint=_("Look at the three columns, or leave one out."),
                field=Meaning.GROSS,
            )
        gross = net + tax
    elif net is not None and gross is not None:
        tax = gross - net
    elif tax is not None and gross is not None:
        net = gross - tax
    elif net is None and gross is None:
        gross = given.get(Meaning.LEFT)
        if gross is not None and Meaning.PAID in given:
            gross += given[Meaning.PAID]
        if gross is not None and tax is not None:
            net = gross - tax
    return net, tax, gross


def _rule(net: Money | None, tax: Money | None, codes: Codes) -> TaxCodeRow:
    """The code that made this tax; where the row gives one sum alone, the usual one."""
    rules, usual = codes.rules, codes.usual
    if net is not None and tax is not None:
        fitting = [row for row in rules.values() if _fits(net, tax, row.percent)]
        preferred = next((row for code in usual for row in fitting if row.code == code), None)
        if preferred is not None:
            return preferred
        if len(fitting) == 1:
            return fitting[0]
        share = Fraction(tax.minor * 100, net.minor) if net.minor else Fraction(0)
        raise Problem(
            "opening_file.rate",
            _("Which tax is this? {percent} % of the net sum fits {n} tax codes of that day.").format(
                percent=f"{float(share):.2f}".rstrip("0").rstrip("."), n=len(fitting)
            ),
            field=Meaning.TAX_CODE,
            hint=_("Add a column with one of: {codes}.").format(codes=", ".join(sorted(rules))),
        )
    if usual:
        return rules[usual[0]]
    raise Problem(
        "opening_file.no_code",
        _("The firm has no tax code for that day."),
        field=Meaning.TAX_CODE,
        hint=_("Add it in the settings, or a column with one of: {codes}.").format(codes=", ".join(sorted(rules))),
    )


def _named(text: str, codes: Codes) -> TaxCodeRow:
    """A code by its letters, its name, or its per cent."""
    rules, usual = codes.rules, codes.usual
    word = " ".join(text.split()).casefold()
    for row in rules.values():
        if word in {row.code.casefold(), row.name.casefold()}:
            return row
    found = _PERCENT.fullmatch(word)
    if found is not None:
        percent = Decimal((found[1] or found[2]).replace(",", "."))
        fitting = [row for row in rules.values() if row.percent == percent]
        preferred = next((row for code in usual for row in fitting if row.code == code), None)
        if preferred is not None or len(fitting) == 1:
            return preferred or fitting[0]
    raise Problem(
        "opening_file.code",
        _("\u201c{text}\u201d is no tax code of that day.").format(text=text[:40]),
        field=Meaning.TAX_CODE,
        hint=_("Write one of: {codes}.").format(codes=", ".join(sorted(rules))),
    )


def _fits(net: Money, tax: Money, percent: Decimal) -> bool:
    allowed = 0 if not percent else max(_CENTS, abs(tax.minor) // 100)
    return abs(percentage(net, percent).minor - tax.minor) <= allowed
