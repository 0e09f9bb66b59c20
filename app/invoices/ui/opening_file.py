"""Open invoices from a CSV file: see what each row would do and what is owed in all, then bring them in together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.invoices.commands import (
    BroughtBalances,
    TakenBackBalances,
    bring_opening_balances,
    take_back_opening_balances,
)
from app.invoices.domain import OpeningDraft, OpeningState, OpeningVerdict
from app.invoices.importing import Meaning, OpeningFile, OpeningMapping, read_path
from app.invoices.opening_preview import (
    OpeningPreview,
    opening_lacks,
    opening_looked_over,
    opening_meaning_words,
    opening_preview,
    opening_state_words,
    order_words,
    sums_of_drafts,
)
from app.invoices.queries import NumbersView, look_over_opening, opening_ground, opening_numbers
from app.invoices.ui.last_number import ask_for_last_number, next_words
from app.invoices.ui.opening_back import OpeningBack, kept_words
from app.invoices.ui.opening_columns import opening_columns, opening_cuts
from app.invoices.ui.opening_form import no_clients_words
from app.kernel.csv_files import RowLike, choose
from app.kernel.csv_files.dates import DateOrder
from app.kernel.formats import Formats
from app.kernel.words import _, ngettext
from app.qt.buttons import Button
from app.qt.editors import Choice
from app.qt.file_dialog import FileDialog
from app.qt.file_subject import Subject
from app.qt.labels import label
from app.qt.operations import Operations
from app.qt.progress import Progress


class OpeningJudge:
    """What is known of a file of open invoices; asks the book from outside the window's thread."""

    def __init__(self, operations: Operations) -> None:
        """`operations` ask the book; `order` is what a person has said of its days."""
        self._operations = operations
        self.order: DateOrder | None = None

    def read(self, path: Path, between: Callable[[], object]) -> OpeningFile:
        """A file, read."""
        self.order = None
        return read_path(path, between)

    def preview(
        self,
        file: OpeningFile,
        mapping: OpeningMapping | None,
        headed: bool | None,
        between: Callable[[int], object],
    ) -> OpeningPreview:
        """What it would do."""
        ground = self._operations.ask(opening_ground)
        return opening_preview(
            file, ground, self._look, mapping=mapping, headed=headed, order=self.order, between=between
        )

    def looked_over(self, before: Any) -> OpeningPreview:
        """The same rows after the book has changed."""
        return opening_looked_over(before, self._look)

    def _look(self, drafts: tuple[OpeningDraft, ...]) -> Sequence[OpeningVerdict]:
        return self._operations.ask(look_over_opening, drafts=drafts)


def opening_subject() -> Subject:
    """The words and columns of a file of open invoices."""
    return Subject(
        title=_("Open invoices from a CSV file"),
        invitation=_(
            "Choose a list of open invoices from the program you used before, or drop it here: a row for each, with "
            "number, client, date and what is still open. You will see what each row would do before anything is added."
        ),
        columns=opening_columns(),
        cuts=opening_cuts(),
        meanings=[(meaning, opening_meaning_words(meaning)) for meaning in Meaning],
        states=[(state, opening_state_words(state)) for state in OpeningState],
        room="invoices",
        list_key="opening_file",
    )


