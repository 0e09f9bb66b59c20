"""Fonts: our own font files, registered once before the first widget."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QFontDatabase

from app.qt.tokens import FAMILY

FILES = ("400Regular", "500Medium", "600SemiBold", "700Bold")


@cache
def register() -> str:
    """Register the four weights and give the family's name. Needs a QGuiApplication."""
    folder = files("app.resources").joinpath("fonts")
    for name in FILES:
        data = folder.joinpath(f"IBMPlexSans_{name}.ttf").read_bytes()
        if QFontDatabase.addApplicationFontFromData(QByteArray(data)) < 0:
            message = f"the font file IBMPlexSans_{name}.ttf could not be read"
            raise RuntimeError(message)
    return FAMILY
