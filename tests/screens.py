"""What the window reads, by name: who asks, with what, on how many ways. Add what a new page reads.

A test compares the names with those that `app/` hands to `Operations.read`, so that nothing is forgotten.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event, func, select
from sqlalchemy.engine.interfaces import CacheStats

from app.burn.queries import alerts
from app.clients.queries import client, client_choices, clients, contact, namesake
from app.clients.records import Contact
from app.engagements.queries import change_order, milestone, rate_cards, sow, sow_form, task, tasks, tasks_near
from app.engagements.records import ChangeOrder, Milestone, Task
from app.firm.queries import history_end, key_changes, number_series, people, person, tax_codes, the_firm
from app.harvest.queries import calendar_sources, offer, reader, suggestions
from app.history.queries import act_history, book_history, history
from app.invoices.queries import (
    current_run,
    draft_document,
    for_reasons,
    invoice_beside,
    invoice_pdf,
    invoice_to_print,
    invoices,
    opening_ground,
    opening_numbers,
    run_overview,
    run_rows,
    sow_time,
)
from app.invoices.records import Draft, Invoice
from app.kernel.formats import Formats
from app.kernel.periods import week_of
from app.receivables.queries import (
    collections,
    invoice_story,
    owed,
    payment_form,
    payment_list,
    payment_to_take_back,
    standing,
)
from app.receivables.records import Payment
from app.shell.pages.client_overview import client_overview
from app.shell.pages.engagement_facts import engagement_view
from app.shell.pages.engagement_list import engagement_list
from app.shell.pages.finding import found
from app.shell.pages.first_page import chosen_start
from app.shell.pages.issued import issued
from app.shell.pages.my_engagements import list_for
from app.shell.pages.my_week_facts import around
from app.shell.pages.to_decide import to_decide
from app.shell.pages.today import today_view
from app.shell.pages.visited import visited
from app.storage.book import Book
from app.storage.keeping_typed import at_work_on, changed_last, has_old, left_typed
from app.storage.reading import Reads
from app.timesheets.queries import all_time, entries, receipt_sows, waiting, waiting_expenses
from app.timesheets.records import TimeEntry
from benchmarks.big.build import actor
from benchmarks.big.sizes import TODAY
from benchmarks.statements import ways_of
from tests.asked import Sent, asked

BIG = ("time_entry", "invoice_line", "allocation", "audit_entry")
"""Tables that no screen may read from end to end."""
PARTS = ("ix_invoice_line_adjusted",)
"""Indexes of few rows of such a table: these may be read whole."""


# ------------------------------------------------------------------------------------------------ plans


def read_whole(book: Book, sent: Sent) -> list[str]:
    """The big tables a statement would read from end to end, as the database itself plans it."""
    with book.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sent.text}", sent.parameters).all()
            connection.exec_driver_sql("ROLLBACK")
            return [line for line in (row[3] for row in rows) if _whole_on_sqlite(line)]
        # a small table is read whole because that is cheap: here the planner believes in millions of rows
        connection.exec_driver_sql(
            "UPDATE pg_class SET reltuples = 1500000, relpages = 1 WHERE relname = ANY(%s)", (list(BIG),)
        )
        for way in ("seqscan", "hashjoin", "mergejoin", "material"):
            connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
        found = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {sent.text}", sent.parameters).scalar_one()
        plan = found if isinstance(found, list) else json.loads(found)
        return list(_scans(plan[0]["Plan"]))


def _whole_on_sqlite(line: str) -> bool:
    """SQLite says `SCAN time_entry_1` for an alias of ours."""
    words = line.split()
    if words[0] != "SCAN" or words[-1] in PARTS:
        return False
    name = words[1].rsplit("_", 1)[0] if words[1].rsplit("_", 1)[-1].isdigit() else words[1]
    return name in BIG


def _scans(node: dict[str, Any]) -> Iterator[str]:
    kind, table = node["Node Type"], node.get("Relation Name")
    if (
        table in BIG
        and node.get("Index Name") not in PARTS
        and (kind == "Seq Scan" or ("Index" in kind and "Index Cond" not in node))
    ):
        yield f"{kind} on {table}"
    for inner in node.get("Plans", ()):
        yield from _scans(inner)


# ------------------------------------------------------------------------------------------------ screens

Arguments = Callable[["Facts"], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Facts:
    """Records of the firm that screens are opened with."""

    person_id: int
    sow_id: int
    client_id: int
    invoice_id: int
    draft_id: int
    payment_id: int
    entry_id: int
    contact_id: int
    task_id: int
    order_id: int
    milestone_id: int


@dataclass(frozen=True, slots=True)
class Screen:
    """A query a page or dialog reads, and what exactly that takes on a firm with everything in it.

    Over a network each way to the database and back costs, the statements of one way together hardly more than one.
    `together` is how many statements it sends on all its ways; 0 where each goes alone.
    """

    query: Callable[..., Any]
    ways: int
    arguments: Arguments = field(default=lambda _facts: {})
    who: str = "EF"
    together: int = 0

    @property
    def name(self) -> str:
        """For the test's name."""
        return f"{self.query.__name__}-{self.who}"


