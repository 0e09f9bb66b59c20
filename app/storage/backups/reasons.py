"""Reasons: why a backup was taken. What was taken before a step that changes everything is kept for a year."""

from __future__ import annotations

from enum import StrEnum

from app.kernel.words import _


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

    @property
    def words(self) -> str:
        """The reason, for a list."""
        return {
            Reason.TIME: _("every 30 minutes"),
            Reason.EXIT: _("when closing"),
            Reason.ASKED: _("asked for"),
            Reason.UPGRADE: _("before an upgrade"),
            Reason.IMPORT: _("before an import"),
            Reason.RESTORE: _("before going back"),
            Reason.KEYS: _("before new keys"),
        }[self]
