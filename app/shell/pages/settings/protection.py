"""Protection: what opens the book, here and elsewhere. Each row says what it is good for and what it costs to lose."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.firm.domain import key_act_name
from app.firm.queries import KeyChangeRow, key_changes
from app.kernel.clock import local_date
from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.buttons import Button
from app.qt.coming import in_next_turn
from app.qt.dialogs import ConfirmDialog
from app.qt.notices import Banner
from app.qt.operations import Operations
from app.qt.setting_rows import SettingRow
from app.qt.telling import tell
from app.shell.key_dialogs import CodeDialog, PassphraseDialog
from app.shell.keys import Keys, ProtectionRow, SlotRow
from app.shell.pages.settings.office import OfficeSection
from app.shell.session import Session

ACTS = 5
"""Of what was done with the keys, the newest: the command line lists all."""


class ProtectionSection(OfficeSection):
    """Read when it is seen, and again after each act."""

    rekey_wanted = Signal(bool)
    """Other keys for the book, which is encrypted or not yet."""

    way_added = Signal()
    """The book opens without its code from now on."""

    def __init__(self, operations: Operations, session: Session, keys: Callable[[], Keys] | None) -> None:
        """`keys` answers for the keys of the open book."""
        super().__init__(_("Protection"), operations, session)
        self._keys = keys
        self.banner = Banner()
        self.body.insertWidget(1, self.banner)
        self.row = ProtectionRow(encrypted=False)

    def refresh(self) -> None:
        """Ask what opens the book."""
        if self._keys is None or self.session.shared:
            self._show_shared()
            return
        keys, place = self._keys(), self.session.place
        self.operations.background(
            lambda _progress: keys.protection(place), self._show, failed=self.banner.show_problem
        )

    def _show_shared(self) -> None:
        self.clear()
        self.card(
            "",
            SettingRow(
                _("A shared database"),
                _(
                    "Whoever runs the server protects it and its disks: the database is not encrypted by Watertight,"
                    " nor are its backups. How those stand is told under Backups."
                ),
            ),
        )

    def _show(self, row: ProtectionRow) -> None:
        self.row = row
        here: QWidget | None = self.window().focusWidget()
        stood = next((one for one in self.rows if here is not None and one.isAncestorOf(here)), None)
        said = here.accessibleName() if here is not None else ""
        self.clear()
        if row.encrypted:
            self.card("", *self._state(), self._code())
            self.card(_("What opens it besides the code"), self._here(), self._words(), *self._others())
            self.operations.read(key_changes, self._show_acts, latest=(self, "acts"), most=ACTS)
        else:
            self.card("", self._plain())
        self.filled.emit()
        if stood is not None:
            in_next_turn(self, partial(self._stay, stood.title, said))  # what is not seen yet takes no keyboard

    def _show_acts(self, acts: list[KeyChangeRow]) -> None:
        """What was done with the keys, so that what nobody of the firm did is seen."""
        if not acts or not self.row.encrypted:
            return
        zone = self.session.formats.zone
        rows = [
            SettingRow(
                key_act_name(one.act),
                _("{day}, {person}, {where}").format(
                    day=self.session.formats.date(local_date(one.at, zone)), person=one.person, where=one.label
                ),
            )
            for one in acts
        ]
        self.card(_("What was done with the keys"), *rows)
        self.filled.emit()

    def _stay(self, title: str, said: str) -> None:
        """The rows are new ones: the keyboard stays on the button that says the same, else in its row."""
        shown = [(row, one) for row in self.rows for one in row.findChildren(Button) if not one.isHidden()]
        same = [one for _row, one in shown if one.accessibleName() == said]
        beside = [one for row, one in shown if row.title == title]
        for button in (same or beside or [one for _row, one in shown])[:1]:
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------------ rows

    def _plain(self) -> SettingRow:
        words = _("Whoever has the file, a copy of it or this computer\u2019s disk can read it without any key.")
        if self.session.is_demo:
            return SettingRow(_("Not encrypted"), _("The demo is a copy for everybody to read."))
        self.encrypt_button = Button(_("Encrypt the book\u2026"), icon="lock")
        self.encrypt_button.clicked.connect(lambda: self.rekey_wanted.emit(False))
        return SettingRow(_("Not encrypted"), words, self.encrypt_button)

    def _state(self) -> list[SettingRow]:
        found = [
            SettingRow(
                _("Encrypted"),
                _("The file tells nothing without one of the keys below, and a changed byte in it is noticed at once."),
            )
        ]
        if self.row.trouble is not None:
            found.append(
                SettingRow(
                    _("Key file"),
                    _("{problem} Remember the key here or set a passphrase: a new key file is made.").format(
                        problem=self.row.trouble.message
                    ),
                )
            )
        return found

    def _code(self) -> SettingRow:
        self.code_button = Button(_("Show\u2026"), icon="eye")
        self.code_button.setAccessibleName(_("Show the recovery code"))
        self.code_button.clicked.connect(self._ask_code)
        self.renew_button = Button(_("Renew\u2026"), icon="refresh-cw")
        self.renew_button.setAccessibleName(_("Renew the recovery code"))
        self.renew_button.clicked.connect(lambda: self.rekey_wanted.emit(True))
        return SettingRow(
            _("Recovery code"),
            _(
                "Opens the book on any computer. Keep it on paper, away from the book. "
                "Renew it when somebody may have seen it who should not."
            ),
            self.code_button,
            self.renew_button,
        )

    def _here(self) -> SettingRow:
        here = self.row.here
        if here is not None:
            self.here_button = Button(_("Forget"))
            self.here_button.setAccessibleName(_("Forget the key on this computer"))
            self.here_button.clicked.connect(partial(self._forget, here))
            words = _("In the keyring of this account since {day}: the book opens here without asking.")
            return SettingRow(_("This computer"), words.format(day=self._day(here)), self.here_button)
        if not self.row.can_remember:
            return SettingRow(_("This computer"), _("It has no keyring that keeps keys safely: the book asks."))
        self.here_button = Button(_("Remember"))
        self.here_button.setAccessibleName(_("Remember the key on this computer"))
        self.here_button.clicked.connect(partial(self._remember, ""))
        return SettingRow(
            _("This computer"), _("The book asks here each time. A keyring could keep its key."), self.here_button
        )

    def _words(self) -> SettingRow:
        slot = self.row.passphrase
        self.words_button = Button(_("Change\u2026") if slot is not None else _("Set\u2026"))
        self.words_button.setAccessibleName(_("Change the passphrase") if slot is not None else _("Set a passphrase"))
        self.words_button.clicked.connect(self._ask_words)
        if slot is None:
            words = _("None. It would open the book wherever its key file lies beside it.")
            return SettingRow(_("Passphrase"), words, self.words_button)
        self.no_words_button = Button(_("Remove\u2026"))
        self.no_words_button.setAccessibleName(_("Remove the passphrase"))
        self.no_words_button.clicked.connect(partial(self._ask_remove, slot))
        words = _("Set on {day} at {label}. It opens the book wherever the key file lies beside it.")
        words = words.format(day=self._day(slot), label=slot.label)
        return SettingRow(_("Passphrase"), words, self.words_button, self.no_words_button)

    def _day(self, slot: SlotRow) -> str:
        """The day a key was made, where the reader is."""
        formats = self.session.formats
        try:
            return formats.date(local_date(datetime.fromisoformat(slot.made), formats.zone))
        except ValueError:
            return _("an unknown day")

    def _others(self) -> list[SettingRow]:
        found = []
        for slot in self.row.slots:
            if slot.by_passphrase or slot.here:
                continue
            button = Button(_("Remove\u2026"))
            button.setAccessibleName(_("Remove: {what}").format(what=slot.label))
            button.clicked.connect(partial(self._ask_remove, slot))
            words = _("In the keyring there since {day}.").format(day=self._day(slot))
            found.append(SettingRow(slot.label, words, button))
        return found

    # ------------------------------------------------------------------ acts

    def _ask_code(self) -> None:
        if self._keys is not None:
            CodeDialog(
                self.operations,
                self._keys(),
                self.session.formats,
                place=self.session.place,
                asks=self.row.passphrase is not None,
                parent=self,
            ).open()

    def _ask_words(self) -> None:
        if self._keys is None:
            return
        dialog = PassphraseDialog(
            self.operations,
            self._keys(),
            self.session.formats,
            renews=self.row.passphrase is not None,
            parent=self,
        )
        dialog.chosen.connect(self.way_added)
        dialog.chosen.connect(lambda: self._done(_("The passphrase opens the book from now on.")))
        dialog.open()

    def _remember(self, then: str = "", _checked: bool = False) -> None:
        if self._keys is not None:
            keys = self._keys()
            said = then or _("This computer opens the book without asking.")
            self._act(keys.remember, said, added=True)

    def _forget(self, slot: SlotRow, _checked: bool = False) -> None:
        if self._keys is not None:
            keys = self._keys()
            self._act(
                partial(keys.remove, slot.id),
                _("This computer forgot the key; the book asks from now on."),
                lambda: self._remember(_("This computer remembers the key again.")),
            )

    def _ask_remove(self, slot: SlotRow, _checked: bool = False) -> None:
        if self._keys is None:
            return
        left = [one for one in self.row.slots if one is not slot]
        text = _("Whoever kept a copy of the key file keeps that way into a copy of the book.")
        if not left:
            text = _(
                "Then only the recovery code opens this book. "
                "Whoever kept a copy of the key file keeps that way into a copy of the book."
            )
        title = _("Remove the passphrase?") if slot.by_passphrase else _("Remove {what}?").format(what=slot.label)
        dialog = ConfirmDialog(title, text, _("Remove"), parent=self)
        keys = self._keys()
        dialog.confirmed.connect(lambda: self._act(partial(keys.remove, slot.id), _("It no longer opens this book.")))
        dialog.open()

    def _act(
        self,
        act: Callable[[], Problem | None],
        said: str,
        undo: Callable[[], object] | None = None,
        *,
        added: bool = False,
    ) -> None:
        """What an act leaves to be done is told in place of what it has done."""

        def show(left: Problem | None) -> None:
            if left is None:
                if added:
                    self.way_added.emit()
                self._done(said, undo)
            else:
                self._refused(left)

        self.operations.background(lambda _progress: act(), show, failed=self._refused)

    def _done(self, said: str, undo: Callable[[], object] | None = None) -> None:
        self.banner.clear()
        tell(self, said, undo)
        self.refresh()

    def _refused(self, problem: Problem) -> None:
        self.banner.show_problem(problem)
        self.refresh()
