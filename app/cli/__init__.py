"""The command line: the same jobs as the window, for scripts and cron."""

from app.cli import backups, bringing, founding, history, keys, money, reports, shared, work
from app.cli.tools import Tools
from app.cli.verbs import watertight

__all__ = [
    "Tools",
    "backups",
    "bringing",
    "founding",
    "history",
    "keys",
    "money",
    "reports",
    "shared",
    "watertight",
    "work",
]
