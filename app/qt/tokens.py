"""Tokens: the colors and text sizes of the current look, by name. Painted widgets ask here at paint time."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import cast

from PySide6.QtGui import QColor, QFont, QFontMetrics

FAMILY = "IBM Plex Sans"
LOOKS = ("light", "dark")
_MORE_CONTRAST = {
    **dict.fromkeys(("line", "line2", "grid"), "control"),
    **dict.fromkeys(("okBg", "warnBg", "badBg", "infoBg", "neutralBg"), "surface"),
    "text3": "text2",
}
"""With more contrast a token takes the color of another one: lines are seen, soft backgrounds go."""
_TEXTS = 20_000
"""So many measured texts are kept."""
_ROWS = {"compact": -8, "standard": 0, "roomy": 8}


@cache
def load() -> dict[str, dict[str, str]]:
    """All looks: name of the look -> name of the token -> "#RRGGBB"."""
    text = files("app.resources").joinpath("tokens.json").read_text(encoding="utf-8")
    return cast("dict[str, dict[str, str]]", json.loads(text))


class Tokens:
    """The look in use: one of the looks and the reader's text size, with caches for painting."""

    def __init__(self, look: str = "light", text_percent: int = 100) -> None:
        """Start with a look; `use` changes it."""
        self._colors: dict[str, QColor] = {}
        self._fonts: dict[tuple[int, int], QFont] = {}
        self._metrics: dict[tuple[int, int], QFontMetrics] = {}
        self._widths: dict[tuple[str, int, int], int] = {}
        self.look = look
        self.text_percent = text_percent
        self.more_contrast = False
        self.rows = "standard"

    def use(self, look: str, text_percent: int = 100, *, more_contrast: bool = False, rows: str = "standard") -> None:
        """Change the look and the sizes; widgets repaint when the theme sets its style sheet."""
        if look not in LOOKS:
            message = f"there is no look called {look}"
            raise ValueError(message)
        self.look = look
        self.text_percent = text_percent
        self.more_contrast = more_contrast
        self.rows = rows
        self._colors.clear()
        self._fonts.clear()
        self._metrics.clear()
        self._widths.clear()

    def hex(self, name: str) -> str:
        """The color as "#RRGGBB"; KeyError for an unknown token."""
        if self.more_contrast:
            name = _MORE_CONTRAST.get(name, name)
        return load()[self.look][name]

    def colors(self) -> dict[str, str]:
        """Every token as "#RRGGBB", for the style sheet."""
        return {name: self.hex(name) for name in load()[self.look]}

    def color(self, name: str) -> QColor:
        """The color, cached; treat it as read-only."""
        found = self._colors.get(name)
        if found is None:
            found = self._colors[name] = QColor(self.hex(name))
        return found

    def px(self, size: int) -> int:
        """A text or row size at the reader's text setting."""
        return round(size * self.text_percent / 100)

    def font(self, size: int = 13, weight: int = 400) -> QFont:
        """The product's font at a size of the type scale (before the reader's setting), cached; read-only."""
        key = (size, weight)
        found = self._fonts.get(key)
        if found is None:
            found = QFont(FAMILY)
            found.setPixelSize(max(8, self.px(size)))
            found.setWeight(QFont.Weight(weight))
            self._fonts[key] = found
        return found

    def metrics(self, size: int = 13, weight: int = 400) -> QFontMetrics:
        """Metrics of `font(size, weight)`, cached."""
        key = (size, weight)
        found = self._metrics.get(key)
        if found is None:
            found = self._metrics[key] = QFontMetrics(self.font(size, weight))
        return found

    def advance(self, text: str, size: int = 13, weight: int = 400) -> int:
        """The width of a text in `font(size, weight)`, measured once: lists ask for the same ones again and again."""
        key = (text, size, weight)
        found = self._widths.get(key)
        if found is None:
            if len(self._widths) >= _TEXTS:
                self._widths.clear()
            found = self._widths[key] = self.metrics(size, weight).horizontalAdvance(text)
        return found

    def row_height(self, size: int) -> int:
        """A row height of the scale: never lower than its text needs."""
        air = 8 if self.rows == "compact" else 12
        wanted = max(size, self.px(size)) + _ROWS[self.rows]
        return max(wanted, self.metrics(13).height() + air)


current = Tokens()
"""The one look of the process, changed by `Theme` only."""


def color(name: str) -> QColor:
    """The current color of a token."""
    return current.color(name)


def font(size: int = 13, weight: int = 400) -> QFont:
    """The current font of a size and weight."""
    return current.font(size, weight)


def metrics(size: int = 13, weight: int = 400) -> QFontMetrics:
    """The current metrics of a size and weight."""
    return current.metrics(size, weight)


def advance(text: str, size: int = 13, weight: int = 400) -> int:
    """The width of a text in the current font of a size and weight."""
    return current.advance(text, size, weight)


def px(size: int) -> int:
    """A size at the reader's text setting."""
    return current.px(size)
