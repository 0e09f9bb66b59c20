"""Exports on screen: what, of when, and where to."""

from __future__ import annotations

from app.exports.ui.dialog import ExportDialog

__all__ = ["ExportDialog"]
