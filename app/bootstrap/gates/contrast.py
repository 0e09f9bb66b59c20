"""Contrast: the words of a picture against what is behind them, measured with the formula of WCAG 2."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from app.bootstrap.gates.seen import covered, layer, pointed, shown, window_part
from app.qt.buttons import Button

NEEDED = 4.5
FOR_MARKS = 3.0
"""What a button shows that is only an icon now."""
SMOOTHING = 0.85
"""Thin strokes never reach their full color between pixels; this part of the needed contrast must be measured."""
Rgb = tuple[int, int, int]
LINEAR = tuple(
    part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (step / 255 for step in range(256))
)
"""The light of each step of a color."""


def luminance(rgb: Rgb) -> float:
    """Relative luminance (WCAG 2.2, glossary)."""
    red, green, blue = rgb
    return 0.2126 * LINEAR[red] + 0.7152 * LINEAR[green] + 0.0722 * LINEAR[blue]


def ratio(one: Rgb, other: Rgb) -> float:
    """Contrast ratio of two colors, 1 to 21."""
    return _apart(luminance(one), luminance(other))


def _apart(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def faint(window: QWidget, image: QImage) -> list[str]:
    """One sentence for each label or button whose words stand out too little in a picture of the window."""
    root = layer(window)
    scale = image.width() / window.width()
    found = []
    for one in shown(root):
        if not isinstance(one, QLabel | QAbstractButton) or not one.text() or not one.isEnabled():
            continue
        part = window_part(one, window)
        if part is None or part.width() < 8 or part.height() < max(8, one.height() * 2 // 3) or covered(one, window):
            continue  # scrolled away, or so far that the words are not in sight; or a drawer lies on it
        measured = _measured(image, QRect(part.topLeft() * scale, part.size() * scale))
        needed = NEEDED if _has_words(one) else FOR_MARKS
        if measured < needed * SMOOTHING:
            found.append(f"{pointed(one)} has a contrast of {measured:.1f} to 1")
    return found


def _has_words(one: QLabel | QAbstractButton) -> bool:
    return bool(one.words()) if isinstance(one, Button) else True


def _measured(image: QImage, where: QRect) -> float:
    """The contrast between the most frequent color of a part and the one that stands out most from it."""
    part = image.copy(where).convertToFormat(QImage.Format.Format_RGB32)
    counts = Counter(memoryview(part.constBits()).cast("I"))
    (back, _many), *_rest = counts.most_common(1)
    behind, lights = luminance(_rgb(back)), [luminance(_rgb(pixel)) for pixel in counts]
    return max(_apart(behind, max(lights)), _apart(behind, min(lights)))


def _rgb(pixel: int) -> Rgb:
    """The color of a pixel of 32 bits: its lowest byte is blue."""
    return pixel >> 16 & 255, pixel >> 8 & 255, pixel & 255
