"""Settings as rows: what it is called, what it does in one line, the control, and the way back to the usual."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.kernel.words import _
from app.qt.buttons import IconButton
from app.qt.cards import Card
from app.qt.fitting import FitsItsRoom
from app.qt.labels import label, rule
from app.qt.tokens import px


class SettingRow(FitsItsRoom, QWidget):
    """One setting. With `reset`, a button leads back to the usual value while another one is chosen."""

    def __init__(
        self, title: str, effect: str, *controls: QWidget, reset: Callable[[], object] | None = None, words: str = ""
    ) -> None:
        """`words` are found by the search but not shown."""
        super().__init__()
        self.title = title
        self._words = f"{title} {effect} {words}".casefold()
        self.setAccessibleName(title)
        self.effect = label(effect, "muted", wrap=True)
        self.reset_button = IconButton(
            "undo-2", _("Back to the usual: {setting}").format(setting=title), small=True, quiet=True
        )
        self.reset_button.setVisible(False)
        self._can_reset = reset is not None
        kept = self.reset_button.sizePolicy()
        kept.setRetainSizeWhenHidden(self._can_reset)  # the controls of a card stay under each other
        self.reset_button.setSizePolicy(kept)
        if reset is not None:
            self.reset_button.clicked.connect(reset)
        text = QVBoxLayout()
        text.setSpacing(2)
        text.addWidget(label(title, "strong", wrap=True))
        text.addWidget(self.effect)
        side = QHBoxLayout()
        side.setSpacing(8)
        for control in controls:
            side.addWidget(control)
            if not control.accessibleName():
                control.setAccessibleName(title)
            if not control.accessibleDescription():
                control.setAccessibleDescription(effect)
        side.addWidget(self.reset_button)
        self._holder = QWidget()
        self._holder.setLayout(side)
        side.setContentsMargins(0, 0, 0, 0)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 8, 0, 8)
        self._row.setSpacing(12)
        self._row.addLayout(text, 1)
        self._row.addWidget(self._holder)
        self._holder.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        self._holder.setVisible(bool(controls))

    def set_changed(self, changed: bool) -> None:
        """Whether another value than the usual one is chosen."""
        self.reset_button.setVisible(self._can_reset and changed)
        self._fit()

    def set_effect(self, text: str) -> None:
        """Say something else under the title."""
        self.effect.setText(text)

    def matches(self, text: str) -> bool:
        """Whether all words searched for stand in the row."""
        return all(word in self._words for word in text.casefold().split())

    def _fit(self) -> None:
        """Beside its words where there is room, else under them."""
        wide = self.width() >= self._holder.sizeHint().width() + px(230)
        wanted = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._row.direction() != wanted:
            self._row.setDirection(wanted)


class SettingsSection(QWidget):
    """A place of the settings: cards of rows under a heading."""

    filled = Signal()
    """Rows came or went."""

    def __init__(self, title: str) -> None:
        """An empty section."""
        super().__init__()
        self.title = title
        self.setAccessibleName(title)
        self.rows: list[SettingRow] = []
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 4, 12)
        self.body.setSpacing(12)
        self.heading = label(title, "title")
        self.body.addWidget(self.heading)
        self.content = QVBoxLayout()
        self.content.setSpacing(12)
        self.body.addLayout(self.content)
        self.body.addStretch(1)

    def card(self, title: str, *rows: SettingRow) -> Card:
        """A card of rows with hairlines between them."""
        card = Card(title)
        card.body.setSpacing(0)
        for place, row in enumerate(rows):
            if place:
                card.body.addWidget(rule())
            card.body.addWidget(row)
        self.rows.extend(rows)
        self.content.addWidget(card)
        return card

    def refresh(self) -> None:
        """Read again what stands here."""

    def open_record(self, record: int) -> None:
        """Show one record, where the section lists records."""

    def first_focus(self) -> QWidget | None:
        """Where the keyboard starts; None for the first control."""
        return None

    def search(self, text: str) -> int:
        """Show only rows with these words; how many there are. The section's own title stands for all of them."""
        everything = not text or all(word in self.title.casefold() for word in text.casefold().split())
        found = 0
        for row in self.rows:
            fits = everything or row.matches(text)
            row.setVisible(fits)
            found += fits
        return found or int(everything)
