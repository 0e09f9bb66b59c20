"""What was typed and not saved when a window was lost: each form with what stands in it, to go on with or not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.kernel.clock import local_date
from app.kernel.formats import Formats
from app.kernel.typed import LeftTyped
from app.kernel.words import _, ngettext
from app.qt.buttons import Button
from app.qt.cards import Card, Empty, EmptyState
from app.qt.keeping import Keeper
from app.qt.labels import label
from app.qt.page import Page
from app.qt.telling import tell
from app.qt.tokens import px

if TYPE_CHECKING:
    from app.shell.typed import TypedDesk

WIDTH = 760
MOST = 8
"""Fields of a form that are shown; the form itself shows them all."""
LONGEST = 400
"""Characters of a field that are shown."""


class LeftCard(Card):
    """One form that was lost with its window."""

    def __init__(self, left: LeftTyped, formats: Formats, *, first: bool) -> None:
        """Its title, when it was typed in last, and the first words of what was typed."""
        typed = left.typed
        at = left.touched_at
        when = _("typed on {day}, {time}").format(day=formats.date(local_date(at, formats.zone)), time=formats.time(at))
        super().__init__(typed.title, when)
        self.left = left
        self.on_button = Button(_("Go on with it"), icon="pencil-line", primary=first)
        self.away_button = Button(_("Throw away"), icon="trash-2")
        for button, text in (
            (self.on_button, _("Go on with {form}").format(form=typed.title)),
            (self.away_button, _("Throw away {form}").format(form=typed.title)),
        ):
            button.setAccessibleName(text)
        for name, text in typed.shown[:MOST]:
            self.body.addWidget(_typed(name, text))
        more = len(typed.shown) - MOST
        if more > 0:
            words = ngettext("and {n} more field", "and {n} more fields", more)
            self.body.addWidget(label(words, "hint"))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.on_button)
        row.addWidget(self.away_button)
        row.addStretch(1)
        self.body.addSpacing(4)
        self.body.addLayout(row)


def _typed(name: str, text: str) -> QWidget:
    shown = text if len(text) <= LONGEST else f"{text[:LONGEST]}\u2026"
    line = QWidget()
    row = QVBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(2)
    row.addWidget(label(name, "caption"))
    row.addWidget(label(shown, wrap=True, selectable=True))
    return line


class TypedPage(Page):
    """Lists what was left. `chosen` carries the one that is gone on with."""

    chosen = Signal(object)
    seen = Signal()

    def __init__(self, formats: Formats, keeper: Callable[[], Keeper | None]) -> None:
        """An empty page; it asks the window's keeper when it is shown."""
        super().__init__(_("Not saved yet"))
        self._formats = formats
        self._keeper = keeper
        self.cards: list[LeftCard] = []
        words = _("What was typed when a window was lost. Nothing of it was saved; it goes on where it stopped.")
        self.header(self.title)
        self.words = label(words, "second", wrap=True)
        self._column = QWidget()
        self._rows = QVBoxLayout(self._column)
        self._rows.setContentsMargins(0, 0, 0, 12)
        self._rows.setSpacing(12)
        self._column.setMaximumWidth(px(WIDTH))
        self.empty = EmptyState(Empty("check", _("Nothing waits here: all that was typed is saved or thrown away.")))
        inside = QWidget()
        inside.setObjectName("inside")
        line = QHBoxLayout(inside)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._column, 1000)
        line.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidget(inside)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.addWidget(self.words)
        self.body.addWidget(self._area, 1)
        self.body.addWidget(self.empty, 1)
        self.empty.hide()

    def showEvent(self, event: object) -> None:
        """What was saved meanwhile stands here no longer."""
        self.stale = True
        super().showEvent(event)  # type: ignore[arg-type]
        self.seen.emit()

    def _desk(self) -> TypedDesk | None:
        return cast("TypedDesk | None", self._keeper())

    def refresh(self) -> None:
        """Ask what was left."""
        keeper = self._desk()
        if keeper is None:
            self._show([])
        else:
            keeper.left(self._show)

    def _show(self, left: Sequence[LeftTyped]) -> None:
        for card in self.cards:
            self._rows.removeWidget(card)
            card.hide()
            card.deleteLater()
        while self._rows.count():
            self._rows.takeAt(0)
        self.cards = [LeftCard(one, self._formats, first=one is left[0]) for one in left]
        for card in self.cards:
            card.on_button.clicked.connect(partial(self.chosen.emit, card.left))
            card.away_button.clicked.connect(partial(self._throw_away, card))
            self._rows.addWidget(card)
        self._rows.addStretch(1)
        for shown, widget in ((left, self._area), (left, self.words), (not left, self.empty)):
            widget.setVisible(bool(shown))
        if self.cards and self.isActiveWindow():
            self.cards[0].on_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.described.emit()

    def _throw_away(self, card: LeftCard) -> None:
        keeper = self._desk()
        if keeper is None:
            return
        left = card.left
        keeper.throw_away([left.typed.key])
        self._show([one.left for one in self.cards if one is not card])

        def back() -> None:
            keeper.keep(left.typed)
            self.refresh()

        tell(self, _("Thrown away: {form}").format(form=left.typed.title), back)

    def first_focus(self) -> QWidget | None:
        """The first form."""
        return self.cards[0].on_button if self.cards else None

    def regions(self) -> list[QWidget]:
        """The forms."""
        return [self._area] if self.cards else [self]
