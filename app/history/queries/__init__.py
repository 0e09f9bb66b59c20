"""What pages and the command line read of the history."""

from app.history.queries.acts import NOBODY, ActRow, BookHistory, book_history
from app.history.queries.finding import numbered
from app.history.queries.rows import PAGE, History, HistoryRow, act_history, history
from app.history.queries.values import when

__all__ = [
    "NOBODY",
    "PAGE",
    "ActRow",
    "BookHistory",
    "History",
    "HistoryRow",
    "act_history",
    "book_history",
    "history",
    "numbered",
    "when",
]
