"""The left rail: the areas in groups with their badges, Settings and the person. Wide or icons only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.kernel.words import _, ngettext
from app.qt.icons import paint_icon, paint_mark
from app.qt.keycaps import key_words
from app.qt.labels import label, rule
from app.qt.shapes import chip_tokens, paint_avatar
from app.qt.tokens import color, current, font, metrics, px

WIDE = 204
NARROW = 56
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True)
class Area:
    """A place in the rail. `badge` counts things that need somebody; tone "count" (grey), "warn" or "bad"."""

    key: str
    title: str
    icon: str
    group: str = ""
    badge: int = 0
    tone: str = "count"


class RailButton(QAbstractButton):
    """One place: icon, title, badge, and a bar beside the one that is open."""

    def __init__(self, title: str, icon: str) -> None:
        """A place that can be open."""
        super().__init__()
        self._icon = icon
        self._badge = 0
        self._tone = "count"
        self._words = ""
        self._key = ""
        self._open = False
        self.narrow = False
        self.setText(title)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._name()

    def set_badge(self, count: int, tone: str, words: str = "") -> None:
        """Show a count, 0 for none; `words` say it aloud ("4 overdue")."""
        self._badge, self._tone, self._words = count, tone, words
        self._name()
        self.update()

    def set_key(self, keys: str) -> None:
        """The key of this place, for the tooltip and the screen reader."""
        self._key = keys
        self._name()

    def badge(self) -> tuple[int, str]:
        """Count and tone shown."""
        return self._badge, self._tone

    @property
    def is_open(self) -> bool:
        """Whether this is the place that is shown."""
        return self._open or self.isChecked()

    def set_open(self, is_open: bool) -> None:
        """Show and say that this is the place that is shown."""
        self._open = is_open
        self._name()
        self.update()

    def _name(self) -> None:
        words = self.text()
        if self._badge:
            said = self._words or ngettext("{n} open", "{n} open", self._badge)
            words = _("{place}, {count}").format(place=words, count=said)
        self.setAccessibleName(words)
        here = _("you are here") if self._open else ""
        self.setAccessibleDescription(", ".join(part for part in (here, key_words(self._key)) if part))
        self.setToolTip(f"{words} ({key_words(self._key)})" if self._key else words)

    def sizeHint(self) -> QSize:
        return QSize(px(NARROW if self.narrow else WIDE) - 20, max(px(31), metrics(13, 500).height() + 13))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on, hover = self.is_open, self.underMouse()
        box = QRectF(self.rect())
        if on or hover:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("accentSoft" if on else "hoverRow"))
            painter.drawRoundedRect(box.adjusted(0, 0, 0, -1), 6, 6)
        middle = box.center().y() - 0.5
        side = px(17)
        icon_left = (box.width() - side) / 2 if self.narrow else 8
        spot = QRectF(icon_left, middle - side / 2, side, side)
        paint_icon(painter, spot, self._icon, "accentText" if on else "text2")
        if self.narrow:
            if self._badge:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(color(self._tone if self._tone in {"warn", "bad"} else "control"))
                painter.drawEllipse(QRectF(box.right() - px(7) - 3, 4, px(7), px(7)))
        else:
            painter.setFont(font(13, 500))
            painter.setPen(color("accentText" if on else "text2"))
            words = box.adjusted(side + 18, 0, -(self._badge_width() + 10), -1)
            shown = metrics(13, 500).elidedText(self.text(), Qt.TextElideMode.ElideRight, int(words.width()))
            painter.drawText(words, _LEFT, shown)
            if self._badge:
                self._paint_badge(painter, middle)
        painter.end()

    def _badge_width(self) -> int:
        return max(px(18), metrics(11, 600).horizontalAdvance(str(self._badge)) + 10) if self._badge else 0

    def _paint_badge(self, painter: QPainter, middle: float) -> None:
        text, width, height = str(self._badge), self._badge_width(), px(18)
        spot = QRectF(self.width() - 6 - width, middle - height / 2, width, height)
        front = "text3"
        if self._tone in {"warn", "bad"}:
            front, back = chip_tokens(self._tone)
            painter.setPen(QPen(color(front), 1) if current.more_contrast else Qt.PenStyle.NoPen)
            painter.setBrush(color(back))
            painter.drawRoundedRect(spot, 4, 4)
        painter.setFont(font(11, 600 if front != "text3" else 500))
        painter.setPen(color(front))
        painter.drawText(spot, int(Qt.AlignmentFlag.AlignCenter), text)


class PersonButton(QAbstractButton):
    """Who works here: initials, name and role; pressing it offers to switch."""

    def __init__(self) -> None:
        """Nobody yet."""
        super().__init__()
        self._initials = ""
        self._role = ""
        self.narrow = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set(self, initials: str, name: str, role: str) -> None:
        """Show a person."""
        self._initials, self._role = initials, role
        self.setText(name)
        self.setAccessibleName(", ".join(part for part in (name, role) if part))
        self.setToolTip(self.accessibleName())
        self.setVisible(bool(name))
        self.update()

    def sizeHint(self) -> QSize:
        height = metrics(12, 500).height() + metrics(11).height() + 12
        return QSize(px(NARROW if self.narrow else WIDE) - 20, max(px(44), height))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("hoverRow"))
            painter.drawRoundedRect(box, 6, 6)
        side = px(28)
        left = (box.width() - side) / 2 if self.narrow else 6
        paint_avatar(painter, QRectF(left, box.center().y() - side / 2, side, side), self._initials)
        if not self.narrow:
            high, low = metrics(12, 500).height(), metrics(11).height()
            top = box.center().y() - (high + low) / 2
            start = side + 14
            room = box.width() - start - 6
            painter.setFont(font(12, 500))
            painter.setPen(color("text"))
            name = metrics(12, 500).elidedText(self.text(), Qt.TextElideMode.ElideRight, int(room))
            painter.drawText(QRectF(start, top, room, high), _LEFT, name)
            painter.setFont(font(11))
            painter.setPen(color("text3"))
            role = metrics(11).elidedText(self._role, Qt.TextElideMode.ElideRight, int(room))
            painter.drawText(QRectF(start, top + high, room, low), _LEFT, role)
        painter.end()


class _Brand(QWidget):
    """The mark and the product's name."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.narrow = False
        self.fit()
        self.setAccessibleName(name)

    def fit(self) -> None:
        self.setFixedHeight(px(40))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        side = px(26)
        left = (self.width() - side) / 2 if self.narrow else 6
        paint_mark(painter, QRectF(left, 4, side, side))
        if not self.narrow:
            painter.setFont(font(15, 600))
            painter.setPen(color("text"))
            start = side + 16
            painter.drawText(QRectF(start, 4, self.width() - start, side), _LEFT, self._name)
        painter.end()


