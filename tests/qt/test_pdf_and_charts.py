"""The PDF view and the charts in cards."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPdfWriter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from app.kernel.formats import Formats
from app.kernel.money import Money
from app.kernel.problems import Problem
from app.qt import pdfview
from app.qt.charts import AgingBar, AgingBucket
from app.qt.operations import Operations
from app.qt.pdfview import PdfView


def sample(pages: int = 3) -> bytes:
    """A PDF with one line of text on each page."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageMargins(QMarginsF(20, 20, 20, 20))
    painter = QPainter(writer)
    for page in range(pages):
        if page:
            writer.newPage()
        painter.drawText(100, 400, f"Invoice page {page + 1}")
    painter.end()
    return bytes(buffer.data().data())


@pytest.fixture
def view(qtbot: QtBot) -> PdfView:
    made = PdfView(name="Invoice INV-2026-0118")
    qtbot.addWidget(made)
    made.resize(700, 500)
    made.show()
    qtbot.waitExposed(made)
    made.set_pdf(sample())
    return made


def test_pages_are_turned_by_key_and_said_aloud(view: PdfView, qtbot: QtBot) -> None:
    assert (view.page, view.page_count) == (0, 3)
    with qtbot.waitSignal(view.page_changed) as signal:
        QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert signal.args == [1]
    proxy = view.focusProxy()
    assert proxy is not None
    assert proxy.accessibleName() == "Invoice INV-2026-0118, Page 2 of 3"
    view.go(99)
    assert view.page == 2
    QTest.keyClick(view, Qt.Key.Key_PageUp)
    assert view.page == 1


def test_zoom_goes_in_steps_and_fits_again(view: PdfView) -> None:
    fitted = view.zoom
    view.zoom_in()
    larger = view.zoom
    assert larger > fitted
    QTest.keyClick(view, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom < larger
    view.fit()
    assert view.zoom == pytest.approx(fitted)
    view.resize(500, 500)
    assert view.zoom < fitted


def test_the_text_of_a_page_can_be_copied(view: PdfView) -> None:
    view.go(1)
    view.copy_text()
    assert "Invoice page 2" in QGuiApplication.clipboard().text()


def test_what_is_no_pdf_is_refused(view: PdfView) -> None:
    with pytest.raises(Problem, match="not a PDF"):
        view.set_pdf(b"hello")
    assert view.page_count == 3


class NoBook:
    def read(self, query: Callable[..., Any], /, **kwargs: Any) -> Any:
        return query(**kwargs)

    def once(self, command_id: str, command: Callable[..., Any], /, **kwargs: Any) -> Any:
        return command(**kwargs)


def test_pages_are_drawn_off_the_window_s_thread(qtbot: QtBot) -> None:
    operations = Operations(NoBook())
    view = PdfView(operations, name="Invoice")
    qtbot.addWidget(view)
    view.resize(600, 500)
    view.show()
    with qtbot.waitSignal(view.rendered):
        view.set_pdf(sample(1))
    operations.close()
    image = view.grab().toImage()
    assert image.pixelColor(300, 300).name() == "#ffffff"


@pytest.mark.parametrize("slow", ["read_facts", "draw_page"])
def test_what_comes_for_a_view_that_is_gone_is_dropped(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, slow: str
) -> None:
    begun, gone = threading.Event(), threading.Event()
    real = getattr(pdfview, slow)

    def late(*given: Any) -> Any:
        begun.set()
        gone.wait(10)
        return real(*given)

    monkeypatch.setattr(pdfview, slow, late)
    operations = Operations(NoBook())
    view = PdfView(operations, name="Invoice")
    view.resize(600, 500)
    view.show()
    view.set_pdf(sample(1))
    qtbot.waitUntil(begun.is_set)
    with qtbot.captureExceptions() as failures:
        with qtbot.waitSignal(operations.busy, check_params_cb=lambda on: not on):
            Shiboken.delete(view)
            gone.set()
        QApplication.processEvents()
    operations.close()
    assert failures == []


@pytest.fixture
def aging(qtbot: QtBot, formats: Formats) -> AgingBar:
    made = AgingBar(formats, name="Owed to the firm")
    qtbot.addWidget(made)
    made.set(
        [
            AgingBucket("Not due yet", Money.of("56646", "GBP"), "3 invoices"),
            AgingBucket("1–30 days", Money.of("47250", "GBP"), "2 invoices"),
            AgingBucket("Over 90", Money.of("0", "GBP")),
        ]
    )
    made.resize(600, 80)
    made.show()
    return made


def test_the_aging_bar_reads_all_its_sums(aging: AgingBar) -> None:
    assert aging.accessibleName() == "Owed to the firm: Not due yet £56,646.00, 1–30 days £47,250.00, Over 90 £0.00"
    assert not aging.grab().toImage().isNull()


def test_an_age_is_chosen_by_key_and_by_click_and_let_go_again(aging: AgingBar) -> None:
    seen: list[int] = []
    aging.chosen.connect(seen.append)
    QTest.keyClick(aging, Qt.Key.Key_Right)
    assert aging.accessibleDescription() == "1–30 days, £47,250.00, 2 invoices, Enter shows only these"
    QTest.keyClick(aging, Qt.Key.Key_Return)
    QTest.keyClick(aging, Qt.Key.Key_Return)
    QTest.mouseClick(aging, Qt.MouseButton.LeftButton)
    assert seen == [1, -1, 1]
