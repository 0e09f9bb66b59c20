"""clients: the list, one client with contacts and terms, and 5,000 rows of a file read, judged and added."""

from __future__ import annotations

import csv
import io

from app.clients.commands import import_clients
from app.clients.importing import Usual, read_content
from app.clients.preview import Preview, preview
from app.clients.queries import client, clients, look_over
from benchmarks.desk import Desk
from benchmarks.harness import Benchmark, Subject


def _one(desk: Desk) -> Subject:
    rows = desk.act_as("EF").read(clients)
    return desk.query("EF", client, client_id=next(row.id for row in rows if row.name.startswith("Brightwater")))


ROWS = 5_000
_HEADINGS = "Company;VAT number;Street;Postcode;Town;Country;Terms;Contact;Email\n"
_USUAL = Usual("GB", "en-GB", "GBP")


def content() -> bytes:
    """A file as an accounting program exports it."""
    rows = (
        f"{_name(n)};;{n} High Street;EX{n % 9 + 1} 4AB;Exeter;UK;{n % 3 * 15} days;A. Payer {n};ap@c{n}.example\n"
        for n in range(ROWS)
    )
    return (_HEADINGS + "".join(rows)).encode()


def _name(n: int) -> str:
    syllables = ("bri", "cas", "nor", "qua", "lar", "mer", "pen", "sev", "tam", "fox", "har")
    return "".join(syllables[n // 11**place % 11] for place in range(4)).title() + f" Partners {n} Ltd"


def _seen(desk: Desk, given: bytes) -> Preview:
    book = desk.act_as("EF")
    return preview(read_content("clients.csv", given), _USUAL, lambda drafts: book.read(look_over, drafts=drafts))


def _preview(desk: Desk) -> Subject:
    given = content()
    return Subject(lambda: _seen(desk, given), lambda: _plain(given), "the csv module alone", facts={"rows": ROWS})


def _plain(given: bytes) -> int:
    return len(list(csv.reader(io.StringIO(given.decode(), newline=""), delimiter=";")))


def _import(desk: Desk) -> Subject:
    drafts = tuple(row.draft for row in _seen(desk, content()).rows if row.draft is not None)
    copies = [desk.fresh("clients")]

    def fresh() -> None:
        copies.pop().close()
        copies.append(desk.fresh("clients"))

    def run() -> object:
        return desk.act_as("EF", copies[0]).perform(import_clients, drafts=drafts)

    return Subject(run, before=fresh, facts={"rows": len(drafts)})


BENCHMARKS = (
    Benchmark("clients", "list", lambda desk: desk.query("EF", clients)),
    Benchmark("clients", "one client", _one),
    Benchmark("clients", "preview of 5,000 rows", _preview),
    Benchmark("clients", "5,000 rows added", _import),
)
