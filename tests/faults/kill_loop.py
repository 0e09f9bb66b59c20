"""Kill -9 a working office again and again: `python tests/faults/kill_loop.py BOOK KILLS SEED`.

A child logs time, approves, collects, approves the draft, issues and takes the payment, and tells the parent through a
pipe only after each command answered. The parent kills it at a random moment, opens the book, and checks: nothing that
was told is lost, numbers have no gap, the chain is whole, each invoice's sums and units are right. Prints JSON.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from sqlalchemy import text

from app.engagements.queries import sows, tasks
from app.firm.queries import people
from app.invoices.commands import approve_draft, collect, issue_invoice
from app.invoices.domain import DraftState
from app.invoices.queries import invariants, invoices, run_rows
from app.kernel.clock import FixedClock
from app.kernel.money import Money
from app.receivables.commands import record_payment
from app.receivables.queries import invariants as cash_invariants
from app.storage.actor import Actor
from app.storage.book import Book, open_book
from app.storage.chain import chain_problems
from app.storage.check import file_problems
from app.timesheets.commands import approve_time, log_time

TODAY = date(2026, 4, 30)


def opened(place: str) -> Book:
    """The book as the partner opens it."""
    clock = FixedClock(datetime.combine(TODAY, datetime.min.time(), UTC) + timedelta(hours=12))
    book = open_book(place if "://" in place else Path(place), clock)
    partner = next(row for row in book.read(people) if row.access_role.value == "partner")
    book.actor = Actor(partner.id, partner.name, "partner", "Europe/London")
    return book


def work_for_ever(book: Book, tell: int) -> None:
    """One small bill after the other; each finished command is told as a line of JSON."""

    def told(kind: str, value: Any) -> None:
        os.write(tell, (json.dumps([kind, value]) + "\n").encode())

    sow = book.read(sows)[0]
    task = next(row for row in book.read(tasks, on=None, person_id=None) if row.sow_id == sow.sow_id and not row.held)
    person = book.actor.person_id
    assert person is not None
    for draft in book.read(run_rows):
        _bill(book, draft.draft_id, draft.version, draft.state is DraftState.APPROVED, told)
    turn = 0
    while True:
        turn += 1
        day = TODAY - timedelta(turn % 60)
        while day < sow.start_on:
            day += timedelta(7)
        entry = book.once(
            uuid4().hex, log_time, person_id=person, task_id=task.task_id, day=day, seconds=60, note="kill"
        ).result.entry_id
        told("entry", entry)
        book.perform(approve_time, entry_ids=(entry,))
        book.perform(collect, through=TODAY, invoice_date=TODAY)
        for draft in book.read(run_rows):
            _bill(book, draft.draft_id, draft.version, draft.state is DraftState.APPROVED, told)


def _bill(book: Book, draft_id: int, version: int, approved: bool, told: Any) -> None:
    if not approved:
        book.perform(approve_draft, draft_id=draft_id, version=version)
    issued = book.once(f"issue-{draft_id}", issue_invoice, draft_id=draft_id).result
    told("invoice", issued.number)
    row = next(item for item in book.read(invoices) if item.number == issued.number)
    paid = book.perform(
        record_payment,
        client_id=row.client_id,
        received_on=TODAY,
        amount=Money(row.gross.minor, row.currency),
        method="bank transfer",
        allocations=((issued.invoice_id, row.gross),),
        external_key=issued.number,
    ).result
    told("payment", paid.payment_id)


def check(book: Book, told: dict[str, set[Any]]) -> list[str]:
    """What is wrong with the book, in words."""
    wrong = [
        str(item) for find in (chain_problems, file_problems, invariants, cash_invariants) for item in book.read(find)
    ]
    with book.engine.connect().execution_options(sqlite_begin="DEFERRED") as connection:
        entries = {row[0] for row in connection.execute(text("SELECT id FROM time_entry"))}
        payments = {row[0] for row in connection.execute(text("SELECT id FROM payment"))}
        numbers = sorted(
            row[0] for row in connection.execute(text("SELECT number FROM invoice WHERE origin = 'issued'"))
        )
        following = connection.execute(text("SELECT next_number FROM number_series WHERE key = 'invoice'")).scalar_one()
    wrong += [f"lost entry {item}" for item in told["entry"] - entries]
    wrong += [f"lost payment {item}" for item in told["payment"] - payments]
    wrong += [f"lost invoice {item}" for item in told["invoice"] - set(numbers)]
    counted = [int(number.rsplit("-", 1)[1]) for number in numbers]
    if counted != list(range(1, following)):
        wrong.append(f"numbers have a gap: {counted[-3:]}, next {following}")
    return wrong


def _listen(pipe: int, lines: int) -> bytes:
    """Hear the child out until it told so many things: the kill comes at work, however slow the machine is."""
    heard = b""
    while heard.count(b"\n") <= lines:
        ready, _write, _error = select.select([pipe], [], [], 30)
        part = os.read(pipe, 65536) if ready else b""
        if not part:
            break
        heard += part
    return heard


def main(place: str, kills: int, seed: int) -> int:
    """Kill and check; exit 0 when nothing was ever wrong."""
    chance = random.Random(seed)
    told: dict[str, set[Any]] = {"entry": set(), "invoice": set(), "payment": set()}
    wrong: list[str] = []
    for number in range(kills):
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(read)
            try:
                book = opened(place)
                os.write(write, b"\n")  # at work from now on
                work_for_ever(book, write)
            except BaseException as error:  # noqa: BLE001 - the parent must see any failure of the child
                os.write(write, (json.dumps(["failed", repr(error)]) + "\n").encode())
                os._exit(3)
        os.close(write)
        heard = _listen(read, chance.randrange(8))
        time.sleep(chance.random() * 0.05)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with os.fdopen(read, "rb") as pipe:
            for line in (heard + pipe.read()).split(b"\n")[:-1]:
                if not line:
                    continue
                kind, value = json.loads(line)
                if kind == "failed":
                    wrong.append(f"kill {number}: the child failed: {value}")
                else:
                    told[kind].add(value)
        if number % 5 == 4 or number == kills - 1:
            book = opened(place)
            wrong += [f"after kill {number}: {item}" for item in check(book, told)]
            book.close()
        if wrong:
            break
    print(json.dumps({"kills": kills, "told": {kind: len(items) for kind, items in told.items()}, "wrong": wrong[:5]}))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