class OpeningFileDialog(FileDialog):
    """Stays open after invoices came in, to say so and to take them back. `imported` carries what was done."""

    def __init__(
        self, operations: Operations, formats: Formats, parent: QWidget | None = None, *, path: Path | None = None
    ) -> None:
        """Over a window; with a path that file is read at once."""
        self._back: OpeningBack | None = None
        self._judge = OpeningJudge(operations)
        self.order = Choice([(order, order_words(order)) for order in DateOrder], optional=False)
        self.order_words = label("", "second", wrap=True)
        self.sums = label("", "strong", wrap=True)
        self.following = label("", "second", wrap=True)
        self.number_button = Button(_("Last number used\u2026"))
        super().__init__(operations, formats, opening_subject(), self._judge, parent, path=path)
        self.order.activated.connect(self._ordered)
        self.number_button.clicked.connect(self.ask_number)
        self.read_numbers()

    def more_above(self) -> QWidget:
        """How days are written: shown where the rows leave it open."""
        self.days = QWidget()
        row = QHBoxLayout(self.days)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        self.order.setAccessibleName(_("What stands first in a day"))
        row.addWidget(self.order)
        row.addWidget(self.order_words, 1)
        self.days.hide()
        return self.days

    def more_below(self) -> QWidget:
        """What is owed on the ticked rows, and how numbers go on."""
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.sums, 1)
        row.addWidget(self.following)
        row.addWidget(self.number_button)
        return box

    # ------------------------------------------------------------------ what the rows say

    def lacks(self, shown: Any) -> str:
        """Number, client, day and a sum; and before all of them the clients."""
        return opening_lacks(shown.mapping) if shown.clients else no_clients_words()

    def show_preview(self, shown: Any) -> None:
        """Show the rows, and ask which number is the month where nothing says it."""
        habits = shown.habits
        self.order.write(habits.order)
        asked = habits.doubtful > 0 or self._judge.order is not None
        words = ngettext(
            "{n} day can be read in two ways: look at the dates.",
            "{n} days can be read in two ways: look at the dates.",
            habits.doubtful,
        )
        self.order_words.setText(words if habits.doubtful else _("So the days are read."))
        self.days.setVisible(asked)
        super().show_preview(shown)

    def tell_count(self) -> None:
        """The sums follow the ticks."""
        super().tell_count()
        wanted = self.wanted()
        sums = [self.formats.money(one, code=True) for one in sums_of_drafts(wanted)]
        self.sums.setText(_("Still open: {sums}").format(sums=", ".join(sums)) if sums else "")

    def add_words(self, count: int) -> str:
        """How many."""
        return ngettext("Bring in {n} invoice", "Bring in {n} invoices", count)

    def stays_out(self, row: RowLike) -> bool:
        """What is wrong can be put right in the file."""
        return row.state is OpeningState.WRONG

    def meant(self, place: int, meaning: Meaning | None) -> None:
        """A column holds something else."""
        shown = self.shown
        if shown is not None:
            self.look.again(shown.file, choose(shown.mapping, place, meaning), headed=shown.headed)

    def _ordered(self, _place: int) -> None:
        self._judge.order = self.order.read()
        if self.shown is not None:
            self.look.again(self.shown.file, self.shown.mapping, headed=self.shown.headed)

    # ------------------------------------------------------------------ numbers

    def read_numbers(self, *_said: object) -> None:
        """Read where the numbers of the book stand."""
        self.operations.read(opening_numbers, self._numbers, latest=(self, "numbers"))

    def _numbers(self, view: NumbersView) -> None:
        self.following.setText(next_words(view))

    def ask_number(self) -> None:
        """Ask for the last number that was used."""
        ask_for_last_number(self.operations, self.formats, self, self.read_numbers)

    # ------------------------------------------------------------------ bringing in, and taking back

    def carry_out(self, drafts: tuple[Any, ...], progress: Progress) -> None:
        """Bring them in."""
        back = OpeningBack(self.operations, self.parentWidget(), drafts)
        self.operations.run(
            bring_opening_balances, partial(self._added, back), failed=self.refused, progress=progress, drafts=drafts
        )

    def _added(self, back: OpeningBack, done: BroughtBalances) -> None:
        self.hand_over()  # of a file before this one
        self._back = back if done.invoice_ids else None
        back.invoice_ids = done.invoice_ids
        words = ngettext("{n} invoice was brought in.", "{n} invoices were brought in.", len(done.invoice_ids))
        if done.known:
            known = ngettext("{n} was there already.", "{n} were there already.", done.known)
            words = f"{words} {known}"
        self.after_adding(words, warn=False, undo=bool(done.invoice_ids), done=done)
        self.read_numbers()

    def can_take_back(self) -> bool:
        """Until the next file or the end."""
        return self._back is not None

    def take_back(self) -> None:
        """Take back what came in last."""
        if self._back is not None:
            ids, self._back = self._back.invoice_ids, None
            self.operations.run(take_back_opening_balances, self._taken_back, failed=self.refused, invoice_ids=ids)

    def _taken_back(self, done: TakenBackBalances) -> None:
        words = ngettext("{n} invoice was taken back.", "{n} invoices were taken back.", done.removed)
        kept = kept_words(done) if done.kept else ""
        self.after_taking_back(f"{words} {kept}".strip(), warn=bool(kept))
        self.read_numbers()

    def hand_over(self) -> None:
        """What came in can be taken back in the window from now on."""
        back, self._back = self._back, None
        if back is not None:
            back.tell()
