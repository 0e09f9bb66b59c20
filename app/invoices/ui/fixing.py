"""Settling the finding of the chosen draft: by its fix, or by leaving it as it is with a reason."""

from __future__ import annotations

from functools import partial
from typing import Any

from app.invoices.commands import (
    Adjusted,
    Kept,
    OrderRecorded,
    Settled,
    collect_draft,
    raise_finding,
    remove_adjustment,
    use_sow_rate,
)
from app.invoices.domain import Check, Fix, Verdict
from app.invoices.queries import DraftLineRow, DraftRow, ForReasons, for_reasons
from app.invoices.ui import dialogs
from app.invoices.ui.actions import DraftActions
from app.invoices.ui.finding import AGREEING
from app.kernel.words import _


class Fixing(DraftActions):
    """Fixes of the chosen draft, on top of what can be decided about it."""

    may_agree = False

    def fix(self) -> None:
        """Carry out the fix of what is to be settled first."""
        row = self._current()
        found = row.finding if row is not None else None
        if row is None or self.asking:
            return
        if found is None or found.way is None:
            self.told.emit(_("There is nothing to fix on the draft of {client}.").format(client=row.client_name), None)
            return
        if not self.may_change(row):
            return
        if found.way in AGREEING and not self.may_agree:
            self._hand_over(row, found)
        else:
            self._carry_out(row, found, found.way)

    def _hand_over(self, row: DraftRow, found: Check) -> None:
        """Who may not change the agreement holds the draft for the one who approves it."""
        reason = _("For {person}: {finding}").format(
            person=row.approver_name or _("the approver"), finding=found.heading
        )
        asked = self.asked(row, self.held)
        self.ask(dialogs.hold_dialog(self._operations, self._formats, asked, reason=reason))

    def fix_otherwise(self) -> None:
        """Take the second way out of what is to be settled first."""
        row = self._current()
        found = row.finding if row is not None else None
        if row is None or found is None or found.other is None or self.asking:
            return
        if self.may_change(row):
            self._carry_out(row, found, found.other)

    def _carry_out(self, row: DraftRow, found: Check, way: Fix) -> None:
        match way:
            case Fix.SOW_RATE:
                self._use_sow_rate(row)
            case Fix.END_DISCOUNT:
                self._read_discount(row, found)
            case Fix.COLLECT:
                words = _("{client} is put together anew.").format(client=row.client_name)
                self.run_on(row, collect_draft, words)
            case Fix.WRITE_DOWN:
                stake = found.stake
                self.ask_adjust(row, stake.difference if stake is not None else None)
            case Fix.ORDER:
                self._ask_order(row)
            case Fix.ACCEPTANCE:
                asked = self.asked(row, self._accepted)
                self.ask(dialogs.acceptance_dialog(self._operations, self._formats, asked, found.about))
            case Fix.APPROVALS:
                self.wants.emit("approvals", None)
            case Fix.CLIENT:
                self.wants.emit("clients", row.client_id)
            case Fix.SOW:
                self.wants.emit("engagement", row.sow_id)
            case Fix.FIRM:
                self.wants.emit("settings", None)

    # ------------------------------------------------------------------ rates and discounts

    def _use_sow_rate(self, row: DraftRow) -> None:
        self.run_on(row, use_sow_rate, _("{client} is billed at the SOW rate.").format(client=row.client_name))

    def _read_discount(self, row: DraftRow, found: Check) -> None:
        """End a discount: which line it is, is read first."""
        if not self.take(row):
            return

        def take_off(facts: ForReasons) -> None:
            line = next((item for item in facts.lines if item.line_id in found.about), None)
            if line is not None:
                self._end_discount(row, line)
            else:
                self.let_go(row)

        self._operations.read(for_reasons, take_off, failed=partial(self.give_up, row), draft_id=row.draft_id)

    def _end_discount(self, row: DraftRow, line: DraftLineRow) -> None:
        def done(_taken: Adjusted) -> None:
            self.told.emit(_("The discount of {client} is ended.").format(client=row.client_name), None)

        failed = partial(self.give_up, row)
        self._operations.run(remove_adjustment, done, failed=failed, line_id=line.line_id, draft_version=row.version)

    # ------------------------------------------------------------------ orders and milestones

    def _ask_order(self, row: DraftRow) -> None:
        asked = self.asked(row, self._order_recorded)
        self.ask(dialogs.record_order_dialog(self._operations, self._formats, asked))

    def _order_recorded(self, row: DraftRow, _done: OrderRecorded) -> None:
        self.told.emit(_("Purchase order of {client} recorded.").format(client=row.client_name), None)

    def _accepted(self, row: DraftRow, _done: Settled) -> None:
        self.told.emit(_("Acceptance of {client} recorded.").format(client=row.client_name), None)

    # ------------------------------------------------------------------ keeping

    def keep(self) -> None:
        """Leave the finding as it is, with a reason."""
        row = self._current()
        found = row.finding if row is not None else None
        if row is None or found is None or not found.mark or found.verdict is not Verdict.WATCH:
            return
        if self.asking or not self.may_change(row):
            return

        def make(facts: ForReasons) -> Any:
            asked = self.asked(row, self._kept)
            return dialogs.keep_dialog(self._operations, self._formats, asked, found, facts.counts)

        self.ask_with(for_reasons, make, draft_id=row.draft_id)

    def _kept(self, row: DraftRow, _done: Kept) -> None:
        self.told.emit(_("{client} stays as it is; the reason is kept.").format(client=row.client_name), None)

    def ask_again(self) -> None:
        """Take the reason back that was given last: its check asks again."""
        row = self._current()
        kept = [finding_id for check in row.checks for finding_id in check.kept] if row is not None else []
        if row is not None and kept and self.may_change(row):
            words = _("The question on {client} is open again.").format(client=row.client_name)
            self.run_on(row, raise_finding, words, finding_id=kept[-1])
