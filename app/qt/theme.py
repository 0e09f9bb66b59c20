"""Theme: applies a look to the whole application, at start and whenever the reader changes it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from app.qt import accessible, fonts
from app.qt.preferences import Preferences
from app.qt.stylesheet import stylesheet
from app.qt.tokens import Tokens, current

CHOICES = ("light", "dark", "system")
_SCHEMES = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
_ROLES = {
    QPalette.ColorRole.Window: "canvas",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "sunken",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "onAccent",
    QPalette.ColorRole.PlaceholderText: "text3",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Mid: "line2",
    QPalette.ColorRole.Dark: "control",
    QPalette.ColorRole.Light: "surface",
    QPalette.ColorRole.Midlight: "line",
    QPalette.ColorRole.BrightText: "bad",
}
_DISABLED = (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText)


def prepare() -> None:
    """What must be set before the QApplication exists: fractional scaling is passed through unrounded."""
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)


def palette(tokens: Tokens) -> QPalette:
    """The Qt palette of a look, for what no rule or painter of ours draws."""
    result = QPalette()
    for role, name in _ROLES.items():
        result.setColor(role, QColor(tokens.hex(name)))
    for role in _DISABLED:
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.hex("disabled")))
    return result


class Theme(QObject):
    """The application's look: Fusion, our fonts, palette and style sheet."""

    changed = Signal(str)

    def __init__(self, app: QApplication) -> None:
        """Prepare the application; `apply` sets the look."""
        super().__init__(app)
        self._app = app
        self._hints = app.styleHints()
        self._busy = False
        self.choice = "system"
        self.text_percent = 100
        app.setStyle("Fusion")
        fonts.register()
        accessible.install()
        self._rows = "standard"
        self._access = self._hints.accessibility()
        self._hints.colorSchemeChanged.connect(self._scheme_changed)
        self._access.contrastPreferenceChanged.connect(self._contrast_changed)
        self._contrast = "normal"

    @property
    def look(self) -> str:
        """The look in use: "light" or "dark"."""
        return current.look

    def wear(self, wanted: Preferences) -> None:
        """Use what a person chose, in the running window."""
        self.apply(wanted.look, wanted.text_percent, contrast=wanted.contrast, rows=wanted.rows)

    def apply(self, choice: str, text_percent: int = 100, *, contrast: str = "normal", rows: str = "standard") -> None:
        """Use a look for the whole application; "system" follows the computer's setting. Text from 90 to 200 %."""
        if choice not in CHOICES:
            message = f"there is no look called {choice}"
            raise ValueError(message)
        self.choice = choice
        self.text_percent = max(90, min(200, text_percent))
        self._contrast, self._rows = contrast, rows
        self._busy = True
        if choice == "system":
            self._hints.unsetColorScheme()
        else:
            self._hints.setColorScheme(_SCHEMES[choice])
        self._busy = False
        self._paint(choice if choice != "system" else self._system_look())

    def _system_look(self) -> str:
        """The computer's look; by the darkness of its palette where it does not say."""
        scheme = self._hints.colorScheme()
        if scheme is Qt.ColorScheme.Unknown:
            window = self._app.style().standardPalette().color(QPalette.ColorRole.Window)
            return "dark" if window.lightness() < 128 else "light"
        return "dark" if scheme is Qt.ColorScheme.Dark else "light"

    def _paint(self, look: str) -> None:
        current.use(look, self.text_percent, more_contrast=self._wants_contrast(), rows=self._rows)
        self._app.setPalette(palette(current))
        self._app.setFont(current.font(13))
        self._app.setStyleSheet(stylesheet(current))
        self.changed.emit(look)

    def _wants_contrast(self) -> bool:
        if self._contrast == "system":
            return self._access.contrastPreference() is Qt.ContrastPreference.HighContrast
        return self._contrast == "more"

    def _contrast_changed(self) -> None:
        if self._contrast == "system" and not self._busy:
            self._paint(self.look)

    def _scheme_changed(self) -> None:
        if self.choice == "system" and not self._busy:
            self._paint(self._system_look())
