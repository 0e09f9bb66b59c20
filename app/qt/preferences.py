"""Preferences: how this person wants the window to look and to listen. Kept on this computer."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from app.qt import memory

LOOKS = ("system", "light", "dark")
CONTRASTS = ("system", "normal", "more")
MOTIONS = ("system", "normal", "less")
ROWS = ("compact", "standard", "roomy")
LEAST_TEXT, MOST_TEXT = 90, 150
MOTION_MS = 120
_ALLOWED = {"look": LOOKS, "contrast": CONTRASTS, "motion": MOTIONS, "rows": ROWS}


@dataclass(frozen=True, slots=True)
class Preferences:
    """Every choice of Settings, Look and keys. `language` is "" for the computer's own."""

    look: str = "system"
    text_percent: int = 100
    contrast: str = "system"
    motion: str = "system"
    rows: str = "standard"
    letters: bool = True
    language: str = ""
    tray: bool = False
    close_to_tray: bool = False

    @classmethod
    def kept(cls) -> Preferences:
        """What was chosen last; a value that is no longer known falls back to the default."""
        known: dict[str, Any] = memory.recall("preferences", {})
        given: dict[str, Any] = {}
        for field in fields(cls):
            value = known.get(field.name)
            if type(value) is type(field.default) and value in _ALLOWED.get(field.name, (value,)):
                given[field.name] = value
        if "text_percent" in given:
            given["text_percent"] = min(MOST_TEXT, max(LEAST_TEXT, given["text_percent"]))
        return cls(**given)


class Holder(QObject):
    """The preferences in use, and the news that they changed."""

    changed = Signal(object)

    def __init__(self) -> None:
        """The defaults, until `load`."""
        super().__init__()
        self.now = Preferences()

    def load(self) -> Preferences:
        """Take what was kept; called once at start."""
        self.now = Preferences.kept()
        return self.now

    def change(self, **choices: Any) -> None:
        """Change some of them at once and keep them; ValueError for a choice that does not exist."""
        for name, value in choices.items():
            if value not in _ALLOWED.get(name, (value,)):
                message = f"{name} cannot be {value}"
                raise ValueError(message)
        wanted = replace(self.now, **choices)
        if wanted != self.now:
            self.now = wanted
            memory.keep("preferences", asdict(wanted))
            self.changed.emit(wanted)


current = Holder()
"""The one set of preferences of the process."""


def motion_ms() -> int:
    """How long a drawer or the undo bar moves: 120 ms, or not at all with less motion."""
    if current.now.motion == "system":
        return MOTION_MS if QApplication.isEffectEnabled(Qt.UIEffect.UI_General) else 0
    return MOTION_MS if current.now.motion == "normal" else 0


def letters_on() -> bool:
    """Whether single letters act in lists and grids (WCAG 2.1.4)."""
    return current.now.letters
