"""Qt's own words: the menu of a text field, the buttons of a file dialog. They come with Qt, in many languages."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

_translators: list[QTranslator] = []


def speak_qt(app: QCoreApplication, language: str) -> None:
    """Let Qt speak a language from now on; English where Qt does not know it."""
    while _translators:
        app.removeTranslator(_translators.pop())
    translator = QTranslator()
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if language != "en" and translator.load(f"qtbase_{language}", folder):
        app.installTranslator(translator)
        _translators.append(translator)
