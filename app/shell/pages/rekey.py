"""A book that is there gets a new recovery code: a plain one is encrypted, an encrypted one shuts out older keys."""

from __future__ import annotations

from PySide6.QtCore import Signal

from app.kernel.words import _
from app.qt.operations import Operations
from app.shell.keys import Keys, NewKeys
from app.shell.pages.new_book.code import CodeStep
from app.shell.pages.new_book.protection import ProtectionStep
from app.shell.pages.new_book.steps_page import StepsPage


class RekeyPage(StepsPage):
    """`made` carries the new keys; the desk closes the book, writes it anew and opens it again."""

    made = Signal(object)

    def __init__(self, operations: Operations, keys: Keys, *, place: str, encrypted: bool) -> None:
        """`encrypted` is what the book is now."""
        self._place = place
        if encrypted:
            words = _(
                "The old code, the old passphrase and all remembered keys no longer open the book. "
                "Say what shall open it instead."
            )
        else:
            words = _("The book is written anew, encrypted, and compared with what it was. Say what shall open it.")
        self.protection_step = ProtectionStep(operations, keys, words=words)
        code_words = _(
            "It opens the book on any computer when this one is lost, broken or new, and when a passphrase is "
            "forgotten. Nobody can bring it back for you. It counts as soon as the book is written anew."
        )
        self.code_step = CodeStep(operations, keys, lambda: place, code_words)
        super().__init__(
            _("A new recovery code") if encrypted else _("Encrypt the book"),
            (self.protection_step, self.code_step),
            verb=_("Renew the code") if encrypted else _("Encrypt the book"),
            doing=_("Writing the book anew\u2026"),
        )

    def finish(self) -> None:
        """Everything was asked for: write the book anew."""
        root = self.code_step.root
        if root is not None:
            self.made.emit(
                NewKeys(
                    place=self._place,
                    root=root,
                    passphrase=self.protection_step.passphrase.text(),
                    remember=self.protection_step.remembers,
                )
            )
