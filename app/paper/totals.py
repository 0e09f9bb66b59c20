"""The end of the lines: tax summary and notes on the left, the sums and the sum to pay on the right."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from app.paper.document import Document, TotalRow
from app.paper.marks import Rule
from app.paper.page import Sheet
from app.paper.style import BASE, HEAD_RULE, INK, MEDIUM, SMALL, TO_PAY, TO_PAY_SUM
from app.paper.table import Column, Row, Table

SIDE_WIDTH = 217.5
OVER = 14.0
TOTAL_FIRST = 6.5
TOTAL_PITCH = 15.75
RULE_OVER = 8.7
STRONG_FIRST = 17.0
SUM_GAP = 14.0
NOTE_FIRST = 14.5
NOTES_BESIDE = 10
"""So many lines of notes stand beside the sums; more go full width below the boxes."""
UNDER = 20.0


@dataclass(frozen=True, kw_only=True)
class Totals:
    """The block of sums, measured before it is placed: it must stand on a page with lines."""

    document: Document
    sheet: Sheet

    @cached_property
    def _tax(self) -> Table | None:
        tax = self.document.tax
        if tax is None:
            return None
        return Table(
            columns=(
                Column(head=tax.head[0], stretch=True),
                Column(head=tax.head[1], align="right", minimum=48.0),
                Column(head=tax.head[2], align="right", minimum=42.0),
            ),
            rows=tuple(Row(cells=(row.label, row.net, row.tax), detail=row.note) for row in tax.rows),
            x=self.sheet.left,
            width=SIDE_WIDTH,
            gap=12.0,
            where=tax.head[0],
            wide_details=True,
        )

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """The notes' lines when they are few enough to stand under the tax summary."""
        lines = [line for note in self.document.notes for line in SMALL.wrap(note, SIDE_WIDTH)]
        return tuple(lines) if len(lines) <= NOTES_BESIDE else ()

    @property
    def notes_left_over(self) -> bool:
        """Whether the notes are too long to stand beside the sums."""
        return bool(self.document.notes) and not self.notes

    @cached_property
    def height(self) -> float:
        """From the last line of the table to the last baseline."""
        notes = NOTE_FIRST + len(self.notes) * SMALL.leading if self.notes else 0.0
        tax = self._tax.height if self._tax else 0.0
        return OVER + max(tax + notes, self._right_height) if self.document.totals or tax or notes else 0.0

    @cached_property
    def _right_height(self) -> float:
        height = 0.0
        for place, row in enumerate(self.document.totals):
            extra = (len(self._label(row)) - 1) * (TO_PAY if row.strong else BASE).leading
            step = RULE_OVER + STRONG_FIRST if row.strong else TOTAL_PITCH
            height += (TOTAL_FIRST if not place and not row.strong else step) + extra
        return height

    def _label(self, row: TotalRow) -> tuple[str, ...]:
        label, amount = (TO_PAY, TO_PAY_SUM) if row.strong else (BASE, MEDIUM)
        room = SIDE_WIDTH - amount.width(row.amount) - SUM_GAP
        return label.wrap(row.label, max(room, SIDE_WIDTH / 4)) or ("",)

    def draw(self) -> None:
        """Draw at the cursor and move below."""
        if not self.height:
            return
        sheet = self.sheet
        sheet.need(self.height, self.document.title)
        top = sheet.y
        sheet.y = top + OVER
        if self._tax:
            self._tax.place(sheet)
        baseline = sheet.y + (NOTE_FIRST if self._tax else TOTAL_FIRST)
        for line in self.notes:
            sheet.text(sheet.left, baseline, line, SMALL)
            baseline += SMALL.leading
        self._draw_sums(top + OVER)
        sheet.y = top + self.height + UNDER

    def _draw_sums(self, top: float) -> None:
        sheet, x = self.sheet, self.sheet.right - SIDE_WIDTH
        baseline = top
        for place, row in enumerate(self.document.totals):
            if row.strong:
                sheet.add(Rule(x, baseline + RULE_OVER, sheet.right, HEAD_RULE, INK))
                baseline += RULE_OVER + STRONG_FIRST
            else:
                baseline += TOTAL_PITCH if place else TOTAL_FIRST
            label, amount = (TO_PAY, TO_PAY_SUM) if row.strong else (BASE, MEDIUM)
            lines = self._label(row)
            for number, line in enumerate(lines):
                sheet.text(x, baseline + number * label.leading, line, label)
            baseline += (len(lines) - 1) * label.leading
            sheet.text(sheet.right, baseline, row.amount, amount, "right")
