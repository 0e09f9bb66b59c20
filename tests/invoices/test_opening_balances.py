"""Open invoices from before the book: a file or a form brings in what is owed, whole or not at all, and back again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.exc import DBAPIError

from app.burn.queries import burn
from app.clients.queries import clients
from app.engagements.queries import sow
from app.firm.commands import set_series
from app.firm.queries import next_number
from app.invoices.commands import bring_opening_balances, take_back_opening_balances
from app.invoices.domain import OpeningDraft, Origin
from app.invoices.domain.opening import goes_on_after
from app.invoices.queries import invariants, invoice, invoices, opening_numbers
from app.kernel.money import Money
from app.kernel.problems import Problem
from app.receivables.commands import record_payment
from app.receivables.queries import aging, collections, invoice_story, owed
from app.receivables.queries import invariants as money_invariants
from tests.books import Office
from tests.samples.clients import brightwater, castlegate
from tests.samples.engagements import billing_review, pounds
from tests.samples.invoices import APRIL_END, collected, issued
from tests.samples.timesheets import acting, log

MARCH = date(2026, 3, 31)


def draft(client_id: int, number: str = "2025/118", **more: object) -> OpeningDraft:
    values: dict[str, object] = {
        "number": number,
        "client_id": client_id,
        "issued_on": MARCH,
        "due_on": date(2026, 4, 30),
        "net": pounds(1000),
        "tax": pounds(200),
        "left": pounds(1200),
        "tax_code": "S20",
        **more,
    }
    return OpeningDraft(**values)  # type: ignore[arg-type]


def changed(client_id: int, **change: object) -> OpeningDraft:
    return replace(draft(client_id, "A-2"), **change)  # type: ignore[arg-type]


def bring(office: Office, *drafts: OpeningDraft) -> tuple[int, ...]:
    with acting(office, "GB"):
        return office.book.perform(bring_opening_balances, drafts=drafts).result.invoice_ids


def test_what_is_owed_is_in_collections_without_any_statement_of_work(office: Office) -> None:
    client = brightwater(office)
    (whole, rest) = bring(office, draft(client), draft(client, "2025/119", left=pounds("500.01"), due_on=MARCH))
    first, second = office.book.read(owed)
    assert (first.number, first.sow_id, first.sow_number, first.balance) == ("2025/119", None, "", pounds("500.01"))
    assert (second.number, second.balance, second.days_late) == ("2025/118", pounds(1200), 0)
    assert office.book.read(aging).owed == pounds("1700.01")
    assert office.book.read(collections).due_soon[0].invoices == 1
    view = office.book.read(invoice, invoice_id=rest)
    assert view.row.origin is Origin.OPENING
    assert (view.row.net, view.row.tax) == (pounds("416.67"), pounds("83.34"))
    assert view.lines[0].detail == "£699.99 of £1,200.00 was paid before this book."
    assert office.book.read(invoice, invoice_id=whole).lines[0].detail == ""
    told = [office.book.read(invoice_story, invoice_id=one).events[-1] for one in (whole, rest)]
    assert [one.reference for one in told] == ["", "£699.99 of £1,200.00 was paid before this book."]
    with acting(office, "GB"):
        office.book.perform(record_payment, client_id=client, received_on=APRIL_END, amount=pounds("500.01"))
    assert [row.number for row in office.book.read(owed)] == ["2025/118"]
    assert office.book.read(invariants) == []
    assert office.book.read(money_invariants) == []


def test_a_second_time_brings_in_nothing(office: Office) -> None:
    client = brightwater(office)
    bring(office, draft(client))
    with acting(office, "GB"):
        done = office.book.perform(
            bring_opening_balances, drafts=(draft(client, "2025 / 118"), draft(client, "2025/119"))
        ).result
    assert (len(done.invoice_ids), done.known) == (1, 1)


def test_an_invoice_of_a_statement_of_work_uses_its_budget_as_it_was_billed(office: Office) -> None:
    client = brightwater(office)
    sample = billing_review(office, client)
    before = office.book.read(burn, sow_ids=(sample.sow_id,))[0].used
    ids = bring(office, draft(client, sow_id=sample.sow_id, left=pounds(300)))
    assert office.book.read(burn, sow_ids=(sample.sow_id,))[0].used - before == pounds(1000)
    with acting(office, "GB"):
        office.book.perform(take_back_opening_balances, invoice_ids=ids)
    assert office.book.read(burn, sow_ids=(sample.sow_id,))[0].used == before


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"number": " "}, "has a number"),
        ({"issued_on": date(2026, 5, 1), "due_on": date(2026, 5, 2)}, "dated in the future"),
        ({"issued_on": date(1926, 3, 31)}, "before the year 2000"),
        ({"due_on": date(2026, 3, 30)}, "not due before"),
        ({"due_on": date(2036, 3, 30)}, "more than three years"),
        ({"left": pounds(1201)}, "More is open"),
        ({"left": pounds(0)}, "Nothing is open"),
        ({"net": pounds(-1000), "tax": pounds(-200), "left": pounds(-1200)}, "credit note"),
        ({"tax_code": "X9"}, "no tax code X9"),
        ({"net": Money(1, "EUR"), "tax": Money(0, "EUR"), "left": Money(1, "EUR")}, "billed in GBP"),
    ],
)
def test_what_does_not_hold_is_refused_with_its_row_and_nothing_came_in(
    sqlite_office: Office, change: dict[str, object], words: str
) -> None:
    client = brightwater(sqlite_office)
    with pytest.raises(Problem, match=f"Line 7.*{words}") as found:
        bring(sqlite_office, draft(client, "A-1", line=6), changed(client, line=7, **change))
    assert found.value.hint == "Nothing was added. Correct it, then try again."
    assert sqlite_office.book.read(invoices) == []


def test_a_scope_of_another_client_and_a_number_twice_are_refused(sqlite_office: Office) -> None:
    client = brightwater(sqlite_office)
    sample = billing_review(sqlite_office, castlegate(sqlite_office))
    number = sqlite_office.book.read(sow, sow_id=sample.sow_id).number
    with pytest.raises(Problem, match=f"{number} belongs to Castlegate"):
        bring(sqlite_office, draft(client, sow_id=sample.sow_id))
    with pytest.raises(Problem, match="twice"):
        bring(sqlite_office, draft(client, "A-1", line=2), draft(client, "a-1", line=3))
    with acting(sqlite_office, "JW"), pytest.raises(Problem, match="may not issue"):
        sqlite_office.book.perform(bring_opening_balances, drafts=(draft(client),))
    assert sqlite_office.book.read(invoices) == []


def test_what_nothing_followed_can_be_taken_back_and_come_in_again(office: Office) -> None:
    client = brightwater(office)
    ids = bring(office, *(draft(client, f"A-{n}") for n in range(3)))
    with acting(office, "GB"):
        paid = pounds(100)
        office.book.perform(
            record_payment, client_id=client, received_on=APRIL_END, amount=paid, allocations=((ids[1], paid),)
        )
        done = office.book.perform(take_back_opening_balances, invoice_ids=(*ids, 999)).result
    assert (done.removed, done.kept) == (2, ("A-1",))
    assert [row.number for row in office.book.read(owed)] == ["A-1"]
    bring(office, draft(client, "A-0", net=pounds(10), tax=pounds(2), left=pounds(12)))
    assert sorted((row.number, row.balance) for row in office.book.read(owed)) == [
        ("A-0", pounds(12)),
        ("A-1", pounds(1100)),
    ]
    assert office.book.read(invariants) == []


def test_what_was_issued_here_is_never_taken_back(office: Office) -> None:
    sample = billing_review(office, brightwater(office))
    log(office, "PR", sample.tasks["Fieldwork"], date(2026, 4, 3), "1")
    (row,) = collected(office)
    here = issued(office, row).invoice_id
    with acting(office, "GB"):
        done = office.book.perform(take_back_opening_balances, invoice_ids=(here,)).result
        assert (done.removed, len(done.kept)) == (0, 1)
    with acting(office, "JW"), pytest.raises(Problem, match="may not issue"):
        office.book.perform(take_back_opening_balances, invoice_ids=(here,))


@pytest.mark.parametrize("table", ["invoice", "invoice_line", "invoice_tax"])
def test_the_database_lets_go_only_what_another_program_had_issued(office: Office, table: str) -> None:
    sample = billing_review(office, brightwater(office))
    log(office, "PR", sample.tasks["Fieldwork"], date(2026, 4, 3), "1")
    issued(office, collected(office)[0])
    bring(office, draft(sample_client(office)))
    mine = "id" if table == "invoice" else "invoice_id"
    theirs = f"{mine} IN (SELECT id FROM invoice WHERE origin = 'opening')"
    with office.book.engine.connect() as connection, pytest.raises(DBAPIError, match="frozen"):
        connection.exec_driver_sql(f"DELETE FROM {table} WHERE NOT ({theirs})")
    with office.book.engine.connect() as connection, pytest.raises(DBAPIError, match="frozen"):
        connection.exec_driver_sql(f"UPDATE {table} SET {mine} = {mine} WHERE {theirs}")


def sample_client(office: Office) -> int:
    return office.book.read(clients)[0].id


# ------------------------------------------------------------------ how numbers go on


@pytest.mark.parametrize(
    ("last", "pattern", "following"),
    [
        ("INV-2026-0118", "INV-{year}-{0000}", 119),
        ("118", "INV-{year}-{0000}", 119),
        ("RE-2026/118", "RE-{year}/{000}", 119),
        ("20260118", "INV-{year}-{0000}", 20260119),
        ("A17", "A{00}", 18),
        ("2025-77/B", "2025-{00}/B", 78),
    ],
)
def test_numbers_go_on_after_the_last_one_as_it_was_printed(last: str, pattern: str, following: int) -> None:
    on = goes_on_after(last, "INV-{year}-{0000}", date(2026, 4, 30))
    assert (on.pattern, on.next_number) == (pattern, following)


def test_a_last_number_without_digits_is_refused() -> None:
    with pytest.raises(Problem, match="no digits to count on from"):
        goes_on_after("first", "INV-{year}-{0000}", APRIL_END)


def test_the_next_invoice_neither_collides_with_one_from_before_nor_leaves_a_gap(office: Office) -> None:
    client = brightwater(office)
    bring(office, draft(client, "INV-2026-0117"), draft(client, "INV-2025-0900", issued_on=date(2025, 12, 1)))
    view = office.book.read(opening_numbers)
    assert (view.highest, view.collides) == (117, True)
    on = goes_on_after("INV-2026-0118", view.counter.pattern, view.on)
    office.act_as("EF").perform(
        set_series, key=view.counter.key, pattern=on.pattern, next_number=on.next_number, on=view.on
    )
    assert not office.book.read(opening_numbers).collides
    assert office.book.read(next_number, key="invoice", on=APRIL_END) == "INV-2026-0119"
    sample = billing_review(office, client)
    log(office, "PR", sample.tasks["Fieldwork"], date(2026, 4, 3), "1")
    assert issued(office, collected(office)[0]).number == "INV-2026-0119"
    assert office.book.read(invariants) == []


def test_the_open_part_is_parted_without_losing_a_cent() -> None:
    for minor in range(1, 120_000, 1_237):
        net, tax = replace(draft(1), left=Money(minor, "GBP")).rest()
        assert net + tax == Money(minor, "GBP")
        assert abs(tax.minor * 6 - minor) <= 3
