"""Backups of a book: taken beside the work, opened and checked before they count, kept long, brought back whole.

A backup is one file with its key file and a mark. The mark says what was found when it was opened: which moment of the
book it holds (the end of its history), how its bytes add up, when it was looked at last. What has no mark that fits is
no backup, whatever its name is.
"""

from app.storage.backups.comparing import Comparison, compare, last_entry
from app.storage.backups.folders import FOLDER, folder_of
from app.storage.backups.keeping import Dated, keep
from app.storage.backups.looking import Held, stand_of, where_it_stands
from app.storage.backups.marks import Backup, as_they_came, listed, newest_good
from app.storage.backups.reasons import Reason
from app.storage.backups.restoring import Rechecked, recheck, restore, target_beside
from app.storage.backups.taking import has_moved, take, thin

__all__ = [
    "FOLDER",
    "Backup",
    "Comparison",
    "Dated",
    "Held",
    "Reason",
    "Rechecked",
    "as_they_came",
    "compare",
    "folder_of",
    "has_moved",
    "keep",
    "last_entry",
    "listed",
    "newest_good",
    "recheck",
    "restore",
    "stand_of",
    "take",
    "target_beside",
    "thin",
    "where_it_stands",
]
