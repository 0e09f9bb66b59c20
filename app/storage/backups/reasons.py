"""Reasons: why a backup was taken. What was taken before a step that changes everything is kept for a year."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Why a backup was taken."""

    TIME = "time"
    EXIT = "exit"
    ASKED = "asked"
    UPGRADE = "upgrade"
    IMPORT = "import"
    RESTORE = "restore"
    KEYS = "keys"

    @property
    def lasting(self) -> bool:
        """Whether it is kept for a year, however many came after it."""
        return self in {Reason.UPGRADE, Reason.RESTORE}
