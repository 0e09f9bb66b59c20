"""What a check found on the current draft: the sentence, the money it is about, and the two ways out."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.invoices.domain import Check, Fix, Stake, Verdict
from app.kernel.formats import Formats
from app.kernel.money import Money
from app.kernel.words import _
from app.qt.accessible import Role
from app.qt.buttons import Button
from app.qt.flow import Flow
from app.qt.labels import Shape, label, rule, set_role
from app.qt.tokens import color

TONES = {Verdict.PASS: "ok", Verdict.WATCH: "warn", Verdict.BLOCK: "bad"}
AGREEING = frozenset({Fix.SOW_RATE, Fix.ORDER})
"""Fixes that change the agreement with the client: they need the right to."""


def fix_words(way: Fix) -> str:
    """What the button of a fix says."""
    return {
        Fix.SOW_RATE: _("Use SOW rate"),
        Fix.END_DISCOUNT: _("End the discount"),
        Fix.COLLECT: _("Collect this draft again"),
        Fix.WRITE_DOWN: _("Write down\u2026"),
        Fix.ORDER: _("Record the order\u2026"),
        Fix.ACCEPTANCE: _("Record acceptance\u2026"),
        Fix.APPROVALS: _("Go to approvals"),
        Fix.CLIENT: _("Open the client"),
        Fix.SOW: _("Open the SOW"),
        Fix.FIRM: _("Open the settings"),
    }[way]


class _StakeBox(QFrame):
    """Now, with the fix, difference: three lines in a box."""

    accessible_role = Role.Grouping

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self._formats = formats
        self._values: list[QLabel] = []
        box = QVBoxLayout(self)
        box.setContentsMargins(10, 4, 10, 4)
        box.setSpacing(0)
        for place, words in enumerate((_("Now"), _("With the fix"), _("Difference"))):
            if place:
                box.addWidget(rule())
            row = QHBoxLayout()
            row.setContentsMargins(0, 5, 0, 5)
            row.setSpacing(8)
            value = label("", "strong", wrap=True)
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            value.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            row.addWidget(label(words, "second"))
            row.addWidget(value, 1)
            box.addLayout(row)
            self._values.append(value)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color("line"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.end()

    def show_stake(self, stake: Stake | None) -> None:
        """Show sums, with the reckoning where there is one."""
        self.setVisible(stake is not None)
        if stake is None:
            return
        now, then, difference = self._values
        now.setText(self._line(stake.now_words, stake.now))
        then.setText(self._line(stake.then_words, stake.then))
        difference.setText(signed(stake.difference, self._formats))
        set_role(difference, "gain" if stake.difference.minor > 0 else "strong")
        self.setAccessibleName(
            _("Now {now}, with the fix {then}, difference {difference}").format(
                now=now.text(), then=then.text(), difference=difference.text()
            )
        )

    def _line(self, words: str, amount: Money) -> str:
        sum_words = self._formats.money(amount)
        return _("{reckoning} = {sum}").format(reckoning=words, sum=sum_words) if words else sum_words


def signed(amount: Money, formats: Formats) -> str:
    """An amount with its sign, also above zero."""
    return f"+{formats.money(amount)}" if amount.minor > 0 else formats.money(amount)


class FindingView(QWidget):
    """The finding at the head of the panel; hidden when every check passes."""

    fix_wanted = Signal()
    other_wanted = Signal()
    keep_wanted = Signal()
    reopen_wanted = Signal()

    def __init__(self, formats: Formats) -> None:
        """A hidden view."""
        super().__init__()
        self._shape = Shape("warn", 14)
        self.heading = label("", "strong", wrap=True)
        self.sentence = label("", "second", wrap=True)
        self.box = _StakeBox(formats)
        self.fix = Button("", keys="F", primary=True)
        self.other = Button("")
        self.keep = Button("")
        self.keep.setAccessibleDescription("L")
        self.keep.setToolTip("L")
        self.reopen = Button(_("Reopen"), icon="undo-2", keys="R")
        self.hint = label("", "hint", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self.heading)
        words.addWidget(self.sentence)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._shape.beside(self.heading), 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        self._buttons = Flow([self.fix, self.reopen, self.other, self.keep], [])
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 2, 0, 0)
        box.setSpacing(10)
        box.addLayout(top)
        box.addWidget(self.box)
        box.addWidget(self._buttons)
        box.addWidget(self.hint)
        self.fix.clicked.connect(self.fix_wanted)
        self.other.clicked.connect(self.other_wanted)
        self.keep.clicked.connect(self.keep_wanted)
        self.reopen.clicked.connect(self.reopen_wanted)
        self.hide()

    def show_finding(
        self,
        check: Check | None,
        *,
        approver: str,
        approved: bool,
        may_draft: bool,
        may_approve: bool,
        may_agree: bool,
    ) -> None:
        """Tell about a finding; None hides the view. An approved draft is reopened before it is changed.

        Who may not change the agreement hands the draft to its approver.
        """
        self.setVisible(check is not None)
        if check is None:
            return
        self._shape.set(TONES[check.verdict])
        self.heading.setText(check.heading)
        self.sentence.setText(check.sentence)
        self.box.show_stake(check.stake)
        may_fix = may_draft and not approved and check.way is not None
        self.fix.setVisible(may_fix)
        if check.way is not None:
            hand_over = check.way in AGREEING and not may_agree
            hand_words = _("Hand to {person}\u2026").format(person=approver or _("the approver"))
            self.fix.setText(hand_words if hand_over else fix_words(check.way))
        self.other.setVisible(may_fix and check.other is not None)
        if check.other is not None:
            self.other.setText(fix_words(check.other))
        self.keep.setVisible(may_draft and not approved and bool(check.mark) and check.verdict is Verdict.WATCH)
        self.keep.setText(_("{keep}\u2026").format(keep=check.keep or _("Leave it so")))
        self.reopen.setVisible(approved and may_approve)
        self._buttons.setVisible(not all(one.isHidden() for one in (self.fix, self.other, self.keep, self.reopen)))
        hint = check.keep_hint if not self.keep.isHidden() else "" if may_fix else check.fix
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
        self.setAccessibleName(f"{check.heading}. {check.sentence}")
