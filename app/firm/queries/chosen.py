"""Settings in themselves: each choice is made once, else nobody could tell which one holds."""

from __future__ import annotations

from sqlalchemy import func, select

from app.firm.records import Setting
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.reading import Reads

_TWICE = (
    select(func.max(Setting.id).label("id"))
    .group_by(Setting.key, Setting.person_id)
    .having(func.count() > 1)
    .order_by(func.max(Setting.id))
)
"""The database keeps those of one person apart; of the firm's own it does not, for they have no person."""


def setting_problems(reads: Reads) -> list[Problem]:
    """Settings that are there twice."""
    return [
        Problem(
            "check.setting",
            _("A setting of the firm is in the book twice."),
            hint=_("Choose it anew in the settings; if that does not help, compare with the newest backup."),
            about=f"Setting:{setting_id}",
        )
        for setting_id in reads.execute(_TWICE).scalars()
    ]
