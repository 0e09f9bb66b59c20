"""The filter of a long list: its texts are made beforehand, some rows at a time, while nothing else is to be done.

Who filters before they are made waits for them without a block: what is shown stays until then, letters are taken as
ever, and what was typed last is what is filtered by. A short list is filtered at once.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from app.qt.record_model import RecordModel

SOME, AT_ONCE = 200, 50
"""Longer lists make the texts of their filter beforehand, so many rows at a time: some milliseconds."""
MANY = 1_000
"""Longer lists wait for their texts; those of shorter ones are made at once if somebody is that quick."""
LONG = 150
"""Milliseconds after which it is said that a filter is on its way."""


class Filtering(QObject):
    """Makes the texts and carries out the filter that waits for them: `carried_out`. When that takes long: `slow`."""

    carried_out = Signal()
    slow = Signal(bool)

    def __init__(self, model: RecordModel, carry_out: Callable[[str], object], parent: QObject) -> None:
        """`carry_out` filters now, by texts that are made or soon made."""
        super().__init__(parent)
        self._model = model
        self._carry_out = carry_out
        self._wanted: str | None = None
        self._said = False
        self._preparing = QTimer(self, interval=1)
        self._preparing.timeout.connect(self._prepare)
        self._long = QTimer(self, singleShot=True, interval=LONG)
        self._long.timeout.connect(lambda: self._say(True))

    @property
    def waits(self) -> bool:
        """Whether a filter has been asked for that is not carried out yet."""
        return self._wanted is not None

    def rows_came(self) -> None:
        """Get a long list ready for its filter."""
        if len(self._model.given) > SOME:
            self._preparing.start()

    def ask(self, text: str) -> None:
        """Filter: at once where that takes no time, else as soon as the texts are made."""
        if text.strip() and len(self._model.given) > MANY and not self._model.prepare(0):
            self._wanted = text
            self._preparing.start()
            if not self._said and not self._long.isActive():
                self._long.start()
            return
        self._wanted = None
        self._over()
        self._carry_out(text)

    def _prepare(self) -> None:
        if not self._model.prepare(AT_ONCE):
            return
        self._preparing.stop()
        text, self._wanted = self._wanted, None
        if text is not None:
            self._over()
            self._carry_out(text)
            self.carried_out.emit()

    def _over(self) -> None:
        self._long.stop()
        self._say(False)

    def _say(self, slow: bool) -> None:
        if slow != self._said:
            self._said = slow
            self.slow.emit(slow)
