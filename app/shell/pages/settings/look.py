"""Look and keys: how the window looks and listens. Every choice applies at once, can be undone and reset."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.kernel import catalogs
from app.kernel.words import _
from app.qt import preferences
from app.qt.buttons import Button, Segmented
from app.qt.editors import Check, Choice
from app.qt.operations import Operations
from app.qt.preferences import Preferences
from app.qt.setting_rows import SettingRow, SettingsSection
from app.qt.telling import tell
from app.qt.tray import has_tray
from app.shell.pages.first_page import choose_start, chosen_start, start_choices
from app.shell.session import Session

SIZES = (90, 100, 110, 125, 150)
USUAL = Preferences()


class LookSection(SettingsSection):
    """The choices of one person on this computer."""

    person_wanted = Signal()

    def __init__(self, operations: Operations, session: Session) -> None:
        """The choices of whoever works in this window."""
        super().__init__(_("Look and keys"))
        self._operations = operations
        self._start = ""
        self._controls: dict[str, tuple[SettingRow, Callable[[Any], object]]] = {}
        self.person_button = Button(_("Switch person\u2026"), icon="user-round")
        self.person_button.clicked.connect(self.person_wanted)
        works = _("{name} works in this window. What is done is recorded under this name.").format(name=session.name)
        self.card(_("This window"), SettingRow(_("Person"), works, self.person_button), self._first_page(session))
        self.card(
            _("Look"),
            self._some(
                "look",
                _("Colors"),
                _("Light or dark, or as the computer has it."),
                [("system", _("System")), ("light", _("Light")), ("dark", _("Dark"))],
            ),
            self._some(
                "text_percent",
                _("Text size"),
                _("Text, rows, icons and buttons grow or shrink together."),
                [(str(size), f"{size} %") for size in SIZES],
                back=int,
            ),
            self._some(
                "rows",
                _("Row height"),
                _("How much air the rows of lists have."),
                [("compact", _("Compact")), ("standard", _("Standard")), ("roomy", _("Roomy"))],
            ),
            self._some(
                "contrast",
                _("Contrast"),
                _("More contrast draws every line and edge and takes soft backgrounds away."),
                [("system", _("System")), ("normal", _("Normal")), ("more", _("More"))],
            ),
            self._some(
                "motion",
                _("Motion"),
                _("With less motion nothing slides."),
                [("system", _("System")), ("normal", _("Normal")), ("less", _("Less"))],
            ),
        )
        self.card(_("Language"), self._language())
        self.card(
            _("Keys"),
            self._tick(
                "letters",
                _("Single letters"),
                _("Letters such as A for approve act in lists. Off, everything is still in the palette."),
                _("Letters act"),
            ),
        )
        if has_tray():
            self.card(
                _("Tray"),
                self._tick(
                    "tray",
                    _("Icon in the tray"),
                    _("Opens the window and logs time from the system\u2019s tray."),
                    _("Show the icon"),
                ),
                self._tick(
                    "close_to_tray",
                    _("Closing the window"),
                    _("With the icon in the tray, closing hides the window; Quit in its menu ends the program."),
                    _("Keep running in the tray"),
                ),
            )
        self._show(preferences.current.now)
        preferences.current.changed.connect(self._show)

    def _some(
        self,
        name: str,
        title: str,
        effect: str,
        choices: list[tuple[str, str]],
        back: Callable[[str], Any] = str,
    ) -> SettingRow:
        control = Segmented(choices, name=title)
        control.setAccessibleDescription(effect)
        row = SettingRow(title, effect, control, reset=lambda: self._choose(name, getattr(USUAL, name), title))
        keys = [key for key, _words in choices]

        def show(value: Any) -> None:
            if str(value) in keys:
                control.blockSignals(True)
                control.choose(str(value))
                control.blockSignals(False)

        control.chosen.connect(lambda key: self._choose(name, back(key), title))
        self._controls[name] = (row, show)
        return row

    def _tick(self, name: str, title: str, effect: str, words: str) -> SettingRow:
        control = Check(words)
        row = SettingRow(title, effect, control, reset=lambda: self._choose(name, getattr(USUAL, name), title))
        control.clicked.connect(lambda on: self._choose(name, on, title))
        self._controls[name] = (row, control.setChecked)
        return row

    def _language(self) -> SettingRow:
        title = _("Language")
        choices = [("", _("The computer\u2019s")), *catalogs.spoken_names()]
        control = Choice(choices, optional=False)
        row = SettingRow(
            title,
            _("The words of the screen. Invoices keep the language of the client."),
            control,
            reset=lambda: self._choose("language", "", title),
        )
        control.activated.connect(lambda _place: self._choose("language", control.read(), title))
        self._controls["language"] = (row, control.write)
        return row

    def _first_page(self, session: Session) -> SettingRow:
        self._start_choice = Choice(start_choices(session.role), optional=False)
        self._start_choice.write("")
        self._start_row = SettingRow(
            _("First page"),
            _("What this window shows when the book is opened, from the next time on."),
            self._start_choice,
            reset=lambda: self._choose_start(""),
        )
        self._start_choice.activated.connect(lambda _place: self._choose_start(self._start_choice.read()))
        return self._start_row

    def refresh(self) -> None:
        """Read which page was chosen to start on."""
        self._operations.read(chosen_start, self._show_start, latest="settings start")

    def _show_start(self, key: str) -> None:
        self._start = key
        self._start_choice.write(key)
        self._start_row.set_changed(bool(key))

    def _choose_start(self, key: str) -> None:
        if key != self._start:
            self._show_start(key)
            words = _("{setting} changed.").format(setting=_("First page"))
            choose_start(self._operations, key, lambda: tell(self, words))

    def _choose(self, name: str, value: Any, title: str) -> None:
        before = getattr(preferences.current.now, name)
        if before == value:
            return
        window = self.window()
        preferences.current.change(**{name: value})
        tell(
            window,
            _("{setting} changed.").format(setting=title),
            lambda: preferences.current.change(**{name: before}),
            redo=lambda: preferences.current.change(**{name: value}),
        )

    def _show(self, now: Preferences) -> None:
        for name, (row, show) in self._controls.items():
            show(getattr(now, name))
            row.set_changed(getattr(now, name) != getattr(USUAL, name))

    def first_focus(self) -> QWidget | None:
        """The first choice, not the button that hands the window over."""
        return None