CONSULTANT = "consultant"
FORMATS = Formats("en-GB", "Europe/London")


def _week(facts: Facts) -> dict[str, Any]:
    return {"person_id": facts.person_id, "monday": None, "first_weekday": 0}


def _visited(facts: Facts) -> dict[str, Any]:
    numbers = {"client": facts.client_id, "sow": facts.sow_id, "invoice": facts.invoice_id, "draft": facts.draft_id}
    return {"records": tuple(numbers.items())}


def _sow_history(facts: Facts) -> dict[str, Any]:
    return {"thing": "sow", "record_id": facts.sow_id, "formats": FORMATS}


def _entry_history(facts: Facts) -> dict[str, Any]:
    return {"thing": "entry", "record_id": facts.entry_id, "formats": FORMATS}


SCREENS: Sequence[Screen] = (
    Screen(today_view, 2, together=18),
    Screen(around, 2, _week, CONSULTANT, together=14),
    Screen(engagement_view, 3, lambda facts: {"sow_id": facts.sow_id}, together=11),
    Screen(engagement_list, 3, together=13),
    Screen(engagement_list, 2, who=CONSULTANT),
    Screen(client_overview, 1, together=6),
    Screen(issued, 1, together=3),
    Screen(to_decide, 1, together=2),
    Screen(list_for, 1),
    Screen(list_for, 2, who=CONSULTANT),
    Screen(visited, 1, _visited, together=4),
    Screen(visited, 3, _visited, CONSULTANT),
    Screen(chosen_start, 1),
    Screen(sow_time, 1, lambda facts: {"sow_id": facts.sow_id}, together=2),
    Screen(run_overview, 2, together=10),
    Screen(run_rows, 2, together=7),
    Screen(current_run, 1),
    Screen(draft_document, 2, lambda facts: {"draft_id": facts.draft_id}, together=7),
    Screen(for_reasons, 2, lambda facts: {"draft_id": facts.draft_id}, together=10),
    Screen(invoice_beside, 2, lambda facts: {"invoice_id": facts.invoice_id}, together=3),
    Screen(invoices, 1),
    Screen(invoice_pdf, 1, lambda facts: {"invoice_id": facts.invoice_id}),
    Screen(invoice_to_print, 1, lambda facts: {"invoice_id": facts.invoice_id}, together=3),
    Screen(collections, 2, together=5),
    Screen(invoice_story, 1, lambda facts: {"invoice_id": facts.invoice_id}, together=4),
    Screen(owed, 1, lambda facts: {"client_id": facts.client_id}),
    Screen(standing, 1, lambda facts: {"invoice_ids": (facts.invoice_id,)}),
    Screen(payment_form, 1, together=2),
    Screen(key_changes, 1),
    Screen(opening_ground, 1, together=5),
    Screen(opening_numbers, 1, together=2),
    Screen(payment_list, 2, together=4),
    Screen(payment_to_take_back, 1, lambda facts: {"payment_id": facts.payment_id}, together=2),
    Screen(all_time, 2, lambda _facts: {"text": "harbor"}),
    Screen(all_time, 2, who=CONSULTANT),
    Screen(waiting, 1),
    Screen(waiting_expenses, 1),
    Screen(alerts, 1),
    Screen(clients, 1, together=3),
    Screen(client, 1, lambda facts: {"client_id": facts.client_id}),
    Screen(contact, 1, lambda facts: {"contact_id": facts.contact_id}),
    Screen(client_choices, 1, together=3),
    Screen(found, 1, lambda _facts: {"text": "meet"}, together=7),
    Screen(found, 3, lambda _facts: {"text": "meet"}, CONSULTANT, together=5),
    Screen(namesake, 1, lambda _facts: {"name": "Alder & Finch"}),
    Screen(sow, 1, lambda facts: {"sow_id": facts.sow_id}),
    Screen(receipt_sows, 1, together=2),
    Screen(sow_form, 1, together=4),
    Screen(tasks, 1, lambda facts: {"person_id": facts.person_id}),
    Screen(people, 1),
    Screen(person, 1, lambda facts: {"person_id": facts.person_id}),
    Screen(task, 1, lambda facts: {"task_id": facts.task_id}),
    Screen(change_order, 2, lambda facts: {"change_order_id": facts.order_id}),
    Screen(milestone, 2, lambda facts: {"milestone_id": facts.milestone_id}),
    Screen(tasks_near, 1, lambda facts: {"person_id": facts.person_id, "period": week_of(TODAY)}),
    Screen(entries, 1, lambda facts: {"entry_ids": (facts.entry_id,)}),
    Screen(entries, 1, lambda facts: {"person_id": facts.person_id, "period": week_of(TODAY)}, CONSULTANT),
    Screen(left_typed, 1, lambda _facts: {"window": "none"}),
    Screen(has_old, 1),
    Screen(at_work_on, 1, lambda facts: {"kind": "client", "record_id": facts.client_id, "window": "none"}),
    Screen(changed_last, 1, lambda facts: {"record": f"Client:{facts.client_id}"}),
    Screen(the_firm, 1),
    Screen(history_end, 1),
    Screen(tax_codes, 1),
    Screen(number_series, 1),
    Screen(rate_cards, 1),
    Screen(reader, 1, lambda facts: {"person_id": facts.person_id}, CONSULTANT),
    Screen(calendar_sources, 1, lambda facts: {"person_id": facts.person_id}, CONSULTANT),
    Screen(offer, 1, lambda facts: {"person_id": facts.person_id, "day": TODAY, "title": "Steering"}, CONSULTANT),
    Screen(
        suggestions, 1, lambda facts: {"person_id": facts.person_id, "period": week_of(TODAY)}, CONSULTANT, together=2
    ),
    Screen(history, 2, _sow_history, together=15),
    Screen(history, 3, _entry_history, CONSULTANT, together=8),
    Screen(act_history, 2, lambda _facts: {"first": 1, "last": 50, "formats": FORMATS}, together=18),
    Screen(book_history, 3, lambda _facts: {"formats": FORMATS}, together=14),
)


