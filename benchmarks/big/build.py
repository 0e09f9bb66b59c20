"""Build the big firm once per schema and size, keep it on disk, hand out copies."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from platformdirs import user_cache_path
from sqlalchemy import func, select

from app.burn.commands import watch_budgets
from app.engagements.records import Rate, Task
from app.firm.commands import set_series
from app.firm.commands.founding import INVOICE_PATTERN
from app.firm.queries import PersonRow, people, the_firm
from app.invoices.queries.documents import seller_of
from app.kernel.clock import FixedClock
from app.kernel.words import speaking
from app.storage.actor import Actor
from app.storage.book import SUFFIX, Book, create, is_url, open_book
from app.storage.reading import Reads
from app.storage.schema import head
from benchmarks.big.bills import SERIES, Bills, Issued, billable_now
from benchmarks.big.bulk import filling
from benchmarks.big.cash import Cash
from benchmarks.big.clients import Clients
from benchmarks.big.office import Office, found
from benchmarks.big.promises import Agreement, Agreements
from benchmarks.big.sizes import NOW, SEED, TODAY, Size
from benchmarks.big.work import Days

SPENDING = 0.35
"""How likely an open statement of work has a receipt in a month."""


@dataclass(frozen=True, slots=True)
class Built:
    """What was built."""

    entries: int
    invoices: int
    drafts: int


def build(place: str | Path, size: Size) -> Built:
    """Build a big firm into a file that is not there yet, or into an empty shared database."""
    clock = FixedClock(datetime.combine(size.first, time(8), UTC))
    with speaking("en-GB"), create(place, clock) as book:
        office = found(book, size)
        there = book.read(_there)
        firm = book.read(the_firm)
    if firm is None:
        raise LookupError("the firm was not founded")
    dice = random.Random(SEED)
    with speaking("en-GB"), filling(str(place) if is_url(place) else Path(place), size) as sink:
        buyers = Clients(sink).add(size, office, dice)
        agreements = Agreements(sink, office, *there).add(size, buyers, dice)
        story = _Story(size, office, Days(sink, size, office, dice), agreements)
        story.bills = Bills(sink, office, seller_of(firm))
        story.cash = Cash(sink, dice)
        story.tell()
        built = Built(story.days.entry_id, story.bills.invoice_id, story.drafts)
    with speaking("en-GB"), opened(place) as book:
        used = story.bills.numbers[size.first.year]
        book.perform(set_series, key=SERIES, pattern=INVOICE_PATTERN, next_number=used + 1, on=size.first)
        book.perform(watch_budgets)
        if not is_url(place):
            with book.engine.connect() as connection:
                connection.exec_driver_sql("ROLLBACK")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return built


def _there(reads: Reads) -> tuple[int, int]:
    """Tasks and rates the founding made."""
    tasks, rates = (reads.execute(select(func.max(kind.id))).scalar_one() for kind in (Task, Rate))
    return int(tasks), int(rates)


class _Story:
    """The firm's life, month by month."""

    bills: Bills
    cash: Cash

    def __init__(self, size: Size, office: Office, days: Days, agreements: list[Agreement]) -> None:
        self.size, self.office, self.days, self.agreements = size, office, days, agreements
        self.drafts = 0
        self.dice = random.Random(SEED + 1)

    def tell(self) -> None:
        """Work all days, bill at the end of each month, take in the cash."""
        waiting: list[Agreement] = []
        coming = iter(sorted(self.agreements, key=lambda one: one.start))
        upcoming = next(coming, None)
        workdays = [day for day in self.size.workdays() if day not in self.office.closed]
        for place, day in enumerate(workdays):
            week = place == 0 or day.isocalendar().week != workdays[place - 1].isocalendar().week
            while upcoming is not None and upcoming.start <= day + timedelta(6):
                waiting.append(upcoming)
                upcoming = next(coming, None)
            if week:
                self.days.open_on(day, waiting)
            self.days.work(day)
            following = workdays[place + 1] if place + 1 < len(workdays) else None
            if following is not None and following.month != day.month:
                self._receipts(day, waiting)
                waiting = self._bill(_month_end(day), waiting)
        self._receipts(TODAY, waiting)
        self.days.flush()
        ready = [one for one in waiting if billable_now(one)][: self.size.drafts]
        bills = (bill for one in ready if (bill := self.bills.due(one, TODAY)) is not None)
        self.drafts = self.bills.draft(bills, TODAY)
        self.bills.finish(self.size.first.year)
        self.cash.flush()

    def _receipts(self, day: date, waiting: list[Agreement]) -> None:
        for agreement in waiting:
            if agreement.start <= day <= agreement.end and self.dice.random() < SPENDING:
                self.days.spend(day, agreement)

    def _bill(self, through: date, waiting: list[Agreement]) -> list[Agreement]:
        """Bill a month; what still has something to come stays."""
        self.days.flush()
        issued: list[Issued] = []
        for agreement in waiting:
            bill = self.bills.due(agreement, through)
            if bill is not None:
                issued.append(self.bills.issue(bill, through))
        self.cash.pay(issued)
        self.bills.flush()
        self.cash.flush()
        return [one for one in waiting if one.end >= through or one.milestones or (one.stints and not one.leaves)]


def _month_end(day: date) -> date:
    return (day.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1)


# ------------------------------------------------------------------------------------------------ kept on disk


def mark() -> str:
    """Another mark means building again: the head of the migrations, and what builds."""
    digest = hashlib.sha256()
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.read_bytes())
    return f"{head()}-{digest.hexdigest()[:10]}"


def folder() -> Path:
    """Where built firms are kept."""
    return user_cache_path("watertight", appauthor=False) / "bench"


def cached(size: Size) -> Path:
    """The finished book of a size, built on first use and whenever the schema or the builder changed."""
    kept, name = folder(), f"{size.name}-{mark()}{SUFFIX}"
    kept.mkdir(parents=True, exist_ok=True)
    path = kept / name
    if not path.exists():
        with tempfile.TemporaryDirectory(dir=kept) as scratch:
            draft = Path(scratch) / name
            build(draft, size)
            os.replace(draft, path)  # noqa: PTH105 - atomic within the folder
        for old in kept.glob(f"{size.name}-*{SUFFIX}"):
            if old.name != name:
                old.unlink(missing_ok=True)
    return path


def copied(size: Size, target: Path) -> Path:
    """A copy of the book of a size, to be changed at will."""
    target.mkdir(parents=True, exist_ok=True)
    place = target / f"Harrow & Lane{SUFFIX}"
    shutil.copyfile(cached(size), place)
    return place


def opened(place: str | Path) -> Book:
    """Open a big firm on its last day; the partner acts."""
    book = open_book(place, FixedClock(NOW))
    rows = {row.initials: row for row in book.read(people)}
    book.actor = actor(rows["EF"])
    return book


def actor(row: PersonRow) -> Actor:
    """Somebody of the firm who acts."""
    return Actor(row.id, row.name, row.access_role.value, row.zone)
