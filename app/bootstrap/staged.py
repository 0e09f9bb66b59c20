"""Staged: what a door needs and the demo does not hold, made by the office's own commands and taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QFileDialog

from app.bootstrap.crashes import write_report
from app.bootstrap.desk import Desk
from app.bootstrap.player import Player
from app.bootstrap.sign_in import actor_of
from app.firm.queries import people
from app.kernel.money import Money
from app.receivables.commands import record_payment, take_back_payment
from app.receivables.queries import owed
from app.timesheets.commands import submit_week, withdraw_week

Stage = Callable[[Desk, Player], AbstractContextManager[None]]
WORKER, OFFICE = "PR", "GB"
_LINES = count(1)


@contextmanager
def hours_handed_in(desk: Desk, player: Player) -> Iterator[None]:
    """A consultant has handed in the week and waits for approval."""
    person = next(row.id for row in player.read(people) if row.initials == WORKER)
    today = player.read(lambda reads: reads.today)
    with acting(desk, player, WORKER):
        monday = today - timedelta(today.weekday())
        done = player.act(submit_week, person_id=person, monday=monday)
    try:
        yield
    finally:
        with acting(desk, player, WORKER):
            player.act(withdraw_week, person_id=person, before=done.before)


@contextmanager
def money_that_waits(desk: Desk, player: Player) -> Iterator[None]:
    """A client has paid, and nobody has said yet which invoices."""
    today = player.read(lambda reads: reads.today)
    debt = player.read(owed)[0]
    with acting(desk, player, OFFICE):
        amount = Money(50_000, debt.balance.currency)
        done = player.act(record_payment, client_id=debt.client_id, received_on=today, amount=amount, allocations=())
    try:
        yield
    finally:
        with acting(desk, player, OFFICE):
            player.act(take_back_payment, payment_id=done.payment_id)


CLIENTS_FILE = "clients.csv"
_CLIENTS = """\
Company;VAT number;Street;Postcode;Town;Country;Currency;Terms;Contact;Email;Since
Meyer & Söhne GmbH;DE136695976;Hafenstr. 12;24103;Kiel;Germany;EUR;14 days;Jo Meyer;jo@meyer.example;2019
Brightwater Utilities;;2 Canal Walk;EX4 3SR;Exeter;UK;GBP;30;;ap@brightwater.example;2021
Castelgate Property Group;;9 Castle Gate;NG1 7AT;Nottingham;England;GBP;45;Lena Hart;l.hart@castlegate.example;2020
Larkmoor Ltd;GB999120418;1 High Street;BA1 1AA;Bath;UK;GBP;30;Kit Moor;kit@larkmoor.example;2024
Atelier Roux;;3 rue Dante;75005;Paris;France;EUR;at once;Anne Roux;anne@roux.example;2025
Helvetic Partners AG;;Seeweg 3;8001;Zürich;Switzerland;CHF;soon;Urs Frei;urs@helvetic.example;2025
Orchard Clinic;;4 Orchard Way;EX2 4AB;Exeter;UK;GBP;30 days;Sam Field;sam@orchard.example;2026
"""


OPENING_FILE = "open.csv"
_OPENING = """\
Invoice number;Client;Invoice date;Due date;Net;VAT;Total;Amount due;PO
2025/0871;Brightwater Utilities;12/11/2025;12/12/2025;4.200,00;840,00;5.040,00;5.040,00;4500187321
2025/0880;Castlegate Property Group;05/12/2025;04/01/2026;18.000,00;3.600,00;21.600,00;9.600,00;
2025/0884;Castelgate Property Group;09/12/2025;08/01/2026;1.000,00;200,00;1.200,00;1.200,00;
2025/0890;Quayside Clinic Group;02/01/2026;01/01/2026;850,00;170,00;1.020,00;1.020,00;
2025/0891;Foxglove Foods;02/02/2026;04/03/2026;=SUM(F2:F9);;;;
2025/0893;Larkfield Schools Trust;03/02/2026;05/03/2026;;;1.800,00;1.800,00;LST-88
"""


@contextmanager
def clients_in_a_file(_desk: Desk, _player: Player) -> Iterator[None]:
    """A file of clients lies where a person who is asked for a file looks first."""
    with _lies_there(CLIENTS_FILE, _CLIENTS):
        yield


@contextmanager
def open_invoices_in_a_file(_desk: Desk, _player: Player) -> Iterator[None]:
    """A list of open invoices lies there."""
    with _lies_there(OPENING_FILE, _OPENING):
        yield


@contextmanager
def _lies_there(name: str, text: str) -> Iterator[None]:
    here = QFileDialog()
    before = here.directory()
    with TemporaryDirectory() as folder:
        (Path(folder) / name).write_text(text, encoding="utf-8")
        here.setDirectory(folder)
        try:
            yield
        finally:
            here.setDirectory(before)
            here.deleteLater()


@contextmanager
def a_failure(desk: Desk, _player: Player) -> Iterator[None]:
    """A part of the program has failed, and its report is kept. The same failure twice would be one report."""
    place = f'File "{__file__}", line {next(_LINES)}, in a_failure'
    report = write_report(desk.places.logs, f"Traceback (most recent call last):\n  {place}\nZeroDivisionError")
    try:
        yield
    finally:
        if report.path is not None:
            report.path.unlink()


@contextmanager
def acting(desk: Desk, player: Player, initials: str) -> Iterator[None]:
    """Let a person of the demo give commands, whoever sits at the window."""
    book = desk.backend.book
    if book is None:
        message = "no book is open"
        raise RuntimeError(message)
    row = next(row for row in player.read(people) if row.initials == initials)
    before = book.actor
    player.settle()
    book.actor = actor_of(row)
    try:
        yield
    finally:
        book.actor = before
