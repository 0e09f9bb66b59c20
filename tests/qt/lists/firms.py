"""A list card with four firms, for the tests beside it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from weakref import WeakKeyDictionary

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.kernel.formats import Formats
from app.kernel.money import Money
from app.qt.cards import Empty
from app.qt.columns import Column
from app.qt.list_card import Cut, ListCard
from app.qt.operations import SynchronousOperations
from app.qt.table import RecordTable

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


@dataclass(frozen=True)
class Firm:
    id: int
    name: str
    city: str
    owed: Money
    late: bool = False
    note: str = ""


def gbp(amount: str) -> Money:
    return Money.of(Decimal(amount), "GBP")


ROWS = [
    Firm(1, "Zebra Ltd", "Bristol", gbp("10.00"), late=True, note="pays late"),
    Firm(2, "Écluse SA", "Lyon", gbp("300.50")),
    Firm(3, "=Evil", "Leeds", gbp("0.00")),
    Firm(4, "alder & Co", "Exeter", gbp("20.00"), late=True),
]


def columns() -> list[Column]:
    return [
        Column("name", "Client", lambda row: row.name, kind="two_line", sub=lambda row: row.city, bold=True, least=200),
        Column("owed", "Owed", lambda row: row.owed, kind="money", width=110, total="sum"),
        Column("who", "Owner", lambda _: "Marcus Al", kind="person", initials=lambda _: "MA", width=160, gives_way=1),
        Column("note", "Note", lambda row: row.note or None, width=200, gives_way=3),
        Column("late", "", lambda row: "yes" if row.late else None, name="Late", width=60, shown=False),
    ]  # fmt: skip


HOSTS: WeakKeyDictionary[ListCard, QWidget] = WeakKeyDictionary()
"""A card lives as long as its test; so does what it stands in."""


class NoBook:
    def read(self, query: Any, /, **kwargs: Any) -> Any:
        raise AssertionError

    def once(self, command_id: str, command: Any, /, **kwargs: Any) -> Any:
        raise AssertionError


def card_of(qtbot: QtBot, formats: Formats, rows: list[Firm], width: int = 1000) -> ListCard:
    table = RecordTable(columns(), formats, name="Clients", empty=Empty("users", "No clients yet.", "Add"))
    card = ListCard(
        table,
        SynchronousOperations(NoBook()),
        remembers="firms",
        file_name="Clients",
        cuts=[Cut("all", "All"), Cut("late", "Late", lambda row: row.late, tone="bad")],
    )
    host = QWidget()
    box = QVBoxLayout(host)
    box.setContentsMargins(0, 0, 0, 0)
    box.addWidget(card.banner)
    box.addWidget(card)
    qtbot.addWidget(host)
    HOSTS[card] = host
    host.resize(width, 500)
    card.set_words("late first")
    card.count_with(lambda n: f"{n} clients")
    card.set_rows(rows)
    host.show()
    qtbot.waitExposed(host)
    host.activateWindow()
    card.table.view.setFocus(Qt.FocusReason.TabFocusReason)
    return card


def ids(card: ListCard) -> list[int]:
    return [row.id for row in card.table.shown_rows()]


def heads(card: ListCard) -> list[str]:
    return [card.table.model.columns[place].key for place in card.table.view.shown_columns()]


def key(widget: QWidget | None, what: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    assert widget is not None
    QTest.keyClick(widget, what, held)
    QApplication.processEvents()
