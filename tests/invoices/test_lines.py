"""Units become lines: nothing is lost, nothing stands twice, and every line is its printed quantity times its rate."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.engagements.domain import Arrangement
from app.firm.domain import TaxCategory, TaxRule
from app.invoices.domain import (
    Basis,
    ExpenseUnit,
    LineKind,
    LineSpec,
    MilestoneUnit,
    RetainerMonth,
    TimeUnit,
    UnitKind,
    compose,
    months_through,
    sums_of,
    tax_groups,
)
from app.invoices.domain.lines import expense_lines, fee_lines, retainer_lines, split
from app.invoices.domain.snapshot import LineFact
from app.kernel.formats import Formats
from app.kernel.money import Money, percentage, price, total
from app.kernel.quantities import hours

GBP = "GBP"
FORMATS = Formats("en-GB")
PEOPLE = ("Eleanor Finch", "Priya Raman", "Tom Okafor")
GRADES = ("Partner", "Senior consultant", None)
FIRST = date(2026, 4, 1)

seconds = st.integers(1, 25 * 3600)
rates = st.decimals(0, 500, places=4)


@st.composite
def time_units(draw: st.DrawFn, arrangement: Arrangement = Arrangement.TIME_AND_MATERIALS) -> tuple[TimeUnit, ...]:
    count = draw(st.integers(0, 25))
    found = []
    for number in range(count):
        who = draw(st.integers(0, 2))
        found.append(
            TimeUnit(
                entry_id=number + 1,
                day=FIRST + timedelta(draw(st.integers(0, 29))),
                person_id=who + 1,
                person_name=PEOPLE[who],
                grade=GRADES[who],
                seconds=draw(seconds),
                sow_line_id=1,
                arrangement=arrangement,
                rate=draw(st.none() | st.sampled_from([Decimal(240), Decimal("165.5"), Decimal("99.9999")])),
                rule="a rule",
            )
        )
    return tuple(found)


@st.composite
def expense_units(draw: st.DrawFn) -> tuple[ExpenseUnit, ...]:
    count = draw(st.integers(0, 12))
    return tuple(
        ExpenseUnit(
            expense_id=number + 1,
            day=FIRST + timedelta(draw(st.integers(0, 29))),
            text=f"Receipt {number}",
            net=Money(draw(st.integers(-5000, 90000)), GBP),
            group_name=draw(st.sampled_from(["", "Rail", "Hotel"])),
            unit=draw(st.sampled_from(["piece", "trip"])),
            quantity=Decimal(draw(st.integers(1, 5))),
        )
        for number in range(count)
    )


def prices_back(line: LineSpec) -> bool:
    return price(line.quantity, line.rate, GBP) == line.net


@given(time_units())
def test_every_entry_stands_on_one_line_with_all_its_seconds(units: tuple[TimeUnit, ...]) -> None:
    lines = fee_lines(units, {}, GBP)
    stands = Counter(unit.unit_id for line in lines for unit in line.units)
    assert stands == Counter(unit.entry_id for unit in units)
    assert sum(unit.seconds for line in lines for unit in line.units) == sum(unit.seconds for unit in units)
    for line in lines:
        assert line.quantity == hours(sum(unit.seconds for unit in line.units))
        assert prices_back(line)
        assert len({unit.rate for unit in line.units}) == 1


@given(expense_units())
def test_expenses_keep_their_sum_and_print_what_they_cost(units: tuple[ExpenseUnit, ...]) -> None:
    lines = expense_lines(units, GBP)
    assert Counter(unit.unit_id for line in lines for unit in line.units) == Counter(unit.expense_id for unit in units)
    assert total((line.net for line in lines), GBP) == total((unit.net for unit in units), GBP)
    assert all(prices_back(line) for line in lines)
    assert all(line.rate == round(line.rate, 2) for line in lines)


@given(time_units(Arrangement.RETAINER), st.integers(0, 200 * 3600), st.integers(0, 50 * 3600))
def test_a_retainer_splits_hours_without_losing_a_second(units: tuple[TimeUnit, ...], included: int, used: int) -> None:
    inside, past = split(units, included - used)
    assert sum(part for _unit, part in inside) == min(max(0, included - used), sum(unit.seconds for unit in units))
    shares: Counter[int] = Counter()
    for unit, part in (*inside, *past):
        shares[unit.entry_id] += part
    assert shares == Counter({unit.entry_id: unit.seconds for unit in units})
    order = [(unit.day, unit.entry_id) for unit, _part in (*inside, *past)]
    assert order == sorted(order)


@given(time_units(Arrangement.RETAINER), st.integers(0, 80 * 3600))
def test_an_entry_across_the_border_is_two_parts_and_no_unit_stands_twice(
    units: tuple[TimeUnit, ...], included: int
) -> None:
    month = RetainerMonth(
        sow_line_id=1, first=FIRST, fee=Money(850000, GBP), included_seconds=included, extra_rate=Decimal(150)
    )
    lines = retainer_lines(month, units, FORMATS)
    keys = [(unit.kind, unit.unit_id, unit.part) for line in lines for unit in line.units]
    assert len(keys) == len(set(keys))
    assert all((UnitKind.TIME, unit.entry_id, "") in keys for unit in units)
    assert all(prices_back(line) for line in lines)


@given(st.lists(st.tuples(st.sampled_from(["S20", "RC0", "R5"]), st.integers(-(10**6), 10**7)), max_size=12))
def test_tax_is_taken_once_per_code_on_the_sum_of_rounded_lines(given_lines: list[tuple[str, int]]) -> None:
    rules = {
        "S20": TaxRule("S20", "Standard", TaxCategory.STANDARD, Decimal(20), ""),
        "R5": TaxRule("R5", "Reduced", TaxCategory.STANDARD, Decimal("5.5"), ""),
        "RC0": TaxRule("RC0", "Reverse charge", TaxCategory.REVERSE_CHARGE, Decimal(0), "Article 196"),
    }
    lines = [
        LineFact(
            position=number,
            kind=LineKind.FEE,
            title="",
            detail="",
            quantity=Decimal(1),
            unit="h",
            rate=Decimal(minor) / 100,
            net=Money(minor, GBP),
            tax_code=code,
            tax_percent=rules[code].percent,
        )
        for number, (code, minor) in enumerate(given_lines, start=1)
    ]
    groups = tax_groups(lines, rules, GBP)
    sums = sums_of(lines, groups, GBP)
    for group in groups:
        net = total((line.net for line in lines if line.tax_code == group.code), GBP)
        assert (group.net, group.tax) == (net, percentage(net, rules[group.code].percent))
    assert sums.net == total((group.net for group in groups), GBP)
    assert sums.gross == sums.net + total((group.tax for group in groups), GBP)
    assert sums.work + sums.adjusted + sums.expenses == sums.net


def test_three_times_twenty_minutes_is_one_hour() -> None:
    units = tuple(
        TimeUnit(
            entry_id=number,
            day=FIRST,
            person_id=1,
            person_name="Priya Raman",
            grade="Senior consultant",
            seconds=1200,
            sow_line_id=1,
            arrangement=Arrangement.TIME_AND_MATERIALS,
            rate=Decimal(100),
            rule="a rule",
        )
        for number in (1, 2, 3)
    )
    (line,) = fee_lines(units, {"senior consultant": "Fieldwork"}, GBP)
    assert (line.title, line.detail, line.quantity, line.net) == (
        "Fieldwork",
        "Priya Raman",
        Decimal(1),
        Money(10000, GBP),
    )


def test_receipts_that_do_not_divide_are_one_piece() -> None:
    units = tuple(
        ExpenseUnit(expense_id=number, day=FIRST, text="Taxi", net=Money(net, GBP), group_name="Taxis", unit="trip")
        for number, net in enumerate((1000, 1001, 1002, 1000), start=1)
    )
    (line,) = expense_lines(units, GBP)
    assert (line.quantity, line.unit, line.rate, line.net) == (Decimal(1), "piece", Decimal("40.03"), Money(4003, GBP))


def test_fixed_time_goes_with_the_accepted_milestone_and_waits_without_one() -> None:
    work = TimeUnit(
        entry_id=1,
        day=FIRST,
        person_id=1,
        person_name="Tom Okafor",
        grade="Consultant",
        seconds=3600,
        sow_line_id=7,
        arrangement=Arrangement.FIXED,
    )
    waiting = MilestoneUnit(
        milestone_id=1, sow_line_id=7, number=1, count=2, name="Report", amount=Money(700000, GBP), accepted=False
    )
    accepted = MilestoneUnit(
        milestone_id=2, sow_line_id=7, number=2, count=2, name="Close", amount=Money(100000, GBP), accepted=True
    )
    basis = Basis(sow_id=1, currency=GBP, line_names={}, time=(work,), milestones=(waiting, accepted))
    composed = compose(basis, FORMATS)
    assert [line.title for line in composed.ready] == ["Milestone 2 of 2: Close"]
    assert [unit.kind for unit in composed.ready[0].units] == [UnitKind.MILESTONE, UnitKind.TIME]
    assert [line.title for line in composed.waiting] == ["Milestone 1 of 2: Report"]
    assert compose(Basis(sow_id=1, currency=GBP, line_names={}, time=(work,)), FORMATS).ready == ()


def test_a_month_is_over_on_its_last_day_or_when_the_agreement_ends() -> None:
    start, end = date(2026, 3, 1), date(2026, 5, 15)
    assert months_through(start, end, date(2026, 4, 29)) == (date(2026, 3, 1),)
    assert months_through(start, end, date(2026, 4, 30)) == (date(2026, 3, 1), date(2026, 4, 1))
    assert months_through(start, end, date(2026, 5, 15))[-1] == date(2026, 5, 1)
