"""A long list that is filtered before its texts are made: it waits without a block, and nothing is shown half."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.kernel.formats import Formats
from app.qt import record_model
from app.qt.columns import search_text
from app.qt.filtering import AT_ONCE, MANY
from app.qt.list_card import ListCard
from tests.qt.lists.firms import CTRL, Firm, card_of, gbp, ids, key

ALL = [Firm(n, f"Client {n}", "Leeds" if n % 2 else "York", gbp("1.00"), late=n % 3 == 0) for n in range(6 * MANY)]


@pytest.fixture
def long(qtbot: QtBot, formats: Formats) -> ListCard:
    """A long list whose texts are not all made yet."""
    card = card_of(qtbot, formats, ALL)
    assert not card.table.model.prepare(0)
    return card


def filtered(qtbot: QtBot, card: ListCard) -> None:
    qtbot.waitUntil(lambda: not card.table.filtering.waits, timeout=30_000)


def test_a_filter_comes_when_the_texts_are_made_and_is_counted_then(
    qtbot: QtBot, long: ListCard, heard: list[str]
) -> None:
    heard.clear()
    long.set_filter("york")
    assert long.table.filtering.waits
    assert len(ids(long)) == len(ALL), "nothing changes before it can change as a whole"
    assert heard == []
    filtered(qtbot, long)
    assert ids(long) == [row.id for row in ALL if row.id % 2 == 0]
    assert heard == [f"{len(ALL) // 2} of {len(ALL)} rows"]
    assert long.table.foot.texts()[1] == "£3,000.00"


def test_texts_are_made_some_rows_at_a_time(long: ListCard) -> None:
    long.set_filter("york")
    before = len(long.table.model._texts)
    long.table.filtering._prepare()
    assert len(long.table.model._texts) == before + AT_ONCE
    assert long.table.filtering.waits


def test_the_text_that_was_typed_last_is_filtered_by(qtbot: QtBot, long: ListCard) -> None:
    key(long.table.view, Qt.Key.Key_F, CTRL)
    QTest.keyClicks(long.filter, "york 14")
    assert long.table.filtering.waits
    assert long.filter.hasFocus()
    filtered(qtbot, long)
    assert long.table.model.filter == "york 14"
    assert ids(long) == [row.id for row in ALL if row.id % 2 == 0 and "14" in str(row.id)]
    assert long.filter.hasFocus()


def test_who_takes_the_filter_away_again_sees_all_rows_and_no_filter_comes_later(qtbot: QtBot, long: ListCard) -> None:
    long.set_filter("york")
    long.close_filter()
    assert not long.table.filtering.waits
    qtbot.waitUntil(lambda: long.table.model.prepare(0), timeout=30_000)
    qtbot.wait(20)
    assert len(ids(long)) == len(ALL)


def test_a_filter_that_takes_long_is_said_until_it_has_come(qtbot: QtBot, long: ListCard) -> None:
    usual = long.table.foot.accessibleName()
    assert usual.startswith("6000 clients")
    long.set_filter("york")
    long.table.filtering._long.timeout.emit()
    assert long.table.foot.accessibleName().startswith("Filtering…")
    filtered(qtbot, long)
    assert long.table.foot.accessibleName().startswith("3000 clients")


def test_a_filter_asked_of_rows_that_are_replaced_filters_those_that_came(qtbot: QtBot, long: ListCard) -> None:
    long.set_filter("york")
    long.set_rows([*ALL[:MANY], Firm(9_999, "York Minster", "Hull", gbp("1.00"), late=False), *ALL[MANY:]])
    filtered(qtbot, long)
    assert 9_999 in ids(long)


def test_a_short_list_is_filtered_at_once(card: ListCard) -> None:
    card.set_filter("ecluse")
    assert not card.table.filtering.waits
    assert ids(card) == [2]


def test_a_long_list_that_is_read_again_makes_texts_only_for_rows_that_changed(
    qtbot: QtBot, long: ListCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    qtbot.waitUntil(lambda: long.table.model.prepare(0), timeout=30_000)
    made: list[object] = []

    def told(columns: object, row: Firm, formats: Formats) -> str:
        made.append(row.id)
        return search_text(long.table.model.columns, row, formats)

    monkeypatch.setattr(record_model, "search_text", told)
    again = [replace(row, name="Renamed") if row.id in {7, 8} else replace(row) for row in ALL]
    long.set_rows(again)
    qtbot.waitUntil(lambda: long.table.model.prepare(0), timeout=30_000)
    assert made == [7, 8]
    long.set_filter("renamed")
    assert ids(long) == [7, 8]


def test_the_filter_looks_through_what_the_cells_say(long: ListCard) -> None:
    model = long.table.model
    for row in ALL[:20]:
        cells = model.cells_of(row)
        told = " ".join(f"{cell.text} {cell.sub}" for cell in cells)
        assert search_text(model.columns, row, model.formats).split() == told.casefold().split()
