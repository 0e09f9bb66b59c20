"""Under the run: why drafts are not ready, one line for each that leads to it, and what the month before brought."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.invoices.domain import Shown
from app.invoices.queries import DraftRow, RunOverview
from app.invoices.ui.columns import TONES, sums_by_currency
from app.invoices.ui.finding import signed
from app.kernel.formats import Formats
from app.kernel.money import Money
from app.kernel.words import _, ngettext
from app.qt.cards import Card
from app.qt.elided import ElidedLabel
from app.qt.hands import Hands
from app.qt.labels import label, rule
from app.qt.shapes import paint_shape
from app.qt.tokens import color, font, metrics, px

MOST = 4
ORDER = (Shown.BLOCKED, Shown.HOLD, Shown.CHECK)
_FLAGS = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


def why_words(row: DraftRow, formats: Formats) -> str:
    """Why a draft is not ready, with the sum it is about: what is short, or what waits."""
    if row.missing is not None:
        return _("{why}, {amount} short").format(why=row.why, amount=formats.money(row.missing))
    return _("{why}, {amount}").format(why=row.why, amount=formats.money(row.sums.gross))


def count_words(n: int, formats: Formats) -> str:
    """A small number as a word."""
    words = ("", "", _("two"), _("three"), _("four"), _("five"), _("six"), _("seven"), _("eight"), _("nine"), _("ten"))
    return words[n] if 1 < n < len(words) else formats.number(n)


class WhyLine(QAbstractButton):
    """One reason: shape, client, words. Enter or a click leads to the draft."""

    def __init__(self, row: DraftRow, formats: Formats) -> None:
        """The line of a draft that is not ready."""
        super().__init__()
        self.row = row
        self._words = why_words(row, formats)
        self.setText(row.client_name.replace("&", "&&"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("{client}: {why}").format(client=row.client_name, why=self._words))

    def sizeHint(self) -> QSize:
        face = metrics(13, 500)
        width = px(12) + 8 + face.horizontalAdvance(f"{self.row.client_name} \u00b7 {self._words}")
        return QSize(width, max(24, face.height() + 8))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(80), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it, as Space does."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.isDown():
            painter.fillRect(self.rect(), color("hoverRow"))
        side = px(12)
        paint_shape(painter, TONES[self.row.shown], 0, (self.height() - side) / 2, side)
        left, name, room = side + 8, self.row.client_name, self.width() - side - 8
        bold, plain = metrics(13, 500), metrics(13, 400)
        words = f" \u00b7 {self._words}"
        taken = min(bold.horizontalAdvance(name), max(room - plain.horizontalAdvance(words), room // 3))
        whole = bold.horizontalAdvance(name) + plain.horizontalAdvance(words) <= room
        self.setToolTip("" if whole else f"{name}{words}")
        painter.setFont(font(13, 500))
        painter.setPen(color("text"))
        box = QRectF(left, 0, taken + 1, self.height())
        painter.drawText(box, _FLAGS, bold.elidedText(name, Qt.TextElideMode.ElideRight, taken + 1))
        rest = room - taken
        painter.setFont(font(13, 400))
        # where room is short the middle is left out: the sum at the end stays
        painter.drawText(
            QRectF(left + taken, 0, rest, self.height()),
            _FLAGS,
            plain.elidedText(words, Qt.TextElideMode.ElideMiddle, rest),
        )
        painter.end()


class WhyCard(Card):
    """The reasons, what blocks first, and this run held against the month before."""

    chosen = Signal(object)

    def __init__(self, formats: Formats) -> None:
        """An empty, hidden card."""
        super().__init__(flush=True)
        self._formats = formats
        self._lines: list[WhyLine] = []
        self._there = False
        self._enough = True
        self._why_title = ElidedLabel("", "section")
        self._more = label("", "caption")
        self._against_title = ElidedLabel("", "section")
        self._values = [label("", "strong") for _turn in range(3)]
        self._names = [ElidedLabel("", "second") for _turn in range(3)]
        self._left = QWidget()
        self._right = QWidget()
        self._build()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.hide()

    def _build(self) -> None:
        left = QVBoxLayout(self._left)
        left.setContentsMargins(14, 12, 14, 12)
        left.setSpacing(2)
        left.addWidget(self._why_title)
        left.addSpacing(6)
        self._reasons = QVBoxLayout()
        self._reasons.setSpacing(2)
        left.addLayout(self._reasons)
        left.addWidget(self._more)
        left.addStretch(1)
        right = QVBoxLayout(self._right)
        right.setContentsMargins(14, 12, 14, 12)
        right.setSpacing(0)
        right.addWidget(self._against_title)
        right.addSpacing(6)
        for place, (name, value) in enumerate(zip(self._names, self._values, strict=True)):
            if place:
                right.addWidget(rule())
            row = QHBoxLayout()
            row.setContentsMargins(0, 5, 0, 5)
            row.setSpacing(8)
            row.addWidget(name, 1)
            row.addWidget(value)
            right.addLayout(row)
        right.addStretch(1)
        sides = QHBoxLayout()
        sides.setContentsMargins(0, 0, 0, 0)
        sides.setSpacing(0)
        self._rule = rule(vertical=True)
        sides.addWidget(self._left, 65)
        sides.addWidget(self._rule)
        sides.addWidget(self._right, 35)
        self.body.addLayout(sides)

    def set_room(self, *, enough: bool) -> None:
        """In a low window the list of drafts is worth more than this card; the panel says the same draft by draft."""
        self._enough = enough
        self.setVisible(self._there and enough)

    def show_run(self, overview: RunOverview) -> None:
        """Tell about the drafts that are not ready and about the month before."""
        hands = Hands(self)
        waiting = self._show_reasons(overview.rows)
        against = self._show_against(overview)
        self._left.setVisible(waiting)
        self._right.setVisible(against)
        self._rule.setVisible(waiting and against)
        self._there = waiting or against
        self.setVisible(self._there and self._enough)
        hands.back()

    def _show_reasons(self, rows: Sequence[DraftRow]) -> bool:
        waiting = sorted((row for row in rows if row.shown in ORDER), key=lambda row: ORDER.index(row.shown))
        title = ngettext("Why one is not ready", "Why {count} are not ready", len(waiting))
        self._why_title.setText(title.format(count=count_words(len(waiting), self._formats)))
        self.setAccessibleName(self._why_title.text())
        if [line.row for line in self._lines] != waiting[:MOST]:  # new lines move everything above them
            self._set_lines(waiting[:MOST])
        more = len(waiting) - MOST
        self._more.setText(_("and {count} more").format(count=more) if more > 0 else "")
        self._more.setVisible(more > 0)
        return bool(waiting)

    def _set_lines(self, waiting: Sequence[DraftRow]) -> None:
        for line in self._lines:
            self._reasons.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = [WhyLine(row, self._formats) for row in waiting]
        for line in self._lines:
            self._reasons.addWidget(line)
            line.clicked.connect(lambda _on=False, row=line.row: self.chosen.emit(row))

    def _show_against(self, overview: RunOverview) -> bool:
        before, month = overview.before, overview.month_before
        if month is None or not before or not overview.rows:
            return False
        formats = self._formats
        now = sums_by_currency([row.sums.net for row in overview.rows])
        name = formats.month_name(month)
        self._against_title.setText(_("Against {month}").format(month=name))
        difference = [
            one - next((other for other in before if other.currency == one.currency), Money.zero(one.currency))
            for one in now
        ]
        facts = (
            (_("Net this run"), " + ".join(formats.money(amount) for amount in now)),
            (_("Net invoiced in {month}").format(month=name), " + ".join(formats.money(amount) for amount in before)),
            (_("Difference"), " + ".join(signed(amount, formats) for amount in difference)),
        )
        for (words, value), label_of, value_of in zip(facts, self._names, self._values, strict=True):
            label_of.setText(words)
            value_of.setText(value)
        self._right.setAccessibleName(". ".join(f"{words} {value}" for words, value in facts))
        return True

    def text(self) -> str:
        """Everything said about what is not ready."""
        return "\n".join(line.accessibleName() for line in self._lines)

    def against(self) -> str:
        """What is said about the month before."""
        return self._right.accessibleName()

    def lines(self) -> list[WhyLine]:
        """The lines shown."""
        return list(self._lines)
