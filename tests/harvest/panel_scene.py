"""What tests of the panel beside the week share: typing in it and looking at its cards."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.harvest.ui import SuggestionPanel
from app.harvest.ui.cards import EventCard, NewsCard, SuggestionCard
from app.kernel.formats import Formats
from app.qt.buttons import Button
from app.timesheets.queries import EntryRow, entries
from tests.samples.harvest import Event, Workplace

FORMATS = Formats("en-GB", "Europe/London")


def wait_for(place: Workplace, panel: SuggestionPanel, *events: Event) -> None:
    """A calendar was read; the panel shows it."""
    place.take(*events)
    panel.refresh()


def press(qtbot: QtBot, panel: SuggestionPanel, *keys: Qt.Key) -> None:
    """Keys typed into the list."""
    panel.cards.setFocus(Qt.FocusReason.TabFocusReason)
    for key in keys:
        QTest.keyClick(panel.cards, key)


def titles(panel: SuggestionPanel) -> list[str]:
    """The titles on the cards; news first."""
    return [card.row.title for card in panel.cards.cards() if isinstance(card, SuggestionCard | NewsCard)]


def current(panel: SuggestionPanel) -> EventCard:
    """The marked card."""
    (card,) = [card for card in panel.cards.cards() if card.is_current]
    return card


def logged(place: Workplace) -> list[EntryRow]:
    """Priya's time."""
    return place.office.book.read(entries, person_id=place.office.people["PR"])


def button(panel: SuggestionPanel, text: str) -> Button:
    """The one visible button with these words."""
    (found,) = [one for one in panel.findChildren(Button) if one.words() == text and one.isVisible()]
    return found
