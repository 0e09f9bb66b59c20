"""Two versions of one record: both side by side, field by field, when two people changed the same field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.kernel.words import _
from app.qt.buttons import Button, Segmented
from app.qt.dialogs import PlainDialog
from app.qt.focus import FocusOverlay
from app.qt.labels import label, set_role
from app.qt.tokens import color, px

WIDTH = 640
MINE, THEIRS, BOTH = "mine", "theirs", "both"


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that both sides changed: what each made of it, and what it was. `long` may keep both, one after other."""

    name: str
    label: str
    mine: str
    theirs: str
    was: str
    long: bool = False


class _Side(QFrame):
    """One version of a field; the one that is kept has a mark and a stronger edge."""

    def __init__(self, whose: str, text: str) -> None:
        super().__init__()
        self._kept = False
        self.whose = whose
        self.head = label(whose, "caption")
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 8, 12, 10)
        box.setSpacing(4)
        box.addWidget(self.head)
        box.addWidget(label(text or _("nothing"), "" if text else "muted", wrap=True, selectable=bool(text)))
        box.addStretch(1)

    def keep(self, kept: bool) -> None:
        """Whether this version is kept."""
        self._kept = kept
        text = _("{whose} \u00b7 kept").format(whose=self.whose) if kept else self.whose
        self.head.setText(text)
        set_role(self.head, "value" if kept else "caption")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = 2 if self._kept else 1
        painter.setPen(QPen(color("accent" if self._kept else "line2"), width))
        painter.setBrush(color("surface" if self._kept else "sunken"))
        edge = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(edge, edge, -edge, -edge), 6, 6)
        painter.end()


class _Row(QWidget):
    """One field with its two versions and what is kept of them."""

    def __init__(self, found: Difference, whose: str) -> None:
        super().__init__()
        self.found = found
        choices = [(MINE, _("Yours")), (THEIRS, whose)]
        if found.long:
            choices.append((BOTH, _("Both")))
        self.choice = Segmented(choices, name=_("{field}: which version to keep").format(field=found.label))
        self.sides = {MINE: _Side(_("Yours"), found.mine), THEIRS: _Side(whose, found.theirs)}
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(label(found.label, "section"), 1)
        head.addWidget(self.choice)
        grid = QGridLayout()
        grid.setSpacing(8)
        for place, side in enumerate(self.sides.values()):
            grid.addWidget(side, 0, place)
            grid.setColumnStretch(place, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        box.addLayout(head)
        box.addLayout(grid)
        was = _("It was: {text}").format(text=found.was) if found.was else _("It was empty.")
        box.addWidget(label(was, "hint", wrap=True))
        self.choice.chosen.connect(self._chosen)
        self.choice.choose(BOTH if found.long else MINE)
        self._chosen(self.choice.current)

    def _chosen(self, key: str) -> None:
        for side, shown in self.sides.items():
            shown.keep(key in {side, BOTH})


class VersionsDialog(PlainDialog):
    """Shows what two people made of the same fields; `chosen` carries which version of each is kept.

    Esc goes back to the form with everything typed; nothing was saved.
    """

    chosen = Signal(dict)

    def __init__(
        self,
        title: str,
        intro: str,
        whose: str,
        differences: Sequence[Difference],
        *,
        also: str = "",
        submit: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`whose` names the other version; `also` says what needs no choice, `submit` what comes then."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        self.rows = [_Row(found, whose) for found in differences]
        self.save = Button(submit or _("Save this version"), keys="Ctrl+Enter", primary=True)
        self.cancel = Button(_("Back to the form"), keys="Esc")
        inside = QWidget()
        inside.setObjectName("inside")
        content = QVBoxLayout(inside)
        content.setContentsMargins(24, 20, 24, 20)
        content.setSpacing(14)
        content.addWidget(label(title, "title", wrap=True))
        content.addWidget(label(intro, "second", wrap=True))
        for row in self.rows:
            content.addWidget(row)
        if also:
            content.addWidget(label(also, "hint", wrap=True))
        content.addStretch(1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        foot = QFrame()
        foot.setProperty("sunken", "true")
        line = QHBoxLayout(foot)
        line.setContentsMargins(24, 12, 24, 12)
        line.setSpacing(8)
        line.addStretch()
        line.addWidget(self.cancel)
        line.addWidget(self.save)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(area, 1)
        box.addWidget(foot)
        self.save.clicked.connect(self._save)
        self.cancel.clicked.connect(self.reject)
        self.ring = FocusOverlay(self)
        self._content, self._foot = content, foot

    def _fit(self) -> None:
        """As high as it needs, never higher than the window it stands over: the fields scroll."""
        above = self.parentWidget()
        while above is not None and above.window().parentWidget() is not None:
            above = above.window().parentWidget()
        room = QGuiApplication.primaryScreen().availableGeometry().size() - QSize(16, 80)
        if above is not None and above.window().isVisible():
            room = room.boundedTo(above.window().size() - QSize(24, 24))
        width = min(px(WIDTH), room.width())
        height = self._content.totalHeightForWidth(width) + self._foot.sizeHint().height() + 2
        self.resize(width, min(height, room.height()))

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self._fit()
        self.rows[0].choice.stop().setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: Any) -> None:
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._save()
        else:
            super().keyPressEvent(event)

    def _save(self) -> None:
        self.done(QDialog.DialogCode.Accepted)
        self.chosen.emit({row.found.name: row.choice.current for row in self.rows})
