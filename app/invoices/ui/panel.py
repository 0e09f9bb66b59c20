"""The panel beside the run: the current draft's finding with its fix, its nine checks, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from app.invoices.domain import DraftState, Shown
from app.invoices.queries import DraftRow
from app.invoices.ui.checks import CheckList
from app.invoices.ui.finding import FindingView
from app.kernel.clock import local_date
from app.kernel.formats import Formats
from app.kernel.words import _
from app.qt.buttons import Button, IconButton
from app.qt.flow import Flow
from app.qt.labels import label, rule
from app.qt.panel import SidePanel


class DraftPanel(SidePanel):
    """Finding, checks and actions of one draft."""

    preview_wanted = Signal()
    approve_wanted = Signal()
    reopen_wanted = Signal()
    hold_wanted = Signal()
    fix_wanted = Signal()
    keep_wanted = Signal()
    other_wanted = Signal()
    raise_wanted = Signal()
    stepped = Signal(int)

    def __init__(self, formats: Formats) -> None:
        """An empty panel."""
        super().__init__(_("Draft"))
        self._formats = formats
        self.place = label("", "caption")
        self.before = IconButton("chevron-up", _("Draft before"), keys="K", small=True)
        self.after = IconButton("chevron-down", _("Next draft"), keys="J", small=True)
        for widget in (self.place, self.before, self.after):
            self.head.addWidget(widget)
        self.finding = FindingView(formats)
        self.about = label("", "second", wrap=True)
        self.decided = label("", "hint", wrap=True)
        self.between = rule()
        self.checks = CheckList(advice=False)
        self.again = Button(_("Ask again what was kept"), icon="undo-2", small=True)
        for part in (self.finding, self.about, self.decided, self.between, self.checks):
            self.body.addWidget(part)
        self.body.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        self.approve = Button(_("Approve"), keys="A")
        self.reopen = Button(_("Reopen"), icon="undo-2", keys="R")
        self.preview = Button(_("Preview"), icon="eye", keys="Space")
        self.hold = Button(_("Hold\u2026"))
        self.hold.setAccessibleDescription("H")
        self.foot.addWidget(rule())
        self.foot.addWidget(Flow([self.preview, self.approve, self.reopen, self.hold], []))
        self.before.clicked.connect(lambda: self.stepped.emit(-1))
        self.after.clicked.connect(lambda: self.stepped.emit(1))
        self.finding.fix_wanted.connect(self.fix_wanted)
        self.finding.keep_wanted.connect(self.keep_wanted)
        self.finding.other_wanted.connect(self.other_wanted)
        self.again.clicked.connect(self.raise_wanted)
        self.finding.reopen_wanted.connect(self.reopen_wanted)
        for button, signal in (
            (self.preview, self.preview_wanted),
            (self.approve, self.approve_wanted),
            (self.reopen, self.reopen_wanted),
            (self.hold, self.hold_wanted),
        ):
            button.clicked.connect(signal)
        self._told: tuple[object, ...] = ()
        self.show_draft(None, 0, 0, may_draft=False, may_approve=False, may_agree=False)

    def show_draft(
        self, row: DraftRow | None, place: int, count: int, *, may_draft: bool, may_approve: bool, may_agree: bool
    ) -> None:
        """Tell about a draft; None: nothing is chosen. What is told already stays as it is."""
        told = (row, place, count, may_draft, may_approve, may_agree)
        if told == self._told:
            return
        self._told = told
        self.set_title(row.client_name if row is not None else _("No draft chosen"))
        self.place.setText(_("{place} of {count}").format(place=place, count=count) if row is not None else "")
        self.before.setEnabled(place > 1)
        self.after.setEnabled(0 < place < count)
        approved = row is not None and row.state is DraftState.APPROVED
        held = row is not None and row.state is DraftState.HOLD
        there = row is not None
        found = row.finding if row is not None else None
        self.finding.show_finding(
            found,
            approver=row.approver_name if row is not None else "",
            approved=approved,
            may_draft=may_draft,
            may_approve=may_approve,
            may_agree=may_agree,
        )
        # the finding is what matters; without one the panel says what the draft is
        self.about.setText(self._about(row) if row is not None else "")
        self.about.setVisible(there and found is None)
        self.decided.setText(decided_words(row, self._formats) if row is not None else "")
        self.decided.setVisible(bool(self.decided.text()) and not (row is not None and row.awaits))
        self.between.setVisible(there)
        self.checks.setVisible(there)
        self.checks.set_checks(row.checks if row is not None else ())
        asked = found is not None and found.needs_reason
        ready = row is not None and row.shown in {Shown.READY, Shown.CHECK} and not asked
        kept = row is not None and any(check.kept for check in row.checks)
        self.again.setVisible(kept and may_draft and not approved)
        self.preview.setVisible(there)
        self.approve.setVisible(ready and may_approve)
        self.reopen.setVisible(approved and may_approve and found is None)
        awaits = row is not None and row.awaits
        self.hold.setVisible(there and may_draft and not approved and not awaits)
        self.hold.setText(_("Release") if held else _("Hold\u2026"))

    def _about(self, row: DraftRow) -> str:
        parts = (
            f"{row.sow_number} {row.sow_title}",
            _("due {day}").format(day=self._formats.date(row.due_on)),
            _("PO {number}").format(number=row.po_number) if row.po_number else "",
        )
        return " \u00b7 ".join(part for part in parts if part)


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
