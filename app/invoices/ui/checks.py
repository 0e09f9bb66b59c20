"""The answers of a draft's checks: each with its shape and its line; with advice, what failed says what to do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.invoices.domain import Check, Verdict
from app.invoices.ui.finding import TONES
from app.kernel.words import _
from app.qt.accessible import Role
from app.qt.labels import Shape, label, set_role


class CheckList(QWidget):
    """The list of checks under a heading with its count."""

    def __init__(self, *, advice: bool = True) -> None:
        """An empty list; with `advice`, failed checks say what was found and what to do."""
        super().__init__()
        self._advice = advice
        self._shown: list[_CheckRow] = []
        self._title = label(_("Checks"), "section")
        self._count = label("", "caption")
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._count)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        box.addLayout(head)
        box.addLayout(self._rows)

    def set_checks(self, checks: Sequence[Check]) -> None:
        """Show other answers, what failed first."""
        passed = sum(check.verdict is Verdict.PASS for check in checks)
        self._count.setText(_("{passed} of {count} pass").format(passed=passed, count=len(checks)) if checks else "")
        worst_first = sorted(checks, key=lambda check: list(TONES).index(check.verdict), reverse=True)
        while len(self._shown) < len(worst_first):  # rows are made once: stepping through drafts is typing
            self._shown.append(_CheckRow(advice=self._advice))
            self._rows.addWidget(self._shown[-1])
        for place, row in enumerate(self._shown):
            row.setVisible(place < len(worst_first))
            if place < len(worst_first):
                row.show_check(worst_first[place])

    def count(self) -> str:
        """How many pass, in words."""
        return self._count.text()

    def text(self) -> str:
        """Everything said, a line each."""
        return "\n".join(row.accessibleName() for row in self._shown if not row.isHidden())


class _CheckRow(QWidget):
    """One answer."""

    accessible_role = Role.StaticText

    def __init__(self, *, advice: bool) -> None:
        super().__init__()
        self._advice = advice
        self._shape = Shape(TONES[Verdict.PASS], 13)
        self._told = label("", wrap=True)
        self._todo = label("", "hint", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._told)
        words.addWidget(self._todo)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._shape.beside(self._told), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)

    def show_check(self, check: Check) -> None:
        """Show another answer."""
        failed = check.verdict is not Verdict.PASS
        self._shape.set(TONES[check.verdict])
        self._told.setText(check.sentence if self._advice else check.name)
        set_role(self._told, "strong" if failed and self._advice else "")
        self._todo.setText(check.fix)
        self._todo.setVisible(failed and self._advice and bool(check.fix))
        verdicts = {Verdict.PASS: _("passed"), Verdict.WATCH: _("watch"), Verdict.BLOCK: _("blocked")}
        self.setAccessibleName(
            " ".join(part for part in (verdicts[check.verdict] + ":", check.sentence, check.fix) if part)
        )
