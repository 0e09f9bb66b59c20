"""The panel beside the run: what the checks of the current draft say, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from app.invoices.domain import DraftState, Shown
from app.invoices.queries import DraftRow
from app.invoices.ui.checks import CheckList
from app.kernel.clock import local_date
from app.kernel.formats import Formats
from app.kernel.words import _
from app.qt.buttons import Button
from app.qt.labels import label, rule
from app.qt.panel import SidePanel


class DraftPanel(SidePanel):
    """Checks and actions of one draft."""

    preview_wanted = Signal()
    approve_wanted = Signal()
    reopen_wanted = Signal()
    hold_wanted = Signal()
    adjust_wanted = Signal()
    order_wanted = Signal()

    def __init__(self, formats: Formats) -> None:
        """An empty panel."""
        super().__init__(_("Draft"))
        self._formats = formats
        self.place = label("", "caption")
        self.head.addWidget(self.place)
        self.about = label("", "second", wrap=True)
        self.decided = label("", "hint", wrap=True)
        self.checks = CheckList()
        for widget in (self.about, self.decided, rule(), self.checks):
            self.body.addWidget(widget)
        self.preview = Button(_("Preview"), icon="eye", keys="Space")
        self.approve = Button(_("Approve"), keys="A", primary=True)
        self.reopen = Button(_("Reopen"), icon="undo-2", keys="R")
        self.hold = Button(_("Hold\u2026"), keys="H")
        self.adjust = Button(_("Adjust\u2026"), keys="W")
        self.order = Button(_("Set PO\u2026"), keys="P")
        for buttons in ((self.approve, self.reopen, self.preview), (self.adjust, self.order, self.hold)):
            row = QHBoxLayout()
            row.setSpacing(8)
            for button in buttons:
                row.addWidget(button)
            row.addStretch()
            self.foot.addLayout(row)
        for button, signal in (
            (self.preview, self.preview_wanted),
            (self.approve, self.approve_wanted),
            (self.reopen, self.reopen_wanted),
            (self.hold, self.hold_wanted),
            (self.adjust, self.adjust_wanted),
            (self.order, self.order_wanted),
        ):
            button.clicked.connect(signal)
        self.show_draft(None, 0, 0, may_draft=False, may_approve=False)

    def show_draft(self, row: DraftRow | None, place: int, count: int, *, may_draft: bool, may_approve: bool) -> None:
        """Tell about a draft; None: nothing is chosen."""
        self.set_title(row.client_name if row is not None else _("No draft chosen"))
        self.place.setText(_("{place} of {count}").format(place=place, count=count) if row is not None else "")
        self.about.setText(self._about(row) if row is not None else "")
        self.decided.setText(self._decided(row) if row is not None else "")
        self.decided.setVisible(bool(self.decided.text()))
        self.checks.setVisible(row is not None)
        self.checks.set_checks(row.checks if row is not None else ())
        approved = row is not None and row.state is DraftState.APPROVED
        held = row is not None and row.state is DraftState.HOLD
        there = row is not None
        self.preview.setVisible(there)
        self.approve.setVisible(there and may_approve and not approved)
        self.approve.setEnabled(there and not held and row is not None and row.shown is not Shown.BLOCKED)
        self.reopen.setVisible(approved and may_approve)
        self.hold.setVisible(there and may_draft and not approved)
        self.hold.setText(_("Release") if held else _("Hold\u2026"))
        self.adjust.setVisible(there and may_draft and not approved)
        self.order.setVisible(there and may_draft and not approved)

    def _about(self, row: DraftRow) -> str:
        parts = (
            f"{row.sow_number} {row.sow_title}",
            _("due {day}").format(day=self._formats.date(row.due_on)),
            _("PO {number}").format(number=row.po_number) if row.po_number else "",
        )
        return " \u00b7 ".join(part for part in parts if part)

    def _decided(self, row: DraftRow) -> str:
        return decided_words(row, self._formats)


def decided_words(row: DraftRow, formats: Formats) -> str:
    """Who decided and when: "Grace Bennett approved, 29 Apr 16:20"; the reason of a hold."""
    if row.state is DraftState.HOLD:
        return _("On hold: {reason}").format(reason=row.hold_reason)
    if row.state is DraftState.APPROVED and row.decided_at is not None:
        return _("{name} approved, {day} {time}").format(
            name=row.decided_by,
            day=formats.day(local_date(row.decided_at, formats.zone)),
            time=formats.time(row.decided_at),
        )
    return ""
