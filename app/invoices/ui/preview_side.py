"""Beside the preview: what is printed of a draft, what always is, and whether it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.invoices.domain import Part
from app.kernel.words import _
from app.qt.delegate import paint_check
from app.qt.editors import Check
from app.qt.labels import Picture, Shape, label, rule
from app.qt.tokens import color, font, metrics, px

WIDTH = 188
_WRAP = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap)


@dataclass(frozen=True, slots=True)
class Finding:
    """One answer about the document: a tone of `qt.shapes`, how it is said aloud, the sentence, what to do."""

    tone: str
    verdict: str
    sentence: str
    fix: str = ""


def part_words(part: Part) -> str:
    """A part of a printed bill in words."""
    return {
        Part.REFERENCES: _("PO and SOW"),
        Part.PEOPLE: _("People on lines"),
        Part.BUDGET: _("Budget used"),
        Part.QUESTION: _("Dispute box"),
        Part.CODE: _("Payment code"),
        Part.TIMESHEET: _("Timesheet"),
    }[part]


class PartTick(Check):
    """A check box whose words go on in a second line where they are long."""

    def __init__(self, part: Part) -> None:
        """The box of a part."""
        super().__init__(part_words(part))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _start(self) -> int:
        return px(16) + 10

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        room = QRect(0, 0, max(20, width - self._start()), 4000)
        return max(24, metrics(13).boundingRect(room, _WRAP, self.text()).height() + 6)

    def minimumSizeHint(self) -> QSize:
        return QSize(px(90), 24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_check(painter, 1, (self.height() - px(16)) / 2, self.isChecked(), self.isEnabled())
        painter.setFont(font(13))
        painter.setPen(color("text" if self.isEnabled() else "disabled"))
        box = QRectF(self._start(), 0, self.width() - self._start(), self.height())
        painter.drawText(box, _WRAP, self.text())
        painter.end()


class _Row(QWidget):
    """A picture or a shape with a sentence beside it."""

    def __init__(self, mark: Shape | Picture, *texts: QLabel) -> None:
        super().__init__()
        words = QVBoxLayout()
        words.setSpacing(2)
        for text in texts:
            words.addWidget(text)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 3, 0, 3)
        row.setSpacing(9)
        row.addWidget(mark.beside(texts[0]), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)


class PreviewSide(QScrollArea):
    """The column beside the pages."""

    ticked = Signal()

    def __init__(self) -> None:
        """Nothing to tell yet."""
        super().__init__()
        self.ticks = {part: PartTick(part) for part in Part}
        inside = QWidget()
        inside.setObjectName("inside")
        column = QVBoxLayout(inside)
        column.setContentsMargins(18, 12, 8, 12)
        column.setSpacing(4)
        self._parts = QVBoxLayout()
        self._parts.setSpacing(4)
        self._parts_title = label(_("On this PDF"), "strong")
        self._parts.addWidget(self._parts_title)
        for tick in self.ticks.values():
            self._parts.addWidget(tick)
            tick.clicked.connect(self.ticked)
        self._why = label("", "hint", wrap=True)
        self._parts.addWidget(self._why)
        column.addLayout(self._parts)
        column.addSpacing(8)
        column.addWidget(rule())
        column.addSpacing(8)
        column.addWidget(label(_("Always there"), "strong"))
        self._tax = label("", "muted", wrap=True)
        self._add_lasting(column)
        column.addSpacing(8)
        column.addWidget(rule())
        column.addSpacing(8)
        column.addWidget(label(_("Checks"), "strong"))
        self._checks = QVBoxLayout()
        self._checks.setSpacing(0)
        self._found: list[_Row] = []
        column.addLayout(self._checks)
        column.addStretch()
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(_("What is printed, and whether it holds"))
        self.fit()

    def _add_lasting(self, column: QVBoxLayout) -> None:
        for words in (label(_("Number and dates"), "muted", wrap=True), label(_("Both parties"), "muted", wrap=True)):
            column.addWidget(_Row(Picture("lock", 15, "text3"), words))
        column.addWidget(_Row(Picture("lock", 15, "text3"), self._tax))

    def fit(self) -> None:
        """As wide as the reader's text wants it."""
        self.setFixedWidth(px(WIDTH))

    def show_parts(self, offered: Sequence[Part], left_out: Sequence[Part], *, why_not: str, tax_word: str) -> None:
        """The parts this bill could print and those it does; `why_not` says why nothing can be changed now."""
        for part, tick in self.ticks.items():
            tick.setVisible(part in offered)
            tick.setChecked(part not in left_out)
            tick.setEnabled(not why_not)
            tick.setToolTip(why_not)
        self._parts_title.setVisible(bool(offered))
        self._why.setText(why_not)
        self._why.setVisible(bool(why_not))
        self._tax.setText(_("{tax} summary").format(tax=tax_word))

    def left_out(self) -> tuple[Part, ...]:
        """The parts whose box is empty."""
        return tuple(part for part, tick in self.ticks.items() if not tick.isChecked())

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show other answers."""
        for row in self._found:
            self._checks.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._found = []
        for finding in findings:
            texts = [label(finding.sentence, "", wrap=True)]
            if finding.fix:
                texts.append(label(finding.fix, "hint", wrap=True))
            row = _Row(Shape(finding.tone, 13), *texts)
            words = (f"{finding.verdict}:", finding.sentence, finding.fix)
            row.setAccessibleName(" ".join(part for part in words if part))
            self._checks.addWidget(row)
            self._found.append(row)

    def findings(self) -> list[str]:
        """The answers as they are read aloud."""
        return [row.accessibleName() for row in self._found]
