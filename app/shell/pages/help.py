"""Help: a list of short pages at the left, the page at the right, a search over all of them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.kernel.words import _
from app.qt.cards import Card
from app.qt.help_text import topics
from app.qt.help_view import HelpView
from app.qt.page import Page
from app.qt.place_list import PlaceList
from app.qt.tokens import px
from app.shell import areas

MOST_WIDTH = 760
TOPICS = {
    areas.WELCOME: "first-steps",
    areas.NEW_BOOK: "first-steps",
    areas.BRING_IN: "opening",
    areas.UNLOCK: "protection",
    areas.NOT_OPENED: "book",
    areas.RESTORE: "backups",
    areas.REKEY: "protection",
    areas.START: "first-steps",
    areas.WEEK: "week",
    areas.CLIENTS: "clients",
    areas.ENGAGEMENTS: "engagements",
    areas.ENGAGEMENT: "engagements",
    areas.TIME: "engagements",
    areas.APPROVALS: "approving",
    areas.BILLING: "billing",
    areas.INVOICES: "invoices",
    areas.PREVIEW: "billing",
    areas.INVOICE: "invoices",
    areas.COLLECTIONS: "collections",
    areas.CHECK: "book",
    areas.SETTINGS: "settings",
}
"""The page that F1 opens on an area."""


class HelpPage(Page):
    """Shows one topic; F1 on any screen opens the one about it."""

    left = Signal()

    def __init__(self) -> None:
        """Starts with the first steps."""
        super().__init__(_("Help"))
        self.topics = {topic.key: topic for topic in topics()}
        self.current_topic = ""
        self.places = PlaceList(
            _("Help pages"),
            _("Search the help"),
            _("No page has these words."),
            [(topic.key, topic.title, "circle-help") for topic in self.topics.values()],
        )
        self.search = self.places.search
        self.places.chosen.connect(self.show_topic)
        self.places.searched.connect(self._searched)
        self.view = HelpView(_("Help"))
        self.view.topic_asked.connect(self.show_topic)
        card = Card()
        card.body.addWidget(self.view)
        card.setMaximumWidth(px(MOST_WIDTH))
        self._card = card
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(self.places)
        row.addWidget(card, 10)
        row.addStretch(1)
        self.body.addLayout(row, 1)
        find = QShortcut(QKeySequence("Ctrl+F"), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self.places.ask)
        self.show_topic("first-steps")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._card.setMaximumWidth(px(MOST_WIDTH))

    def show_topic(self, key: str) -> None:
        """Show a page; nothing happens for one that does not exist."""
        topic = self.topics.get(key)
        if topic is None:
            return
        self.current_topic = key
        self.places.mark(key)
        self.view.show_text(topic.text)
        self.view.setAccessibleName(topic.title)
        if self.search.text().strip():
            self.view.find_words(self.search.text())
        self.described.emit()

    def open(self, argument: object) -> None:
        """A page by its name."""
        if isinstance(argument, str):
            self.search.clear()
            self.show_topic(argument)

    def whereabouts(self) -> object:
        """The page of the help."""
        return self.current_topic

    def return_to(self, place: object) -> None:
        """The same page of the help."""
        self.open(place)

    def _searched(self, text: str) -> None:
        found = [key for key, topic in self.topics.items() if topic.has(text)]
        self.places.show_only(found)
        if found:
            self.show_topic(self.current_topic if self.current_topic in found else found[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to where the help was asked for."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def breadcrumb(self) -> tuple[str, ...]:
        """Help, and the page."""
        return (_("Help"), self.topics[self.current_topic].title)

    def keys(self) -> list[tuple[str, str]]:
        """How to search and how to leave."""
        return [("Ctrl+F", _("search the help")), ("Esc", _("back"))]

    def regions(self) -> list[QWidget]:
        """The list, then the page."""
        return [self.places, self.view]

    def first_focus(self) -> QWidget | None:
        """The page: arrow keys read on, Tab goes from link to link."""
        return self.view
