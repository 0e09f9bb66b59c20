"""The windows that show the history."""

from app.history.ui.book import BookHistoryDialog
from app.history.ui.dialog import HistoryDialog

__all__ = ["BookHistoryDialog", "HistoryDialog"]
