"""The look: tokens of both themes, palette, fonts, text size, icons and shapes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontDatabase, QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.qt import icons, shapes, tokens
from app.qt.theme import Theme


def luminance(color: QColor) -> float:
    def channel(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (channel(part) for part in (color.redF(), color.greenF(), color.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(front: str, back: str) -> float:
    one, two = sorted((luminance(QColor(front)), luminance(QColor(back))))
    return (two + 0.05) / (one + 0.05)


def test_both_looks_have_the_same_tokens() -> None:
    looks = tokens.load()
    assert set(looks) == {"light", "dark"}
    assert set(looks["light"]) == set(looks["dark"])


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize(
    ("front", "back", "needed"),
    [
        ("text", "surface", 4.5),
        ("text3", "selRow", 4.5),
        ("onAccent", "accent", 4.5),
        ("okText", "okBg", 4.5),
        ("warnText", "warnBg", 4.5),
        ("badText", "badBg", 4.5),
        ("infoText", "infoBg", 4.5),
        ("neutralText", "neutralBg", 4.5),
        ("control", "surface", 3.0),
        ("focus", "canvas", 3.0),
    ],
)
def test_text_and_marks_keep_their_contrast(look: str, front: str, back: str, needed: float) -> None:
    values = tokens.load()[look]
    assert contrast(values[front], values[back]) >= needed


def test_applying_a_look_changes_palette_style_sheet_and_tokens(theme: Theme, qapp: QApplication) -> None:
    theme.apply("dark")
    assert tokens.color("surface") == QColor("#1A242B")
    assert qapp.palette().color(QPalette.ColorRole.Base) == QColor("#1A242B")
    assert "#1A242B" in qapp.styleSheet()
    theme.apply("light")
    assert qapp.palette().color(QPalette.ColorRole.Base) == QColor("#FFFFFF")
    assert theme.look == "light"


def test_system_follows_one_of_the_looks(theme: Theme) -> None:
    theme.apply("system")
    assert theme.look in {"light", "dark"}
    assert theme.choice == "system"


def test_an_unknown_look_is_refused(theme: Theme) -> None:
    with pytest.raises(ValueError, match="sepia"):
        theme.apply("sepia")


def test_text_size_scales_fonts_and_rows_and_stays_in_its_limits(theme: Theme) -> None:
    plain = tokens.current.row_height(36)
    theme.apply("light", 150)
    assert tokens.font(13).pixelSize() == 20
    assert tokens.current.row_height(36) > plain
    theme.apply("light", 900)
    assert theme.text_percent == 200


def test_our_font_is_registered_and_its_digits_stand_in_columns(theme: Theme) -> None:
    assert tokens.FAMILY in QFontDatabase.families()
    measure = tokens.metrics(13)
    assert measure.horizontalAdvance("1,111.11") == measure.horizontalAdvance("8,888.88")


def test_icons_take_the_color_of_the_look_without_being_set_again(qtbot: QtBot, theme: Theme) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    icon = icons.icon("lock", "text")
    light = icon.pixmap(24, 24).toImage()
    theme.apply("dark")
    dark = icon.pixmap(24, 24).toImage()
    assert light != dark


def test_an_icon_is_sharp_on_a_dense_screen() -> None:
    drawn = icons.icon("search").pixmap(QSize(16, 16), 1.5)
    assert (drawn.width(), drawn.devicePixelRatio()) == (24, 1.5)


def test_every_icon_can_be_drawn() -> None:
    assert "receipt-text" in icons.names()
    for name in icons.names():
        image = icons.icon(name).pixmap(24, 24).toImage()
        assert any(image.pixelColor(x, y).alpha() for x in range(24) for y in range(24)), name


@pytest.mark.parametrize("look", ["light", "dark"])
def test_status_shapes_differ_without_color(theme: Theme, look: str) -> None:
    theme.apply(look)
    outlines = set()
    for kind in shapes.KINDS:
        image = QImage(24, 24, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        shapes.paint_shape(painter, kind, 0, 0, 24)
        painter.end()
        outlines.add(tuple(image.pixelColor(x, y).alpha() > 128 for x in range(24) for y in range(24)))
    assert len(outlines) == len(shapes.KINDS)


def test_a_chip_never_leaves_its_cell() -> None:
    image = QImage(60, 30, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    width = shapes.paint_chip(painter, QRectF(0, 0, 60, 30), "A very long state of affairs", "warn")
    painter.end()
    assert width == 60
