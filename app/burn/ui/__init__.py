"""Budgets on screen: the list of alerts, key figures, hours by role."""

from __future__ import annotations

from app.burn.ui.alerts import AlertList, acknowledge_dialog, alert_sentence, alert_tone
from app.burn.ui.card import BurnCard
from app.burn.ui.overview import BurnFigures, HoursByRole, used_tone

__all__ = [
    "AlertList",
    "BurnCard",
    "BurnFigures",
    "HoursByRole",
    "acknowledge_dialog",
    "alert_sentence",
    "alert_tone",
    "used_tone",
]
