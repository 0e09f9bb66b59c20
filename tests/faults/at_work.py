"""An office at work until something stops it: real commands of every kind, and what each of them told (T1, T2).

The worker tells a thing only after its command answered. Whoever stopped it opens the book again and asks here what of
that is missing, and whether everything that is there fits together.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import text

from app.clients.commands import import_clients
from app.clients.domain import ClientDraft
from app.engagements.queries import sows, tasks
from app.firm.commands import choose_setting
from app.invoices.commands import OpeningLine, approve_draft, bring_opening_invoice, collect, issue_invoice
from app.invoices.domain import DraftState, LineKind
from app.invoices.queries import run_rows
from app.kernel.money import Money
from app.receivables.checks import looks
from app.receivables.commands import record_payment, take_back_payment
from app.storage.book import Book
from app.timesheets.commands import approve_time, log_time
from tests.books import Office, the_office
from tests.samples.clients import brightwater
from tests.samples.engagements import billing_review

TODAY = date(2026, 4, 30)
Tell = Callable[[bytes], object]
TABLES = {
    "entry": "SELECT id FROM time_entry",
    "invoice": "SELECT number FROM invoice",
    "payment": "SELECT id FROM payment",
    "client": "SELECT id FROM client",
}
"""Where the things that are told lie."""


def office_with_work(office: Office) -> None:
    """What the worker needs: a client with a statement of work."""
    billing_review(office, brightwater(office))


_UNPAID = text(
    "SELECT id, client_id, number, gross_minor, currency FROM invoice WHERE origin = 'issued'"
    " AND number NOT IN (SELECT external_key FROM payment WHERE external_key IS NOT NULL) ORDER BY id"
)


class Worker:
    """Somebody who works without an end; the seed says what comes after what."""

    def __init__(self, book: Book, seed: int, tell: Tell) -> None:
        """Look at the book, as it is after whatever happened to it."""
        self.book = book
        self._chance = random.Random(seed)
        self._tell = tell
        office = the_office(book)
        self._person = office.people["EF"]
        self._sow = book.read(sows)[0]
        self._task = next(
            row.task_id
            for row in book.read(tasks, on=None, person_id=None)
            if row.sow_id == self._sow.sow_id and not row.held
        )
        self._turn = turn_of(book)
        self.kinds = (self.turn, self.log, self.bill, self.pay, self.bring, self.import_some)

    def work(self, commands: int | None = None) -> None:
        """One thing after the other, for ever or so many."""
        while commands is None or commands > 0:
            self._chance.choices(self.kinds, (4, 3, 2, 3, 2, 1))[0]()
            commands = None if commands is None else commands - 1

    def turn(self) -> None:
        """One row is written again and again: an older state of it would be a loss."""
        self._turn += 1
        self._done(choose_setting, key="work.turn", value=str(self._turn))
        self._say("turn", self._turn)

    def log(self) -> None:
        """A minute is logged and approved: hours would use up the budget within a thousand kills."""
        day = TODAY - timedelta(self._chance.randrange(60))
        entry = self._done(
            log_time, person_id=self._person, task_id=self._task, day=day, seconds=60, note="at work"
        ).entry_id
        self._say("entry", entry)
        self.book.perform(approve_time, entry_ids=(entry,))

    def bill(self) -> None:
        """Whatever waits is collected, approved and issued."""
        self.log()
        self.book.perform(collect, through=TODAY, invoice_date=TODAY)
        for draft in self.book.read(run_rows):
            if draft.state is not DraftState.APPROVED:
                self.book.perform(approve_draft, draft_id=draft.draft_id, version=draft.version)
            self._say("invoice", self._done(issue_invoice, draft_id=draft.draft_id).number)

    def pay(self) -> None:
        """An invoice nobody paid is paid now; every other payment is taken back again."""
        with self.book.engine.connect().execution_options(sqlite_begin="DEFERRED") as connection:
            row = connection.execute(_UNPAID).first()
        if row is None:
            self.bill()
            return
        paid = self._done(
            record_payment,
            client_id=row.client_id,
            received_on=TODAY,
            amount=Money(row.gross_minor, row.currency),
            method="bank transfer",
            allocations=((row.id, Money(row.gross_minor, row.currency)),),
            external_key=row.number,
        ).payment_id
        self._say("payment", paid)
        if self._chance.random() < 0.5:
            self._say("payment", self._done(take_back_payment, payment_id=paid))

    def bring(self) -> None:
        """An invoice from before the book."""
        number = f"OLD-{self._new()[:12]}"
        self._done(
            bring_opening_invoice,
            number=number,
            client_id=self._sow.client_id,
            sow_id=self._sow.sow_id,
            issued_on=TODAY - timedelta(60),
            due_on=TODAY - timedelta(30),
            lines=(OpeningLine(title="Before", quantity="1", unit="piece", rate="120.00", kind=LineKind.FEE),),
            tax_code="Z0",
        )
        self._say("invoice", number)

    def import_some(self) -> None:
        """Three clients of a file: all of them or none."""
        name = self._new()[:12]
        drafts = tuple(ClientDraft(line, f"Client {name} {line}", "GB", "en-GB", "GBP") for line in range(1, 4))
        for client_id in self._done(import_clients, drafts=drafts).client_ids:
            self._say("client", client_id)

    @staticmethod
    def _new() -> str:
        return uuid4().hex  # no id is given twice, also not by the next one with this seed

    def _done(self, command: Callable[..., Any], **facts: Any) -> Any:
        key = self._new()
        result = self.book.once(key, command, **facts).result
        self._say("key", key)
        return result

    def _say(self, kind: str, value: object) -> None:
        self._tell((json.dumps([kind, value]) + "\n").encode())


def turn_of(book: Book) -> int:
    """The turn that stands in the book."""
    with book.engine.connect().execution_options(sqlite_begin="DEFERRED") as connection:
        found = connection.execute(text("SELECT value FROM setting WHERE key = 'work.turn'")).scalar()
    return int(found or 0)


@dataclass
class Told:
    """All that was told so far."""

    things: dict[str, set[Any]] = field(default_factory=lambda: {kind: set() for kind in (*TABLES, "key", "turn")})
    failures: list[str] = field(default_factory=list)

    def hear(self, line: bytes) -> None:
        """One line of a worker."""
        kind, value = json.loads(line)
        if kind == "failed":
            self.failures.append(value)
        else:
            self.things[kind].add(value)

    def missing(self, book: Book) -> list[str]:
        """What was told and is not in the book, in words; how many commands it has that were not told is its luck."""
        lost = [f"the worker failed: {failure}" for failure in self.failures]
        with book.engine.connect().execution_options(sqlite_begin="DEFERRED") as connection:
            for kind, statement in TABLES.items():
                there = set(connection.execute(text(statement)).scalars())
                lost += [f"lost {kind} {item}" for item in sorted(self.things[kind] - there)]
            keys = set(connection.execute(text("SELECT key FROM command_id")).scalars())
            lost += [f"lost command {item}" for item in sorted(self.things["key"] - keys)]
            trail = set(connection.execute(text("SELECT command_id FROM audit_entry")).scalars())
            lost += [f"command {item} has no trail" for item in sorted(keys - trail)]
            lost += [f"trail of {item} without the command" for item in sorted(trail - keys - {None})]
        last = max(self.things["turn"], default=0)
        if turn_of(book) < last:
            lost.append(f"turn {last} was told, the book stands at {turn_of(book)}")
        return lost


def wrong_with(book: Book) -> list[str]:
    """What does not fit together in a book, in words: file, chain, sums, gapless numbers."""
    found = [str(item) for look in looks() for item in book.read(look)]
    with book.engine.connect().execution_options(sqlite_begin="DEFERRED") as connection:
        numbers = sorted(connection.execute(text("SELECT number FROM invoice WHERE origin = 'issued'")).scalars())
        following = connection.execute(text("SELECT next_number FROM number_series WHERE key = 'invoice'")).scalar_one()
    counted = [int(number.rsplit("-", 1)[1]) for number in numbers]
    if counted != list(range(following - len(counted), following)):
        found.append(f"numbers have a gap: {counted[-3:]}, next {following}")
    return found
