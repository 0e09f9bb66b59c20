"""The dialogs about one draft: why to hold it, what to adjust, which order, when it was accepted, why it stays so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from app.invoices.commands import adjust_draft, hold_draft, keep_finding, record_acceptance, record_order, set_po
from app.invoices.domain import Check, LineKind, Reason, reason_words
from app.invoices.queries import DraftLineRow, DraftRow, ForReasons, ReasonCount
from app.kernel.formats import Formats
from app.kernel.money import Money
from app.kernel.words import _, ngettext
from app.qt.dialogs import FormDialog
from app.qt.fields import Field
from app.qt.operations import Operations

WHOLE = 0
"""The choice of an adjustment that belongs to no single line."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a dialog is asked about: the draft, the version to send, what happens then, and the window over it."""

    row: DraftRow
    version: Callable[[], int]
    then: Callable[[Any], object]
    parent: QWidget

    @property
    def about(self) -> tuple[str, int]:
        """What the dialog is about, for what is kept of it while somebody types."""
        return "draft", self.row.draft_id

    def sent(self, **more: Any) -> dict[str, Any]:
        """The arguments of a command on this draft."""
        return {"draft_id": self.row.draft_id, "version": self.version(), **more}


def hold_dialog(operations: Operations, formats: Formats, asked: Asked, *, reason: str = "") -> FormDialog:
    """Ask why a draft is held; `reason` is what is proposed."""
    dialog = FormDialog(
        _("Hold {client}").format(client=asked.row.client_name),
        [Field("reason", _("Reason"), required=True, default=reason or None)],
        formats,
        submit=_("Hold"),
        intro=_("The draft stays in the run with its reason; collecting leaves it alone."),
        parent=asked.parent,
    )
    dialog.runs(operations, hold_draft, lambda values: asked.sent(**values), asked.then, about=asked.about)
    return dialog


def reason_choices(counts: Sequence[ReasonCount], formats: Formats) -> tuple[tuple[Reason, str], ...]:
    """The reasons of the list, with how often each was given; another reason stands last."""
    said = [(item.reason, _counted(item, formats)) for item in counts if item.reason is not Reason.OTHER]
    return (*said, (Reason.OTHER, reason_words(Reason.OTHER)))


def _counted(item: ReasonCount, formats: Formats) -> str:
    words = reason_words(item.reason)
    if not item.count:
        return words
    text = ngettext("{reason} ({count} time so far)", "{reason} ({count} times so far)", item.count)
    return text.format(reason=words, count=formats.number(item.count))


def adjust_dialog(
    operations: Operations, formats: Formats, asked: Asked, found: ForReasons, *, amount: Money | None = None
) -> FormDialog:
    """Ask for a line that writes one line of the draft, or all of it, down or up."""
    row = asked.row
    lines = [line for line in found.lines if line.kind is not LineKind.ADJUSTMENT]
    on_line = [(line.line_id, _line_words(line, formats)) for line in lines]
    dialog = FormDialog(
        _("Adjust {client}").format(client=row.client_name),
        [
            Field("line", _("Line"), "choice", required=True, default=WHOLE,
                  choices=((WHOLE, _("The whole invoice")), *on_line)),
            Field("amount", _("Amount"), "money", required=True, currency=row.currency, default=amount,
                  help=_("Below zero writes down, above zero writes up.")),
            Field("ends_on", _("Agreed until"), "date", beside=True, help=_("For a discount that ends.")),
            Field("why", _("Reason"), "choice", required=True, choices=reason_choices(found.counts, formats)),
            Field("more", _("In more words")),
            Field("title", _("Words on the invoice"), placeholder=_("Discount, goodwill \u2026"), required=True),
        ],
        formats,
        submit=_("Adjust"),
        parent=asked.parent,
    )  # fmt: skip

    def arguments(values: dict[str, Any]) -> dict[str, Any]:
        line = next((item for item in lines if item.line_id == values["line"]), None)
        return asked.sent(
            amount=values["amount"],
            title=values["title"],
            reason=values["more"],
            why=Reason(values["why"]),
            ends_on=values["ends_on"],
            detail=line.title if line is not None else "",
            tax_code=line.tax_code if line is not None else None,
        )

    dialog.runs(operations, adjust_draft, arguments, asked.then, about=asked.about)
    return dialog


