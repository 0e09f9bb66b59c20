"""The bar under the run: what is approved and ticked, its sums and next number, and the button that issues it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout

from app.invoices.domain import Shown
from app.invoices.queries import DraftRow, RunOverview
from app.invoices.ui.run_dialogs import issue_words, money_words
from app.kernel.formats import Formats
from app.kernel.words import _, ngettext
from app.qt.buttons import Button
from app.qt.cards import Card
from app.qt.elided import ElidedLabel
from app.qt.fitting import FitsItsRoom
from app.qt.labels import label

ISSUE_KEYS = "Ctrl+Enter"


class RunFoot(FitsItsRoom, Card):
    """Sums of what will be issued, the preview of all of it, and the one primary button of the page."""

    preview_wanted = Signal()
    approve_wanted = Signal()
    issue_wanted = Signal()

    def __init__(self, formats: Formats) -> None:
        """Nothing approved yet."""
        super().__init__()
        self._formats = formats
        self.count = label("", "strong")
        self.sums = ElidedLabel("", "second")
        self.number = ElidedLabel("", "caption")
        self.preview = Button("", icon="eye")
        self.approve = Button("", icon="check")
        self.issue = _Issue(_("Issue invoices"), icon="stamp", keys=ISSUE_KEYS, primary=True)
        self._first = QHBoxLayout()
        self._first.setSpacing(4)
        self._dot = label("\u00b7", "second")
        self._first.addWidget(self.count)
        self._first.addWidget(self._dot)
        self._first.addWidget(self.sums, 1)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addLayout(self._first)
        words.addWidget(self.number)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addLayout(words, 1)
        for button in (self.approve, self.preview, self.issue):
            row.addWidget(button)
        self.body.setContentsMargins(14, 7, 14, 7)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.body.addLayout(row)
        self.preview.clicked.connect(self.preview_wanted)
        self.approve.clicked.connect(self.approve_wanted)
        self.issue.clicked.connect(self.issue_wanted)

    def show_run(self, overview: RunOverview | None, ticked: Sequence[DraftRow], *, busy: bool) -> None:
        """Tell about the ticked drafts: the approved ones are issued, the others can be approved."""
        formats = self._formats
        approved = [row for row in ticked if row.shown is Shown.APPROVED]
        others = [row for row in ticked if row.shown is not Shown.APPROVED]
        self.count.setText(ngettext("{n} approved", "{n} approved", len(approved)))
        sums = ""
        if approved:
            sums = _("net {net} \u00b7 VAT {tax}").format(
                net=money_words([row.sums.net for row in approved], formats),
                tax=money_words([row.sums.tax for row in approved], formats),
            )
        self.sums.setText(sums)
        following = overview.next_number if overview is not None else ""
        number = _("Next number {number}, given on issue without gaps.")
        self.number.setText(number.format(number=following) if following else "")
        self.preview.setText(ngettext("Preview {n} PDF", "Preview {n} PDFs", len(approved)))
        self.preview.setVisible(bool(approved))
        self.approve.setText(ngettext("Approve {n} ticked", "Approve {n} ticked", len(others)))
        self.approve.setVisible(bool(others) and overview is not None and overview.may_approve)
        self.approve.setEnabled(not busy)
        self.issue.setText(issue_words(approved, formats) if approved else _("Issue invoices"))
        self.issue.setVisible(overview is not None and overview.may_issue)
        self.issue.setEnabled(bool(approved) and not busy)
        self._fit()
        self.setAccessibleName(" ".join(part for part in (self.count.text(), sums, self.number.text()) if part))

    def _fit(self) -> None:
        """Where the sums have no room beside the count, the button gives up its key and they stand under it.

        Money is not cut; the next number is then told by the tooltip.
        """
        buttons = [one for one in (self.preview, self.approve, self.issue) if not one.isHidden()]
        self.issue.show_keys(ISSUE_KEYS)
        words = self.count.sizeHint().width() + self._dot.sizeHint().width() + 8 + self.sums.sizeHint().width()
        beside = words <= self._room(buttons)
        self.issue.show_keys(ISSUE_KEYS if beside else "")
        beside = beside or words <= self._room(buttons)
        self._first.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        self._dot.setVisible(beside and bool(self.sums.text()))
        self.number.setVisible(beside)
        self.count.setToolTip("" if beside else self.number.text())

    def _room(self, buttons: Sequence[Button]) -> int:
        return self.width() - 30 - sum(one.sizeHint().width() + 8 for one in buttons)


class _Issue(Button):
    """The primary button; in a narrow bar it keeps its key to itself, the bar below tells it anyway."""

    def show_keys(self, keys: str) -> None:
        if keys != self.keys:
            self.keys = keys
            self.updateGeometry()
            self.update()
