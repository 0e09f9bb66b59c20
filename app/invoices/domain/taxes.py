"""Sums of a bill: tax once per code on the sum of its rounded lines, then net, tax and gross."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from app.firm.domain import TaxCategory, TaxRule
from app.invoices.domain.states import WORK_KINDS, LineKind
from app.kernel.money import Money, percentage, total
from app.kernel.problems import Problem
from app.kernel.words import _


class Amount(Protocol):
    """A line, as far as sums are concerned."""

    @property
    def kind(self) -> LineKind: ...

    @property
    def net(self) -> Money: ...

    @property
    def tax_code(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxGroup:
    """Tax of one code."""

    code: str
    name: str
    category: TaxCategory
    percent: Decimal
    reason: str
    net: Money
    tax: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """The sums of a bill: work + adjusted + expenses = net, net + tax = gross."""

    work: Money
    adjusted: Money
    expenses: Money
    net: Money
    tax: Money
    gross: Money

    @property
    def fees(self) -> Money:
        """What counts against a budget: work as adjusted."""
        return self.work + self.adjusted


def tax_groups(lines: Iterable[Amount], rules: Mapping[str, TaxRule], currency: str) -> tuple[TaxGroup, ...]:
    """Tax per code, in the order the codes first appear. Problem when a code has no rule on the day."""
    nets: dict[str, Money] = {}
    for line in lines:
        nets[line.tax_code] = nets.get(line.tax_code, Money.zero(currency)) + line.net
    groups = []
    for code, net in nets.items():
        rule = rules.get(code)
        if rule is None:
            raise Problem(
                "invoice.tax_code",
                _("The tax code {code} has no rate on the invoice date.").format(code=code or "\u2013"),
                hint=_("Add the code in the firm's settings, or choose another one for the client."),
            )
        groups.append(
            TaxGroup(
                code=code,
                name=rule.name,
                category=rule.category,
                percent=rule.percent,
                reason=rule.reason,
                net=net,
                tax=percentage(net, rule.percent),
            )
        )
    return tuple(groups)


def sums_of(lines: Iterable[Amount], groups: Iterable[TaxGroup], currency: str) -> Sums:
    """The sums of lines with their tax."""
    given = list(lines)

    def of(kinds: frozenset[LineKind]) -> Money:
        return total((line.net for line in given if line.kind in kinds), currency)

    net = total((line.net for line in given), currency)
    tax = total((group.tax for group in groups), currency)
    return Sums(
        work=of(WORK_KINDS),
        adjusted=of(frozenset({LineKind.ADJUSTMENT})),
        expenses=of(frozenset({LineKind.EXPENSE})),
        net=net,
        tax=tax,
        gross=net + tax,
    )
