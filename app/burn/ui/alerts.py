"""Budget alerts as a list: what was crossed, where, since when; Enter acknowledges one with a note."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.burn.commands import acknowledge
from app.burn.queries import AlertRow, alerts
from app.kernel.formats import Formats
from app.kernel.words import _, ngettext
from app.qt.buttons import Button
from app.qt.cards import Empty
from app.qt.columns import Column
from app.qt.dialogs import FormDialog
from app.qt.focus import HandsOn
from app.qt.forms import Field
from app.qt.operations import Operations
from app.qt.table import RecordTable


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
    dialog = FormDialog(
        _("Acknowledge the alert"),
        [
            Field(
                "note", _("What happens next"), "long", required=True, help=_("Everybody who sees the budget reads it.")
            )
        ],
        formats,
        submit=_("Acknowledge"),
        intro=f"{alert_sentence(row, formats)}\n{row.client_name} \u00b7 {row.number} {row.title}",
        parent=parent,
    )
    dialog.runs(operations, acknowledge, lambda values: {"alert_id": row.alert_id, **values}, then)
    return dialog


class AlertList(HandsOn, QWidget):
    """Alerts nobody has acknowledged. Call `refresh` when it is to be seen; its page listens to the room burn."""

    def __init__(self, operations: Operations, formats: Formats, *, today: Callable[[], date]) -> None:
        """An empty list."""
        super().__init__()
        self._operations = operations
        self._formats = formats
        self._today = today
        self.table = RecordTable(
            self._columns(),
            formats,
            name=_("Budget alerts"),
            empty=Empty("gauge", _("No budget has crossed a line that nobody has seen.")),
        )
        self.table.opened.connect(self.ask)
        self.table.selected.connect(self._selected)
        self.button = Button(_("Acknowledge\u2026"), icon="check", keys="Enter")
        self.button.clicked.connect(lambda: self.ask(self.table.current_row()))
        foot = QHBoxLayout()
        foot.setContentsMargins(14, 8, 14, 10)
        foot.addWidget(self.button)
        foot.addStretch()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.table, 1)
        box.addLayout(foot)
        self.hand_on_to(self.table)
        self._selected(None)

    def _columns(self) -> list[Column]:
        return [
            Column(
                "urgency",
                "",
                lambda row: _("Act") if row.percent >= 100 else _("Watch"),
                kind="shape",
                width=34,
                tone=alert_tone,
                sort=lambda row: -row.percent,
            ),
            Column(
                "alert",
                _("Alert"),
                lambda row: alert_sentence(row, self._formats),
                bold=True,
                least=260,
                sub=lambda row: f"{row.client_name} \u00b7 {row.number} {row.title}",
            ),
            Column("used", _("Used by then"), lambda row: row.used, kind="money", width=130),
            Column("budget", _("Budget"), lambda row: row.budget, kind="money", width=130),
            Column("waits", _("Waits"), self._waits, width=100, right=True, sort=lambda row: row.crossed_on),
        ]

    def _waits(self, row: AlertRow) -> str:
        days = max(0, (self._today() - row.crossed_on).days)
        return ngettext("{n} day", "{n} days", days)

    def refresh(self) -> None:
        """Read the alerts again."""
        self._operations.read(alerts, self.show_rows, latest=self)

    def show_rows(self, rows: list[AlertRow]) -> None:
        """Show these alerts."""
        self.table.set_rows(rows)

    def _selected(self, row: AlertRow | None) -> None:
        self.button.setVisible(bool(self.table.rows()))
        self.button.setEnabled(row is not None)

    def ask(self, row: AlertRow | None) -> None:
        """Open the note for an alert."""
        if row is None:
            return
        dialog = acknowledge_dialog(
            self._operations, self._formats, row, parent=self.window(), then=lambda _done: self.refresh()
        )
        dialog.open()
