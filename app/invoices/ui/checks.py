"""The answers of a draft's checks: each with its shape and its line; with advice, what failed says what to do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.invoices.domain import Check, Verdict
from app.invoices.ui.finding import TONES
from app.kernel.words import _
from app.qt.accessible import Role
from app.qt.labels import Shape, label


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
        for row in self._shown:
            self._rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        passed = sum(check.verdict is Verdict.PASS for check in checks)
        self._count.setText(_("{passed} of {count} pass").format(passed=passed, count=len(checks)) if checks else "")
        worst_first = sorted(checks, key=lambda check: list(TONES).index(check.verdict), reverse=True)
        self._shown = [_CheckRow(check, advice=self._advice) for check in worst_first]
        for row in self._shown:
            self._rows.addWidget(row)

    def count(self) -> str:
        """How many pass, in words."""
        return self._count.text()

    def text(self) -> str:
        """Everything said, a line each."""
        return "\n".join(row.accessibleName() for row in self._shown)


class _CheckRow(QWidget):
    """One answer."""

    accessible_role = Role.StaticText

    def __init__(self, check: Check, *, advice: bool) -> None:
        super().__init__()
        failed = check.verdict is not Verdict.PASS
        words = QVBoxLayout()
        words.setSpacing(2)
        told = check.sentence if advice else check.name
        words.addWidget(label(told, "strong" if failed and advice else "", wrap=True))
        if failed and advice and check.fix:
            words.addWidget(label(check.fix, "hint", wrap=True))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(Shape(TONES[check.verdict], 13), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        verdicts = {Verdict.PASS: _("passed"), Verdict.WATCH: _("watch"), Verdict.BLOCK: _("blocked")}
        self.setAccessibleName(
            " ".join(part for part in (verdicts[check.verdict] + ":", check.sentence, check.fix) if part)
        )
