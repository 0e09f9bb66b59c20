"""Contrast: the words of a picture against what is behind them, measured with the formula of WCAG 2."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from app.bootstrap.gates.seen import layer, pointed, shown, window_part
from app.qt.buttons import Button

NEEDED = 4.5
FOR_MARKS = 3.0
"""What a button shows that is only an icon now."""
SMOOTHING = 0.85
"""Thin strokes never reach their full color between pixels; this part of the needed contrast must be measured."""
Rgb = tuple[int, int, int]


def luminance(rgb: Rgb) -> float:
    """Relative luminance (WCAG 2.2, glossary)."""
    parts = [part / 255 for part in rgb]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: Rgb, other: Rgb) -> float:
    """Contrast ratio of two colors, 1 to 21."""
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def faint(window: QWidget, image: QImage) -> list[str]:
    """One sentence for each label or button whose words stand out too little in a picture of the window."""
    root = layer(window)
    scale = image.width() / window.width()
    found = []
    for one in shown(root):
        if not isinstance(one, QLabel | QAbstractButton) or not one.text() or not one.isEnabled():
            continue
        part = window_part(one, window)
        if part is None or part.width() < 8 or part.height() < max(8, one.height() * 2 // 3):
            continue  # scrolled away, or so far that the words are not in sight
        measured = _measured(image, QRect(part.topLeft() * scale, part.size() * scale))
        needed = NEEDED if _has_words(one) else FOR_MARKS
        if measured < needed * SMOOTHING:
            found.append(f"{pointed(one)} has a contrast of {measured:.1f} to 1")
    return found


def _has_words(one: QLabel | QAbstractButton) -> bool:
    return bool(one.words()) if isinstance(one, Button) else True


def _measured(image: QImage, where: QRect) -> float:
    """The contrast between the most frequent color of a part and the one that stands out most from it."""
    part = image.copy(where).convertToFormat(QImage.Format.Format_RGB888)
    raw, line, wide = bytes(part.constBits()), part.bytesPerLine(), part.width() * 3
    counts: Counter[bytes] = Counter()
    for row in range(part.height()):
        pixels = raw[row * line : row * line + wide]
        counts.update(pixels[at : at + 3] for at in range(0, wide, 3))
    (back, _many), *_rest = counts.most_common(1)
    behind = (back[0], back[1], back[2])
    return max(ratio(behind, (color[0], color[1], color[2])) for color in counts)