def facts_of(book: Book) -> Facts:
    """Something of each kind to look at; the consultant is the first one who has time, the work the one with most."""
    consultant = next(row for row in book.read(people) if row.access_role.value == CONSULTANT)
    return book.read(_facts, person_id=consultant.id)


def _facts(reads: Reads, *, person_id: int) -> Facts:
    busiest = (
        select(TimeEntry.sow_id)
        .where(TimeEntry.sow_id.is_not(None))
        .group_by(TimeEntry.sow_id)
        .order_by(func.count().desc(), TimeEntry.sow_id)
    )
    bill = reads.execute(select(Invoice.id, Invoice.client_id).order_by(Invoice.id)).first()
    assert bill is not None
    return Facts(
        person_id=person_id,
        sow_id=reads.execute(busiest).scalars().first() or 0,
        client_id=bill.client_id,
        invoice_id=bill.id,
        draft_id=reads.execute(select(func.min(Draft.id))).scalar_one(),
        payment_id=reads.execute(select(func.min(Payment.id))).scalar_one(),
        entry_id=reads.execute(select(func.min(TimeEntry.id)).where(TimeEntry.person_id == person_id)).scalar_one(),
        contact_id=reads.execute(select(func.min(Contact.id))).scalar_one(),
        task_id=reads.execute(select(func.min(Task.id))).scalar_one(),
        order_id=reads.execute(select(func.min(ChangeOrder.id))).scalar_one(),
        milestone_id=reads.execute(select(func.min(Milestone.id))).scalar_one(),
    )


def sent_by(book: Book, screen: Screen, facts: Facts) -> list[Sent]:
    """What a screen asks of the database."""
    _act(book, screen, facts)
    with asked(book) as heard:
        book.read(screen.query, **screen.arguments(facts))
    return heard


def built_anew_by(book: Book, screen: Screen, facts: Facts) -> list[str]:
    """The statements that are put into the database's language although the screen was shown before: that takes longer
    than most of them.
    """
    _act(book, screen, facts)
    book.read(screen.query, **screen.arguments(facts))
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, _values: Any, context: Any, _many: bool) -> None:
        if context.compiled is not None and context.cache_hit is not CacheStats.CACHE_HIT:
            found.append(statement)

    event.listen(book.engine, "before_cursor_execute", note)
    try:
        book.read(screen.query, **screen.arguments(facts))
    finally:
        event.remove(book.engine, "before_cursor_execute", note)
    return found


def taken_by(book: Book, screen: Screen, facts: Facts) -> tuple[int, int]:
    """How many ways a screen takes, and how many statements it sends on them together; 0 where each goes alone."""
    _act(book, screen, facts)
    ways = ways_of(lambda: book.read(screen.query, **screen.arguments(facts)))
    return len(ways), 0 if sum(ways) == len(ways) else sum(ways)


def _act(book: Book, screen: Screen, facts: Facts) -> None:
    rows = {row.initials: row for row in book.read(people)}
    if screen.who == CONSULTANT:
        row = next(one for one in rows.values() if one.id == facts.person_id)
    else:
        row = rows[screen.who]
    book.actor = actor(row)
