"""Budgets on screen: alerts and their answer, key figures, hours by role."""

from __future__ import annotations

from app.burn.ui.alerts import acknowledge_dialog, alert_sentence, alert_tone
from app.burn.ui.card import BurnCard
from app.burn.ui.chart_data import rounded_to_ten
from app.burn.ui.overview import BurnFigures, HoursByRole, forecast_tone, used_tone

__all__ = [
    "BurnCard",
    "BurnFigures",
    "HoursByRole",
    "acknowledge_dialog",
    "alert_sentence",
    "alert_tone",
    "forecast_tone",
    "rounded_to_ten",
    "used_tone",
]
