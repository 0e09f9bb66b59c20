"""The table: aligned columns, a grey line under the text, a head on every page and a subtotal over each break."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from functools import cached_property

from app.kernel.problems import Problem
from app.kernel.words import _
from app.paper.breaks import page_breaks
from app.paper.columns import column_widths
from app.paper.marks import Rule
from app.paper.page import Align, Sheet
from app.paper.style import BASE, HAIR, HEAD, HEAD_RULE, INK, LINE, SECTION, SMALL, STRONG, Style
from app.paper.text import BREAKING_SPACE

HEAD_FIRST = 8.0
HEAD_UNDER = 7.0
ROW_FIRST = 12.0
ROW_UNDER = 6.0
SUM_FIRST = 15.5
SUM_UNDER = 5.0
TITLE_HEIGHT = 20.0
CENTERED_UP_TO = 3
"""Rows of so many lines have their figures in the middle, higher ones on the first line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. Exactly one of a table stretches: the one with the text, the only one with details under it."""

    head: str = ""
    align: Align = "left"
    style: Style = BASE
    minimum: float = 0.0
    stretch: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: a cell per column, a grey detail, and the running sums up to here (a cell per column, or none)."""

    cells: tuple[str, ...]
    detail: str = ""
    carry: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Measured:
    cells: tuple[tuple[str, ...], ...]
    details: tuple[str, ...]
    carry: tuple[str, ...]
    height: float
    ruled: bool = True


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table between `x` and `x + width`. `label_at` is the column where the words of sums start.

    With `wide_details` the grey details run under the figures too, which then stand on the first line.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    x: float
    width: float
    gap: float
    where: str
    total: tuple[str, ...] = ()
    title: str = ""
    carried: str = ""
    brought: str = ""
    label_at: int = 0
    wide_details: bool = False

    @cached_property
    def stretch(self) -> int:
        """The index of the text column."""
        return next((index for index, column in enumerate(self.columns) if column.stretch), 0)

    @cached_property
    def widths(self) -> tuple[float, ...]:
        """The width of each column."""
        natural, words = [], []
        for index, column in enumerate(self.columns):
            texts = [(cell, column.style) for cell in {row.cells[index] for row in self.rows}]
            if index != self.label_at:
                sums = (self.total, *(row.carry for row in self.rows))
                texts.extend((cell, STRONG) for cell in {cells[index] for cells in sums if cells})
            if index == self.stretch and not self.wide_details:
                texts.extend((row.detail, SMALL) for row in self.rows)
            texts.append((column.head, HEAD))
            lines = (style.width(line) for text, style in texts for line in text.split("\n"))
            natural.append(max(column.minimum, *lines))
            words.append(max(column.minimum, *(_longest_word(text, style) for text, style in texts)))
        room = self.width - self.gap * (len(self.columns) - 1)
        return column_widths(natural, words, stretch=self.stretch, room=room)

    @cached_property
    def _starts(self) -> tuple[float, ...]:
        return tuple(self.x + sum(self.widths[:index]) + index * self.gap for index in range(len(self.columns)))

    @cached_property
    def _heads(self) -> tuple[tuple[str, ...], ...]:
        return tuple(HEAD.wrap(column.head, room) for column, room in zip(self.columns, self.widths, strict=True))

    @cached_property
    def _head_height(self) -> float:
        lines = max((len(head) for head in self._heads), default=0)
        return HEAD_FIRST + (lines - 1) * HEAD.leading + HEAD_UNDER if lines else 0.0

    @cached_property
    def _measured(self) -> tuple[_Measured, ...]:
        return tuple(self._measure(row) for row in self.rows)

    @property
    def height(self) -> float:
        """The height without breaks and without a title."""
        return self._head_height + sum(row.height for row in self._measured)

    def place(self, sheet: Sheet) -> None:
        """Draw all of it here; there must be room."""
        self._draw_head(sheet)
        for row in self._measured:
            self._draw_row(sheet, row)

    def draw(self, sheet: Sheet, *, tail: float = 0.0) -> None:
        """Draw over as many pages as it takes; `tail` is the height that will follow and must not stand alone."""
        title = TITLE_HEIGHT if self.title else 0.0
        carry = max((self._sum_height(self.carried, row.carry) for row in self._measured if row.carry), default=0.0)
        tail += self._sum_height("", self.total)
        full = sheet.fresh_room - self._head_height
        rows = self._chopped(full - title - 2 * carry)
        counts = page_breaks(
            [row.height for row in rows],
            first=sheet.room - self._head_height - title,
            full=full - title,
            carry=carry,
            brought=carry,
            tail=tail,
        )
        done = 0
        for page, count in enumerate(counts):
            if page:
                if done and carry:
                    self._draw_sum(sheet, self.carried, rows[done - 1].carry, BASE)
                sheet.break_page()
            if not count and rows:
                continue
            if self.title and not done:
                sheet.text(self.x, sheet.y + SECTION.size, self.title, SECTION)
                sheet.y += TITLE_HEIGHT
            self._draw_head(sheet)
            if done and carry:
                self._draw_sum(sheet, self.brought, rows[done - 1].carry, BASE, ruled=True)
            for row in rows[done : done + count]:
                self._draw_row(sheet, row)
            done += count
        if self.total:
            sheet.need(self._sum_height("", self.total), self.where)
            self._draw_sum(sheet, "", self.total, STRONG)

    def _measure(self, row: Row) -> _Measured:
        cells = tuple(
            column.style.wrap(cell, room)
            for column, cell, room in zip(self.columns, row.cells, self.widths, strict=True)
        )
        details = SMALL.wrap(row.detail, self.width if self.wide_details else self.widths[self.stretch])
        return _Measured(cells, details, row.carry, self._row_height(cells, details))

    def _row_height(self, cells: tuple[tuple[str, ...], ...], details: tuple[str, ...]) -> float:
        heights = [
            max(0, len(lines) - 1) * column.style.leading for lines, column in zip(cells, self.columns, strict=True)
        ]
        lines = len(cells[self.stretch])
        heights[self.stretch] += (len(details) if lines else max(0, len(details) - 1)) * SMALL.leading
        return ROW_FIRST + max(heights) + ROW_UNDER

    def _chopped(self, limit: float) -> tuple[_Measured, ...]:
        """The rows, those higher than a page cut into several; the figures stay on the first piece."""
        rows: list[_Measured] = []
        for row in self._measured:
            rest = row
            while rest.height > limit:
                piece, rest = self._cut(rest, limit)
                rows.append(piece)
            rows.append(rest)
        return tuple(rows)

    def _cut(self, row: _Measured, limit: float) -> tuple[_Measured, _Measured]:
        leading = max(SMALL.leading, self.columns[self.stretch].style.leading)
        most = int((limit - ROW_FIRST - ROW_UNDER) / leading)
        text, figures = row.cells[self.stretch], [*row.cells]
        here, later = text[:most], text[most:]
        details, more = row.details[: most - len(here)], row.details[most - len(here) :]
        figures[self.stretch] = here
        height = self._row_height(tuple(figures), details)
        if most < 1 or height > limit:
            message = _("“{where}” is longer than a page.").replace("{where}", self.where)
            raise Problem(
                "paper.too_long", message, field=self.where, hint=_("No document was made. Shorten the text there.")
            )
        blank: list[tuple[str, ...]] = [()] * len(self.columns)
        blank[self.stretch] = later
        rest = replace(row, cells=tuple(blank), details=more, height=self._row_height(tuple(blank), more))
        return replace(row, cells=tuple(figures), details=details, height=height, ruled=False), rest

    def _draw_head(self, sheet: Sheet) -> None:
        if not self._head_height:
            return
        last = sheet.y + self._head_height - HEAD_UNDER
        for index, lines in enumerate(self._heads):
            for place, line in enumerate(lines):
                self._draw_cell(sheet, index, last - (len(lines) - 1 - place) * HEAD.leading, line, HEAD)
        sheet.y += self._head_height
        sheet.add(Rule(self.x, sheet.y, self.x + self.width, HEAD_RULE, INK))

    def _draw_row(self, sheet: Sheet, row: _Measured) -> None:
        centered = not self.wide_details and len(row.cells[self.stretch]) + len(row.details) <= CENTERED_UP_TO
        for index, lines in enumerate(row.cells):
            style = self.columns[index].style
            baseline = sheet.y + ROW_FIRST
            if centered and index != self.stretch:
                own = ROW_FIRST + (len(lines) - 1) * style.leading + ROW_UNDER
                baseline += max(0.0, row.height - own) / 2
            for line in lines:
                self._draw_cell(sheet, index, baseline, line, style)
                baseline += style.leading
            if index == self.stretch:
                baseline += SMALL.leading - style.leading if lines else 0.0
                for line in row.details:
                    self._draw_cell(sheet, index, baseline, line, SMALL)
                    baseline += SMALL.leading
        sheet.y += row.height
        if row.ruled:
            sheet.add(Rule(self.x, sheet.y, self.x + self.width, HAIR, LINE))

    def _draw_cell(self, sheet: Sheet, index: int, baseline: float, line: str, style: Style) -> None:
        align = self.columns[index].align
        start = self._starts[index]
        sheet.text(start + self.widths[index] if align == "right" else start, baseline, line, style, align)

    def _sum_lines(self, label: str, cells: tuple[str, ...], style: Style) -> tuple[tuple[str, ...], ...]:
        """The lines of a row of sums: the label runs on to the next figure, the figures never wrap."""
        words = label or cells[self.label_at]
        figures = [index for index, cell in enumerate(cells) if cell and index > self.label_at]
        right = self.x + self.width
        if figures:
            next_one = figures[0]
            aligned_right = self.columns[next_one].align == "right"
            end = self._starts[next_one] + (self.widths[next_one] if aligned_right else 0.0)
            right = end - (style.width(cells[next_one]) if aligned_right else 0.0) - self.gap
        room = max(right - self._starts[self.label_at], 0.0)
        return tuple(
            style.wrap(words, room) if index == self.label_at else ((cells[index],) if cells[index] else ())
            for index in range(len(self.columns))
        )

    def _sum_height(self, label: str, cells: tuple[str, ...]) -> float:
        if not cells:
            return 0.0
        lines = max(len(cell) for cell in self._sum_lines(label, cells, STRONG))
        return SUM_FIRST + max(0, lines - 1) * STRONG.leading + SUM_UNDER

    def _draw_sum(self, sheet: Sheet, label: str, cells: tuple[str, ...], style: Style, *, ruled: bool = False) -> None:
        for index, lines in enumerate(self._sum_lines(label, cells, style) if cells else ()):
            for place, line in enumerate(lines):
                self._draw_cell(
                    sheet, index, sheet.y + SUM_FIRST - (2.0 if ruled else 0.0) + place * STRONG.leading, line, style
                )
        sheet.y += self._sum_height(label, cells)
        if ruled:
            sheet.add(Rule(self.x, sheet.y, self.x + self.width, HAIR, LINE))


@functools.lru_cache(maxsize=8_192)
def _longest_word(text: str, style: Style) -> float:
    return max((style.width(word) for word in BREAKING_SPACE.split(text)), default=0.0)
