"""A budget alert in words, and the question that answers it with a note."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.kernel.formats import Formats
from app.kernel.words import _
from app.qt.dialogs import FormDialog
from app.qt.forms import Field
from app.qt.operations import Operations

if TYPE_CHECKING:
    from app.burn.queries import AlertRow


def alert_tone(row: AlertRow) -> str:
    """Act from the whole budget on, watch below."""
    return "bad" if row.percent >= 100 else "warn"


def alert_sentence(row: AlertRow, formats: Formats) -> str:
    """What happened: "75% of the budget reached on 29 Apr"."""
    return _("{percent} of the budget reached on {day}").format(
        percent=formats.percent(Decimal(row.percent)), day=formats.day(row.crossed_on)
    )


def acknowledge_dialog(
    operations: Operations,
    formats: Formats,
    row: AlertRow,
    *,
    parent: QWidget,
    then: Callable[[Any], object] | None = None,
) -> FormDialog:
    """Say what happens next; nothing else closes an alert."""
    from app.burn.commands import acknowledge  # late, with all its records: the words above need none
    from app.kernel.ways_back import why_final

    dialog = FormDialog(
        _("Acknowledge the alert"),
        [
            Field(
                "note", _("What happens next"), "long", required=True, help=_("Everybody who sees the budget reads it.")
            )
        ],
        formats,
        submit=_("Acknowledge"),
        intro="\n".join(
            (
                alert_sentence(row, formats),
                f"{row.client_name} \u00b7 {row.number} {row.title}",
                why_final(acknowledge),
            )
        ),
        parent=parent,
    )
    about = ("alert", row.alert_id)
    dialog.runs(operations, acknowledge, lambda values: {"alert_id": row.alert_id, **values}, then, about=about)
    return dialog
