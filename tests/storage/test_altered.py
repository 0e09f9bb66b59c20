"""Past all guards nothing stays unseen: an issued document that was altered is not what its history says."""

from __future__ import annotations

from app.receivables.checks import in_words, steps
from app.storage.altered import altered_problems
from app.storage.book import Book
from app.storage.reading import Reading
from tests.books import NOW
from tests.storage.attacks import ISSUED, PAID
from tests.storage.test_attacks import old_book  # noqa: F401 - a book of the first program, and what was added to it
from tests.storage.test_chain import taken_back
from tests.tampering import past_the_guards

LINE = f"(SELECT max(id) FROM invoice_line WHERE invoice_id = {ISSUED})"
ADDING_UP = (
    f"UPDATE invoice_line SET net_minor = net_minor - 500 WHERE id = {LINE}",
    f"UPDATE invoice_tax SET net_minor = net_minor - 500, tax_minor = tax_minor - 100 WHERE invoice_id = {ISSUED}",
    "UPDATE invoice SET net_minor = net_minor - 500, gross_minor = gross_minor - 600, tax_minor = tax_minor - 100",
)
OF_NOBODY = (
    "INSERT INTO payment (client_id, received_on, amount_minor, currency, method, recorded_at, reference)"
    " SELECT client_id, received_on, 1, currency, method, recorded_at, reference FROM payment WHERE id = 1"
)
BEHIND = {
    "a sum that adds up again": (";".join(ADDING_UP), ["Invoice:1", "Invoice:2", "InvoiceLine:6", "InvoiceTax:1"]),
    "the words of a line": (f"UPDATE invoice_line SET detail = 'Advice' WHERE id = {LINE}", ["InvoiceLine:6"]),
    "the reason of a line, which is younger than it": ("UPDATE invoice_line SET why = 'goodwill'", ["InvoiceLine:1"]),
    "the paper": (
        "UPDATE invoice_file SET content = (SELECT hash FROM audit_entry WHERE sequence = 1)",
        ["InvoiceFile:1"],
    ),
    "a payment": (f"UPDATE payment SET amount_minor = amount_minor + 1 WHERE id = {PAID}", ["Payment:1"]),
    "hours": ("UPDATE allocation SET seconds = seconds + 1 WHERE id = 1", ["Allocation:1"]),
    "a payment that is gone": ("DELETE FROM payment WHERE id = 2", ["Payment:2"]),
    "a paper that is gone": ("DELETE FROM invoice_file", ["InvoiceFile:1"]),
    "a payment of which nothing was told": (OF_NOBODY, ["Payment:3"]),
}


def test_a_book_is_what_its_history_says_and_each_change_behind_it_is_found(old_book: Book) -> None:  # noqa: F811
    assert [problem for step in steps() for problem in old_book.read(in_words(step.look))] == []
    with past_the_guards(old_book) as connection:
        reading = Reading(connection, old_book.actor, NOW)
        for name, (spoil, about) in BEHIND.items():
            with taken_back(connection):
                for statement in spoil.split(";"):
                    connection.exec_driver_sql(statement)
                assert [problem.about for problem in altered_problems(reading)][: len(about)] == about, name
        connection.exec_driver_sql(f"UPDATE payment SET amount_minor = amount_minor + 1 WHERE id = {PAID}")
        (problem,) = in_words(altered_problems)(reading)
        assert problem.message == (
            "This payment is not what its history says. It is about: payment of 100.01 GBP, Brightwater Utilities,"
            " 30 Apr 2026."
        )


def test_a_guard_that_was_taken_away_or_switched_off_is_found(old_book: Book) -> None:  # noqa: F811
    with past_the_guards(old_book) as connection:
        reading = Reading(connection, old_book.actor, NOW)
        built = next(step for step in steps() if step.look.__name__ == "schema_problems")
        found = [problem.message for problem in built.look(reading)]
        assert "The part \u201cfrozen_invoice_update\u201d of the book is not as Watertight makes it." in found
    assert old_book.read(built.look) == []
    if old_book.engine.dialect.name != "sqlite":
        with old_book.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE invoice DISABLE TRIGGER frozen_invoice_update")
            (problem,) = built.look(Reading(connection, old_book.actor, NOW))
            assert "frozen_invoice_update" in problem.message
