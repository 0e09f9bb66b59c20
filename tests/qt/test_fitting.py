"""A widget that fits its room does so with every size and with every text size, also when it is a kind of its own."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from app.qt.fitting import FitsItsRoom
from app.qt.theme import Theme


class Fitting(FitsItsRoom):
    """Notes the widths it was asked to fit."""

    def _fit(self) -> None:
        self.widths = [*getattr(self, "widths", []), self.width()]


class FittingWidget(Fitting, QWidget):
    pass


class FittingFrame(Fitting, QFrame):
    pass


class FittingArea(Fitting, QScrollArea):
    pass


@pytest.mark.parametrize("kind", [FittingWidget, FittingFrame, FittingArea])
def test_it_fits_with_every_size_and_with_every_text_size(kind: type[Fitting], qtbot: QtBot, theme: Theme) -> None:
    widget = kind()
    qtbot.addWidget(widget)
    widget.resize(300, 100)
    widget.show()
    assert widget.widths[-1] == 300
    widget.resize(200, 100)
    assert widget.widths[-1] == 200
    before = len(widget.widths)
    theme.apply("light", text_percent=125)
    assert len(widget.widths) > before
