"""What is told of each client: what is missing, what runs out, what is owed, and to whom."""

from __future__ import annotations

from datetime import date

import pytest

from app.clients.commands import add_client
from app.clients.domain import ClientState, Fact
from app.engagements.domain import PoSpec
from app.qt import memory
from app.qt.memory import Memory
from app.shell.pages.client_columns import order_words
from app.shell.pages.client_overview import client_overview
from tests.asked import asked
from tests.books import Office
from tests.samples.clients import brightwater
from tests.samples.engagements import pounds
from tests.shell.client_scene import FORMATS, agree, debts, row_of, tamar


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    memory.install(Memory())


def test_the_order_is_not_ready_then_overdue_then_owed_and_closed_comes_last(office: Office) -> None:
    debts(office)
    new = tamar(office)
    office.book.perform(
        add_client, name="Aaa", country="GB", language="en-GB", currency="GBP", state=ClientState.CLOSED
    )
    view = office.book.read(client_overview)
    assert [row.client.name for row in view.rows] == [
        "Tamar Robotics Ltd",
        "Castlegate Property Group",
        "Brightwater Utilities",
        "Nordhavn Logistics A/S",
        "Quayside Theatre Trust",
        "Aaa",
    ]
    assert view.rows[0].id == new
    assert view.rows[-1].facts == 0
    assert view.not_ready == 1


def test_facts_orders_and_the_start_of_work_come_from_their_rooms(office: Office) -> None:
    row = row_of(office, tamar(office))
    assert row.missing == (Fact.PAYER_EMAIL, Fact.PURCHASE_ORDER, Fact.SPONSOR)
    assert (row.known, row.facts) == (6, 9)
    assert row.starts_on == date(2026, 5, 5)
    assert row.open_sows == ()
    assert order_words(row, FORMATS) == "first PO missing"


def test_an_order_that_ran_out_is_told_with_its_day_but_the_first_one_was_there(office: Office) -> None:
    client_id = brightwater(office)
    order = PoSpec("FF-20311", pounds(14000), date(2026, 1, 5), date(2026, 4, 23))
    agree(office, client_id, start=date(2026, 1, 12), orders=(order,))
    row = row_of(office, client_id)
    assert row.ready
    assert order_words(row, FORMATS) == "none valid since 24 Apr"
    office.clock.set(office.clock.now().replace(day=20))
    assert order_words(row_of(office, client_id), FORMATS) == "FF-20311"


def test_what_is_owed_is_summed_by_client_and_takes_seven_statements(office: Office) -> None:
    debts(office)
    with asked(office.book) as reads:
        view = office.book.read(client_overview)
    assert 0 < len(reads) <= 7
    assert sum(amount.minor for row in view.rows for amount in row.owed) == 12_103_200
    assert sum(amount.minor for row in view.rows for amount in row.overdue) == 6_438_600


def test_a_consultant_gets_the_clients_of_the_own_work_without_sums_or_facts(office: Office) -> None:
    debts(office)
    tamar(office)
    office.act_as("PR")
    view = office.book.read(client_overview)
    assert (view.sees_billing, view.sees_money) == (False, False)
    assert all(row.sows or row.client.owner_id == office.people["PR"] for row in view.rows)
    assert not any(row.owed or row.overdue or row.orders for row in view.rows)
