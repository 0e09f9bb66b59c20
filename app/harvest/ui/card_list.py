"""The list of cards: one is current; J, K and the arrows move, A adds, Enter changes, Del is not work."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app.harvest.ui.cards import EventCard
from app.qt.accessible import Role
from app.qt.labels import announce
from app.qt.preferences import letters_on

NEXT = {Qt.Key.Key_J, Qt.Key.Key_Down}
BEFORE = {Qt.Key.Key_K, Qt.Key.Key_Up}
ACTIONS = {
    Qt.Key.Key_A: "add",
    Qt.Key.Key_Return: "change",
    Qt.Key.Key_Enter: "change",
    Qt.Key.Key_Delete: "dismiss",
    Qt.Key.Key_Backspace: "dismiss",
}


class CardList(QWidget):
    """Cards under each other. It keeps its place and the keyboard when cards come and go."""

    accessible_role = Role.List

    moved_to = Signal(object)

    def __init__(self, name: str) -> None:
        """An empty list."""
        super().__init__()
        self._name = name
        self._cards: list[EventCard] = []
        self._current = 0
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ownFocus", True)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)

    def set_cards(self, cards: Sequence[EventCard]) -> None:
        """Show other cards; the current one stays if it is still there, else the next takes its place."""
        focus = QApplication.focusWidget()
        had_focus = focus is not None and (focus is self or self.isAncestorOf(focus))
        key = self.current.key if self.current is not None else None
        for card in self._cards:
            self._box.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = list(cards)
        for index, card in enumerate(self._cards):
            card.entered.connect(partial(self._enter, index))
            self._box.addWidget(card)
            card.show()
        keys = [card.key for card in self._cards]
        self._current = keys.index(key) if key in keys else min(self._current, max(len(keys) - 1, 0))
        if had_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._mark()

    def cards(self) -> list[EventCard]:
        """The cards shown."""
        return list(self._cards)

    @property
    def current(self) -> EventCard | None:
        """The card the keys work on."""
        return self._cards[self._current] if self._current < len(self._cards) else None

    def select(self, key: int) -> None:
        """Make the card of a suggestion the current one."""
        for index, card in enumerate(self._cards):
            if card.key == key:
                self._enter(index)

    def act(self, action: str) -> bool:
        """Do what a key means on the current card; False when that card cannot."""
        card = self.current
        if card is None or action not in card.verbs:
            return False
        card.verbs[action]()
        return True

    def _enter(self, index: int) -> None:
        if index != self._current and 0 <= index < len(self._cards):
            self._current = index
            self._mark()
            self.moved_to.emit(self._cards[index])

    def _mark(self) -> None:
        for index, card in enumerate(self._cards):
            card.set_current(index == self._current, focused=self.hasFocus())
        current = self.current
        self.setAccessibleName(self._name if current is None else current.accessibleName())
        announce(self)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._mark()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._mark()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        plain = plain and (letters_on() or not event.text().strip().isalpha())
        if plain and key in NEXT | BEFORE and self._cards:
            self._enter(min(max(self._current + (1 if key in NEXT else -1), 0), len(self._cards) - 1))
        elif not (plain and key in ACTIONS and self.act(ACTIONS[key])):
            super().keyPressEvent(event)
