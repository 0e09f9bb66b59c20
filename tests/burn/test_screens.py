"""Budget alerts, key figures, chart and hours on screen, by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from app.burn.commands import bring_in
from app.burn.domain import Forecast
from app.burn.queries import alerts, burn_of, grade_hours
from app.burn.ui import BurnCard, BurnFigures, HoursByRole, acknowledge_dialog, alert_sentence, alert_tone
from app.burn.ui.chart_data import Ahead, Point, axis_step, chart_data, rounded_to_ten
from app.burn.ui.overview import forecast_tone
from app.kernel.formats import Formats
from app.qt.operations import SynchronousOperations
from tests.burn.conftest import Scene
from tests.samples.engagements import pounds

FORMATS = Formats("en-GB", "Europe/London")
TODAY = date(2026, 4, 30)
pytestmark = pytest.mark.usefixtures("light_look")


@pytest.fixture
def operations(sqlite_scene: Scene) -> Iterator[SynchronousOperations]:
    made = SynchronousOperations(sqlite_scene.office.book)
    yield made
    made.close()


def use(scene: Scene, amount: int) -> None:
    scene.office.book.perform(
        bring_in, sow_id=scene.sow.sow_id, source=f"X{amount}", used_on=date(2026, 4, 20), amount=pounds(amount)
    )


def current_of(card: BurnCard) -> Point | Ahead:
    found = card.chart.current
    assert found is not None
    return found


def test_an_alert_is_acknowledged_with_a_note_by_keyboard(
    qtbot: QtBot, sqlite_scene: Scene, operations: SynchronousOperations
) -> None:
    use(sqlite_scene, 97000)
    sqlite_scene.watch()
    book = sqlite_scene.office.book
    rows = book.read(alerts)
    assert [(row.percent, alert_tone(row)) for row in rows] == [(100, "bad"), (90, "warn"), (75, "warn")]
    assert alert_sentence(rows[0], FORMATS) == "100% of the budget reached on 20 Apr"
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = acknowledge_dialog(operations, FORMATS, rows[0], parent=parent)
    dialog.open()
    editor = dialog.form.editor("note")
    assert isinstance(editor, QPlainTextEdit)
    QTest.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.form.error_of("note").startswith("Please fill in: ")
    QTest.keyClicks(editor, "Told the sponsor, CO-03 follows.")
    QTest.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not dialog.isVisible()
    assert [row.percent for row in book.read(alerts)] == [90, 75]
    assert book.read(alerts, open_only=False)[0].note == "Told the sponsor, CO-03 follows."


def test_the_figures_say_budget_use_and_forecast(qtbot: QtBot, sqlite_scene: Scene) -> None:
    for week in range(5):
        sqlite_scene.log("PR", date(2026, 3, 23 + 7 * week) if week < 2 else date(2026, 4, 7 * week - 8), 8)
    use(sqlite_scene, 72000)
    detail = sqlite_scene.office.book.read(burn_of, sow_id=sqlite_scene.sow.sow_id)
    figures = BurnFigures(FORMATS)
    qtbot.addWidget(figures)
    figures.show_burn(detail)
    assert figures.budget.value() == "£96,000.00"
    assert figures.used.value() == FORMATS.money(detail.view.used)
    assert figures.tone == "warn"
    assert figures.ahead.value() == "too early"
    figures.set_invoiced(pounds(54185), "2 invoices", None, "no price agreed")
    assert (figures.invoiced.value(), figures.waiting.value()) == ("£54,185.00", "–")


def test_a_forecast_claims_ten_pounds_and_is_judged_by_the_budget() -> None:
    assert rounded_to_ten(pounds("91772.78")) == pounds(91770)
    assert rounded_to_ten(pounds("-4225")) == pounds(-4230)
    ahead = Forecast(pounds(90), pounds(80), pounds(101), 5, pounds(1).amount, 4)
    assert [forecast_tone(ahead, pounds(budget)) for budget in (89, 100, 101, 0)] == ["bad", "warn", "ok", ""]


def test_chart_and_table_tell_the_same_numbers_by_keyboard(qtbot: QtBot, sqlite_scene: Scene) -> None:
    for day in (date(2026, 2, 3), date(2026, 2, 17), date(2026, 4, 29)):
        sqlite_scene.log("PR", day, 8)
    detail = sqlite_scene.office.book.read(burn_of, sow_id=sqlite_scene.sow.sow_id)
    card = BurnCard(FORMATS)
    qtbot.addWidget(card)
    card.resize(800, 400)
    card.show()
    card.show_burn(detail)
    data = chart_data(detail)
    assert data.points[-1].used == detail.view.used == pounds(3960)
    assert data.points[-1].day == TODAY
    assert (data.points[0].budget, data.points[-1].budget) == (pounds(84000), pounds(96000))
    assert card.chart.accessibleName() == "4% of £96,000 used, forecast £3,960"
    assert not card.grab().isNull()
    QTest.keyClick(card.chart, Qt.Key.Key_Left)
    assert current_of(card) == data.points[-1]
    QTest.keyClick(card.chart, Qt.Key.Key_Left)
    words = "Week of 20 Apr: £0.00 used, £2,640.00 so far, £68,690 planned, budget £96,000"
    assert card.chart.accessibleDescription() == words
    QTest.keyClick(card.chart, Qt.Key.Key_Home)
    assert data.stops.index(current_of(card)) == 0
    QTest.keyClick(card.chart, Qt.Key.Key_End)
    assert current_of(card) == data.stops[-1]
    assert not card.grab().isNull()
    card.swap.click()
    assert card.table.isVisible()
    rows = card.table.rows()
    assert [row.used for row in rows if not row.rounded] == [point.used for point in data.points]
    assert [row.note for row in rows if row.note and not row.rounded] == ["CO-01 +£12,000"]
    assert "£3,960.00" in card.table.to_csv()
    card.swap.click()
    assert card.chart.isVisible()


def test_an_unused_budget_says_when_the_chart_starts(qtbot: QtBot, sqlite_scene: Scene) -> None:
    card = BurnCard(FORMATS)
    qtbot.addWidget(card)
    card.show()
    card.show_burn(sqlite_scene.office.book.read(burn_of, sow_id=sqlite_scene.sow.sow_id))
    assert card.table.nothing.sentence().startswith("No time on this engagement yet")
    assert not card.swap.isVisible()


def test_rates_stand_only_where_they_may_be_seen(qtbot: QtBot, sqlite_scene: Scene) -> None:
    sqlite_scene.log("PR", date(2026, 2, 3), 8)
    book = sqlite_scene.office.book
    card = HoursByRole(FORMATS)
    qtbot.addWidget(card)
    card.show()
    card.show_burn(book.read(burn_of, sow_id=sqlite_scene.sow.sow_id))
    assert "£165.00" in card.table.to_csv()
    card.show_hours(book.read(grade_hours, sow_ids=(sqlite_scene.sow.sow_id,)))
    text = card.table.to_csv()
    assert "165" not in text
    assert "Senior consultant,236,8,228" in text


@pytest.mark.parametrize(
    ("top", "step"),
    [("96000", "20000"), ("100000", "20000"), ("600", "100"), ("7", "2"), ("0", "1"), ("130000", "50000")],
)
def test_axes_have_round_numbers(top: str, step: str) -> None:
    assert axis_step(pounds(top).amount) == pounds(step).amount
