"""Help: a list of short pages at the left, the page at the right, a search over all of them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.kernel.words import _
from app.qt.cards import Card
from app.qt.editors import Line
from app.qt.help_text import topics
from app.qt.help_view import HelpView
from app.qt.labels import label
from app.qt.page import Page
from app.qt.rail import RailButton
from app.qt.tokens import px
from app.shell import areas

LIST_WIDTH = 200
MOST_WIDTH = 760
TOPICS = {
    areas.WELCOME: "first-steps",
    areas.START: "first-steps",
    areas.WEEK: "week",
    areas.CLIENTS: "first-steps",
    areas.ENGAGEMENTS: "engagements",
    areas.ENGAGEMENT: "engagements",
    areas.APPROVALS: "approving",
    areas.BILLING: "billing",
    areas.INVOICES: "invoices",
    areas.PREVIEW: "billing",
    areas.INVOICE: "invoices",
    areas.COLLECTIONS: "collections",
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
        self.search = Line()
        self.search.setPlaceholderText(_("Search the help"))
        self.search.setAccessibleName(_("Search the help"))
        self.search.textChanged.connect(self._searched)
        self.view = HelpView(_("Help"))
        self.view.topic_asked.connect(self.show_topic)
        self._nothing = label(_("No page has these words."), "muted", wrap=True)
        self._nothing.hide()
        self._buttons: dict[str, RailButton] = {}
        self._group = QButtonGroup(self)
        self._list = self._make_list()
        card = Card()
        card.body.addWidget(self.view)
        card.setMaximumWidth(px(MOST_WIDTH))
        self._card = card
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(self._list)
        row.addWidget(card, 10)
        row.addStretch(1)
        self.body.addLayout(row, 1)
        find = QShortcut(QKeySequence("Ctrl+F"), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(lambda: self.search.setFocus(Qt.FocusReason.ShortcutFocusReason))
        self.show_topic("first-steps")

    def _make_list(self) -> QFrame:
        holder = QFrame()
        holder.setAccessibleName(_("Help pages"))
        rows = QVBoxLayout(holder)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(1)
        rows.addWidget(self.search)
        rows.addSpacing(8)
        for topic in self.topics.values():
            button = RailButton(topic.title, "circle-help")
            button.clicked.connect(lambda _on=False, key=topic.key: self.show_topic(key))
            self._group.addButton(button)
            self._buttons[topic.key] = button
            rows.addWidget(button)
        rows.addWidget(self._nothing)
        rows.addStretch(1)
        holder.setFixedWidth(px(LIST_WIDTH))
        return holder

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._list.setFixedWidth(px(LIST_WIDTH))
            self._card.setMaximumWidth(px(MOST_WIDTH))

    def show_topic(self, key: str) -> None:
        """Show a page; nothing happens for one that does not exist."""
        topic = self.topics.get(key)
        if topic is None:
            return
        self.current_topic = key
        self._buttons[key].setChecked(True)
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

    def _searched(self, text: str) -> None:
        found = [key for key, topic in self.topics.items() if topic.has(text)]
        for key, button in self._buttons.items():
            button.setVisible(key in found)
        self._nothing.setVisible(not found)
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
        return [self._list, self.view]

    def first_focus(self) -> QWidget | None:
        """The page: arrow keys read on, Tab goes from link to link."""
        return self.view
