"""Reading budgets: what was used of them, and the alerts they raised."""

from __future__ import annotations

from app.burn.queries.alerts import AlertRow, alerts
from app.burn.queries.detail import (
    BurnDetail,
    BurnOutlook,
    GradeHoursRow,
    GradeUseRow,
    burn_of,
    burn_outlook,
    grade_hours,
)
from app.burn.queries.views import BurnView, burn, burn_views, crossings_of

__all__ = [
    "AlertRow",
    "BurnDetail",
    "BurnOutlook",
    "BurnView",
    "GradeHoursRow",
    "GradeUseRow",
    "alerts",
    "burn",
    "burn_of",
    "burn_outlook",
    "burn_views",
    "crossings_of",
    "grade_hours",
]
