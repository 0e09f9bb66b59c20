"""Step two: whether the book is encrypted, and what opens it on this computer."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.kernel.words import _
from app.qt.buttons import Segmented
from app.qt.editors import Check
from app.qt.labels import label
from app.qt.operations import Operations
from app.shell.keys import Keys
from app.shell.pages.new_book.step import Step
from app.shell.passphrase import NewPassphrase, line_of

ENCRYPTED, PLAIN = "encrypted", "plain"


class ProtectionStep(Step):
    """Encrypted unless somebody says otherwise, and says that they know what it means."""

    chosen = Signal()

    def __init__(self, operations: Operations, keys: Keys, *, words: str = "") -> None:
        """Whether this computer can remember a key is asked behind the window.

        With `words` of its own the step is about a book that will be encrypted in any case.
        """
        super().__init__(
            _("Protection"),
            _("What shall open the book?") if words else _("Who can read the book?"),
            words or _("An encrypted file tells a thief nothing, and a changed byte in it is noticed at once."),
        )
        self._operations = operations
        self._keys = keys
        self.way = Segmented(
            [(ENCRYPTED, _("Encrypted"), "ok"), (PLAIN, _("Not encrypted"), "warn")], name=_("Protection")
        )
        self.remember = Check(_("Remember the key on this computer"))
        self._remember_words = label("", "muted", wrap=True)
        self.passphrase = NewPassphrase()
        self._encrypted = QWidget()
        self._plain = QWidget()
        self.understood = Check(_("I know that anybody who gets the file can read it"))
        self._plain_error = label("", "error", wrap=True)
        self._build()
        self.way.chosen.connect(self._show)
        self._show(ENCRYPTED)
        self.way.setVisible(not words)
        self.remember.setVisible(False)
        self._remember_words.setText(_("Looking for a keyring\u2026"))
        operations.background(lambda _progress: keys.can_remember(), self._can)

    def _build(self) -> None:
        self.box.addWidget(self.way, 0, Qt.AlignmentFlag.AlignLeft)
        inside = _column(self._encrypted)
        inside.addWidget(self.remember)
        inside.addWidget(self._remember_words)
        inside.addSpacing(4)
        inside.addWidget(label(_("Passphrase, if you want one"), "section"))
        inside.addWidget(
            label(
                _("It opens the book where the key is not remembered. The recovery code of the next step always does."),
                "muted",
                wrap=True,
            )
        )
        inside.addWidget(self.passphrase)
        plain = _column(self._plain)
        plain.addWidget(
            label(
                _(
                    "Whoever has the file, a copy of it or this computer\u2019s disk reads names, rates, invoices and "
                    "bank details without any key. Damage to the file is noticed late or never. "
                    "You can encrypt the book later in the settings."
                ),
                "second",
                wrap=True,
            )
        )
        plain.addWidget(self.understood)
        plain.addWidget(self._plain_error)
        self.box.addWidget(self._encrypted)
        self.box.addWidget(self._plain)
        self.box.addStretch(1)
        self.understood.toggled.connect(lambda: self._plain_error.setText(""))

    def _can(self, can: bool) -> None:
        self.remember.setVisible(can)
        self.remember.setChecked(can)
        if can:
            words = _("Kept in the keyring of your account: the book opens here without asking, and nowhere else.")
        else:
            words = _(
                "This computer has no keyring that keeps keys safely. Without a passphrase the book asks for its "
                "recovery code each time."
            )
        self._remember_words.setText(words)

    @property
    def encrypted(self) -> bool:
        """Whether the book is to be encrypted."""
        return self.way.current == ENCRYPTED

    @property
    def remembers(self) -> bool:
        """Whether this computer is to keep the key."""
        return self.encrypted and self.remember.isVisibleTo(self) and self.remember.isChecked()

    def _show(self, way: str) -> None:
        self._encrypted.setVisible(way == ENCRYPTED)
        self._plain.setVisible(way == PLAIN)
        self.chosen.emit()

    def finish(self) -> None:
        """Two equal passphrases or none; a plain book only knowingly."""
        if self.encrypted:
            if self.passphrase.check():
                self.ready.emit()
        elif self.understood.isChecked():
            self.ready.emit()
        else:
            self._plain_error.setText(_("Tick this to go on without encryption."))
            self.understood.setFocus(Qt.FocusReason.OtherFocusReason)

    def left(self) -> None:
        """What was typed is hidden again."""
        self.passphrase.show_box.setChecked(False)

    def first_focus(self) -> QWidget:
        """What is ticked for most, else the passphrase."""
        return self.remember if self.remember.isVisibleTo(self) else line_of(self.passphrase.first)


def _column(widget: QWidget) -> QVBoxLayout:
    box = QVBoxLayout(widget)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(8)
    return box
