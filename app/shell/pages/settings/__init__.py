"""Settings: what this window, this firm and this book can be told, each with its effect in one line."""

from __future__ import annotations

from app.shell.pages.settings.page import SettingsPage

__all__ = ["SettingsPage"]