class Rail(QFrame):
    """All places; exactly one is open."""

    chosen = Signal(str)
    settings = Signal()
    person_pressed = Signal()

    def __init__(self, name: str) -> None:
        """A rail without areas."""
        super().__init__()
        self.setObjectName("rail")
        self.setAccessibleName(_("Areas"))
        self.narrow = False
        self.buttons: dict[str, RailButton] = {}
        self._heads: list[QLabel] = []
        self._brand = _Brand(name)
        self._areas = QVBoxLayout()
        self._areas.setSpacing(1)
        self.settings_button = RailButton(_("Settings"), "settings")
        self.settings_button.set_key("Ctrl+,")
        self.settings_button.clicked.connect(self.settings)
        self.person = PersonButton()
        self.person.clicked.connect(self.person_pressed)
        self.person.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(10, 10, 11, 8)
        box.setSpacing(1)
        box.addWidget(self._brand)
        box.addLayout(self._areas)
        box.addStretch()
        box.addWidget(self.settings_button)
        box.addSpacing(4)
        box.addWidget(rule())
        box.addSpacing(4)
        box.addWidget(self.person)
        self.setFixedWidth(WIDE)

    def set_areas(self, areas: Sequence[Area]) -> None:
        """Show these areas in groups, in order."""
        while (item := self._areas.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        self.buttons, self._heads = {}, []
        group = ""
        for place, area in enumerate(areas):
            if area.group != group:
                group = area.group
                head = label(group, "heading")
                head.setContentsMargins(8, 12, 8, 3)
                self._heads.append(head)
                self._areas.addWidget(head)
            button = RailButton(area.title, area.icon)
            button.set_badge(area.badge, area.tone)
            if place < 9:
                button.set_key(f"Ctrl+{place + 1}")
            button.clicked.connect(lambda _on=False, key=area.key: self.chosen.emit(key))
            self.buttons[area.key] = button
            self._areas.addWidget(button)
        self.set_narrow(self.narrow)

    def parts(self) -> list[QWidget]:
        """What the keyboard comes to, from top to bottom."""
        return [*self.buttons.values(), self.settings_button, self.person]

    def set_narrow(self, narrow: bool) -> None:
        """Icons only, or icons and words."""
        self.narrow = narrow
        for head in self._heads:
            head.setVisible(not narrow)
        parts: list[RailButton | PersonButton | _Brand] = [*self.buttons.values(), self.settings_button]
        for part in (*parts, self.person, self._brand):
            part.narrow = narrow
            part.updateGeometry()
            part.update()
        self._brand.fit()
        self.setFixedWidth(px(NARROW if narrow else WIDE))

    def mark_open(self, key: str) -> None:
        """Show which area is open; none for a page that belongs to no area."""
        for name, button in self.buttons.items():
            button.set_open(name == key)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        for button in self.buttons.values():
            if button.is_open:
                painter = QPainter(self)
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(color("accent"))
                painter.drawRoundedRect(QRectF(-2, button.y() + 7, 5, button.height() - 15), 2, 2)
                painter.end()
