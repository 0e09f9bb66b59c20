"""The burn chart of the sample firm: its numbers, its sentences, and words that never lie on each other."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from app.burn.queries import BurnDetail, burn_of
from app.burn.ui import BurnCard, BurnFigures
from app.burn.ui.chart_data import Ahead, chart_data
from app.burn.ui.chart_paint import Drawing
from app.burn.ui.chart_places import Places, apart, crosses
from app.burn.ui.chart_words import table_rows
from app.kernel.formats import Formats
from app.qt import tokens
from app.qt.preferences import Preferences
from app.qt.theme import Theme
from tests.books import Office
from tests.burn.conftest import set_up_scene
from tests.burn.test_queries import play_brightwater
from tests.kept import kept
from tests.samples.engagements import pounds
from tests.windows import picture

ROOT = Path(__file__).parents[2]

FORMATS = Formats("en-GB", "Europe/London")
pytestmark = pytest.mark.usefixtures("light_look")


@kept
def played(office: Office) -> BurnDetail:
    scene = set_up_scene(office)
    play_brightwater(scene)
    return office.book.read(burn_of, sow_id=scene.sow.sow_id)


@pytest.fixture
def brightwater(sqlite_office: Office) -> BurnDetail:
    return played(sqlite_office)


def card_of(qtbot: QtBot, detail: BurnDetail) -> BurnCard:
    card = BurnCard(FORMATS)
    qtbot.addWidget(card)
    card.resize(864, 384)
    card.show()
    card.show_burn(detail)
    return card


def test_the_chart_draws_what_the_sample_firm_prints(brightwater: BurnDetail) -> None:
    data = chart_data(brightwater)
    assert [(percent, amount) for percent, amount in data.thresholds] == [(75, pounds(72000)), (90, pounds(86400))]
    assert [(one.percent, one.day) for one in data.crossings] == [(75, date(2026, 4, 29))]
    assert [(step.day, step.more, step.names) for step in data.steps[1:]] == [
        (date(2026, 3, 17), pounds(12000), ("CO-01",))
    ]
    assert data.ahead is not None
    assert (data.ahead.middle, data.ahead.risk) == (pounds("91772.78"), pounds("101372.78"))
    assert data.ahead.risky == ("CO-02",)
    assert data.points[-1].plan == pounds("72000")
    assert data.top == pounds("101372.78")


def test_a_week_that_begins_before_the_start_does_not_lengthen_the_axis(brightwater: BurnDetail) -> None:
    late = replace(brightwater, view=replace(brightwater.view, start_on=date(2026, 2, 5)))
    assert chart_data(late).first == date(2026, 2, 5)
    later = replace(brightwater, view=replace(brightwater.view, start_on=date(2026, 2, 20)))
    assert chart_data(later).first == date(2026, 2, 2)


def test_the_figures_read_like_the_picture(qtbot: QtBot, brightwater: BurnDetail) -> None:
    figures = BurnFigures(FORMATS)
    qtbot.addWidget(figures)
    figures.show_burn(brightwater)
    assert (figures.budget.value(), figures.budget.sub()) == ("£96,000.00", "£84,000 + CO-01 £12,000")
    assert (figures.used.value(), figures.used.sub()) == ("£73,147.50", "76.2% used · 75.2% of time gone")
    assert (figures.ahead.value(), figures.ahead.sub()) == ("£91,770", "£84,500–100,690 · £4,230 under")
    assert figures.ahead.accessibleName().startswith("Forecast at 29 May, £91,770")
    assert "19 working days left" in figures.ahead.toolTip()


def test_the_chart_is_stepped_by_keys_up_to_the_forecast(qtbot: QtBot, brightwater: BurnDetail) -> None:
    card = card_of(qtbot, brightwater)
    assert card.chart.accessibleName() == "76% of £96,000 used, forecast £91,770"
    QTest.keyClick(card.chart, Qt.Key.Key_Right)
    assert isinstance(card.chart.current, Ahead)
    words = "Forecast for 29 May: £91,770, between £84,500 and £100,690; £101,370 with CO-02"
    assert card.chart.accessibleDescription() == words
    picture(card, "burn-stepped")
    QTest.keyClick(card.chart, Qt.Key.Key_Left)
    words = "Week of 27 Apr: £3,937.50 used, £73,147.50 so far, £72,000 planned, budget £96,000"
    assert card.chart.accessibleDescription() == words
    assert not card.grab().isNull()
    card.chart.clearFocus()
    assert card.legend.accessibleName() == "Lines: Used, Plan, Budget, Forecast range"


def test_the_table_tells_the_numbers_of_the_chart(qtbot: QtBot, brightwater: BurnDetail) -> None:
    card = card_of(qtbot, brightwater)
    card.swap.click()
    assert card.swap.text() == "Show as chart"
    rows = {row.label: row for row in card.table.rows()}
    assert rows["Week of 27 Apr"].used == pounds("73147.50")
    assert rows["Week of 27 Apr"].note == "75% reached on 29 Apr"
    assert rows["Week of 16 Mar"].note == "CO-01 +£12,000"
    ends = [(row.label, FORMATS.money_rounded(row.used)) for row in card.table.rows() if row.rounded]
    assert ends == [
        ("Forecast, lowest", "£84,500"),
        ("Forecast", "£91,770"),
        ("Forecast, highest", "£100,690"),
        ("Forecast with CO-02", "£101,370"),
    ]
    assert table_rows(chart_data(brightwater), FORMATS)[-1].share == pounds(101370).amount / pounds(96000).amount


def test_the_mouse_reads_the_week_under_it(
    qtbot: QtBot, brightwater: BurnDetail, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = card_of(qtbot, brightwater)
    said: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _spot, text, _widget: said.append(text))
    from PySide6.QtCore import QEvent, QPoint
    from PySide6.QtGui import QHelpEvent
    from PySide6.QtWidgets import QApplication

    for x in (60, card.chart.width() - 130):
        QApplication.sendEvent(card.chart, QHelpEvent(QEvent.Type.ToolTip, QPoint(x, 100), QPoint(x, 100)))
    assert said[0].startswith("Week of 2 Feb")
    assert "mean of the last 4 full weeks" in said[1]


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("size", [(864, 384), (420, 200), (1400, 700)])
@pytest.mark.parametrize("text", [100, 150])
def test_no_words_lie_on_each_other(
    qtbot: QtBot, brightwater: BurnDetail, look: str, size: tuple[int, int], text: int
) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    Theme(app).apply(look, text)
    image = QImage(*size, QImage.Format.Format_ARGB32)
    painter = QPainter(image)
    drawing = Drawing(painter, chart_data(brightwater), FORMATS, QRectF(0, 0, *size))
    drawing.paint()
    painter.end()
    taken = drawing.places.taken
    assert len(taken) == 6  # today, the step, the budget, two thresholds, used
    if size != (420, 200):
        pairs = [(one, other) for place, one in enumerate(taken) for other in taken[place + 1 :]]
        assert not any(one.intersects(other) for one, other in pairs)
    Theme(app).apply("light")


def test_no_line_of_the_grid_strikes_words_through(qapp: QApplication, brightwater: BurnDetail) -> None:
    theme = Theme(qapp)
    theme.wear(Preferences(look="light", contrast="more"))
    image = QImage(864, 384, QImage.Format.Format_ARGB32)
    image.fill(tokens.color("surface"))
    painter = QPainter(image)
    drawing = Drawing(painter, chart_data(brightwater), FORMATS, QRectF(0, 0, 864, 384))
    drawing.paint()
    painter.end()
    _today, _step, *along, _used = drawing.places.taken
    struck = []
    for turn in range(6):
        y = round(drawing.y(pounds(20_000 * turn)))
        struck += [(box, y) for box in along if box.top() < y < box.bottom()]
    assert struck, "a line of the grid runs behind some words of this chart"
    for box, y in struck:
        assert image.pixelColor(round(box.left()) - 1, y) == tokens.color("surface")
    assert image.pixelColor(round(drawing.plot.left()) + 1, round(drawing.y(pounds(100_000)))) == tokens.color("grid")
    theme.wear(Preferences(look="light"))


def test_a_chart_without_budget_or_forecast_says_what_there_is(qtbot: QtBot, brightwater: BurnDetail) -> None:
    bare = replace(
        brightwater,
        view=replace(brightwater.view, budget=pounds(0), reached=()),
        crossings=(),
        steps=(replace(brightwater.steps[0], budget=pounds(0)),),
        extras=(),
        forecast=None,
    )
    card = card_of(qtbot, bare)
    assert card.chart.accessibleName() == "£73,147.50 used, no budget agreed"
    assert card.legend.accessibleName() == "Lines: Used"
    assert chart_data(bare).too_early
    QTest.keyClick(card.chart, Qt.Key.Key_Left)
    assert card.chart.accessibleDescription() == "Week of 27 Apr: £3,937.50 used, £73,147.50 so far"
    assert not card.grab().isNull()


@given(st.lists(st.floats(0, 300), min_size=1, max_size=6))
def test_words_at_the_ends_are_moved_apart(tops: list[float]) -> None:
    moved = apart(tops, 16, 0, 300)
    ordered = sorted(moved)
    assert all(second - first >= 16 - 1e-6 for first, second in pairwise(ordered))
    assert ordered[-1] <= 300 - 16 + 1e-6


def test_a_line_through_a_box_is_seen() -> None:
    box = QRectF(10, 10, 20, 10)
    assert crosses(box, QPointF(0, 0), QPointF(40, 30))
    assert not crosses(box, QPointF(0, 25), QPointF(40, 25))
    assert not crosses(box, QPointF(0, 12), QPointF(5, 12))
    places = Places(QRectF(0, 0, 100, 100))
    places.keep_off([QPointF(0, 5), QPointF(100, 5)])
    assert places.put([QRectF(0, 0, 20, 10), QRectF(0, 20, 20, 10)]).top() == 20
    assert places.put([QRectF(10, 20, 20, 10), QRectF(0, 0, 20, 10)]).top() == 0  # on a line, but on no words


def test_the_chart_and_its_card_come_without_a_database() -> None:
    look = "import sys, app.burn.ui; print('app.burn.ui.card' in sys.modules, 'sqlalchemy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", look], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "True False\n"), done.stderr