def _line_words(line: DraftLineRow, formats: Formats) -> str:
    parts = (line.title, line.detail, formats.money(line.net))
    return " \u00b7 ".join(part for part in parts if part)


def order_dialog(operations: Operations, formats: Formats, asked: Asked) -> FormDialog:
    """Ask for the client's purchase order number."""
    dialog = FormDialog(
        _("Purchase order of {client}").format(client=asked.row.client_name),
        [Field("po_number", _("PO number"), default=asked.row.po_number)],
        formats,
        submit=_("Set the number"),
        parent=asked.parent,
    )
    dialog.runs(operations, set_po, lambda values: asked.sent(**values), asked.then, about=asked.about)
    return dialog


def record_order_dialog(operations: Operations, formats: Formats, asked: Asked) -> FormDialog:
    """Ask for a purchase order as the client wrote it; it is recorded on the SOW and set on the draft."""
    row = asked.row
    dialog = FormDialog(
        _("Purchase order of {client}").format(client=row.client_name),
        [
            Field("number", _("PO number"), required=True, default=row.po_number),
            Field("amount", _("Amount without tax"), "money", required=True, currency=row.currency),
            Field("valid_from", _("Valid from"), "date", required=True, default=row.invoice_date),
            Field("valid_to", _("Valid until"), "date", beside=True),
        ],
        formats,
        submit=_("Record the order"),
        intro=_("This bill needs {net}. The order is recorded on {sow} and set on this draft.").format(
            net=formats.money(row.sums.net), sow=row.sow_number
        ),
        parent=asked.parent,
    )
    dialog.runs(operations, record_order, lambda values: asked.sent(**values), asked.then, about=asked.about)
    return dialog


def acceptance_dialog(
    operations: Operations, formats: Formats, asked: Asked, milestone_ids: tuple[int, ...]
) -> FormDialog:
    """Ask on which day the client accepted."""
    row = asked.row
    dialog = FormDialog(
        _("Acceptance by {client}").format(client=row.client_name),
        [Field("accepted_on", _("Accepted on"), "date", required=True, default=_last_day(row))],
        formats,
        submit=_("Record acceptance"),
        intro=_("{why}. Then {amount} can be approved and issued.").format(
            why=f"{row.why[:1].upper()}{row.why[1:]}", amount=formats.money(row.sums.net)
        ),
        parent=asked.parent,
    )
    dialog.runs(
        operations,
        record_acceptance,
        lambda values: asked.sent(milestone_ids=milestone_ids, **values),
        asked.then,
        about=asked.about,
    )
    return dialog


def _last_day(row: DraftRow) -> date:
    return min(row.invoice_date, row.period_last)


def keep_dialog(
    operations: Operations, formats: Formats, asked: Asked, found: Check, counts: Sequence[ReasonCount]
) -> FormDialog:
    """Ask why a finding stays as it is."""
    stake = found.stake
    costs = found.sentence
    if stake is not None and stake.difference.minor > 0:
        costs = _("{finding} If it stays so, {amount} is not billed.").format(
            finding=found.sentence, amount=formats.money(stake.difference)
        )
    dialog = FormDialog(
        _("{keep} for {client}").format(keep=found.keep or _("Leave it so"), client=asked.row.client_name),
        [
            Field("reason", _("Reason"), "choice", required=True, choices=reason_choices(counts, formats)),
            Field("text", _("In more words")),
        ],
        formats,
        submit=_("Keep with this reason"),
        intro=costs,
        parent=asked.parent,
    )
    dialog.runs(
        operations,
        keep_finding,
        lambda values: asked.sent(key=found.key, mark=found.mark, reason=Reason(values["reason"]), text=values["text"]),
        asked.then,
        about=asked.about,
    )
    return dialog
