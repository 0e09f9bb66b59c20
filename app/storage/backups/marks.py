"""The mark of a backup: a small file beside it that says what it holds, and when it was opened and checked."""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from app.kernel.words import ngettext
from app.storage.backups.folders import folder_of, is_folder
from app.storage.backups.reasons import Reason
from app.storage.copies import drafted
from app.storage.naming import named_once
from app.storage.secrets.sealing import is_hex
from app.storage.secrets.slots import key_file, mark_at, sync_folder

FORMAT, VERSION = "watertight backup", 1
SUFFIX = ".mark"
ENDING = ".watertight"
"""Of every backup, whatever its book is called: by it backups are found again."""
UNCHECKED = "not checked"
"""What the mark of a dump says that nobody has restored."""
A_CLOCK = timedelta(minutes=10)
"""What the clocks of two computers may differ without anybody calling one of them wrong."""
LARGEST = 20_000
_DIGEST = 32
_FLAGS = os.O_RDONLY
for _flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"):  # through no link, and a pipe in its place is not waited for
    _FLAGS |= getattr(os, _flag, 0)
RESTORED = r" restored \d{4}-\d{2}-\d{2}(?: \(\d+\))?"
"""What stands behind the name of a book that was restored beside the old one."""
_RESTORED = re.compile(rf"(.+?){RESTORED}", re.DOTALL)
_EMPTY = bytes(_DIGEST).hex()
"""The first entry of a book that has none yet."""
_NAME = re.compile(r".+ \d{4}-\d{2}-\d{2} \d{6}(?: \(\d+\))?\.watertight", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup as its mark tells it.

    `sequence` and `head` are the end of the history it holds, `origin` is the hash of its first entry: the same for all
    backups of a book, however the file is called or its keys change. `damage` says what a later look found.
    """

    place: Path
    made: datetime
    reason: Reason
    size: int
    sequence: int
    head: str
    checked_at: datetime
    book: str
    origin: str
    sha256: str
    encrypted: bool
    revision: str
    damage: str = ""
    findings: int = 0
    """What the book itself had that does not fit: the backup is as it was."""

    @property
    def good(self) -> bool:
        """Whether the last look found it whole."""
        return not self.damage

    @property
    def unchecked(self) -> bool:
        """Whether nobody has opened it yet, because somebody wanted it so."""
        return self.damage == UNCHECKED

    def looked_at(self, when: str) -> str:
        """When it was looked at, and how much did not fit in the book itself."""
        if not self.findings:
            return when
        return ngettext("{n} finding, {when}", "{n} findings, {when}", self.findings).format(when=when)

    @property
    def lasting(self) -> bool:
        """Whether it is kept for a year, however many came after it."""
        return self.reason.lasting


@dataclass(frozen=True, slots=True)
class Waiting:
    """The name a draft was to get, and what it was called until then."""

    place: Path
    draft: str


def mark_file(backup: Path) -> Path:
    """Where the mark of a backup lies."""
    return backup.with_suffix(SUFFIX)


def write(backup: Backup, *, draft: Path | None = None) -> None:
    """Write the mark of a backup, whole or not at all.

    With the `draft` that is about to become the backup it is a new one: FileExistsError where there is one of its name.
    """
    place = mark_file(backup.place)
    held = {
        "format": FORMAT,
        "version": VERSION,
        "file": backup.place.name,
        "book": backup.book,
        "made": backup.made.isoformat(timespec="seconds"),
        "reason": str(backup.reason),
        "size": backup.size,
        "sha256": backup.sha256,
        "sequence": backup.sequence,
        "head": backup.head,
        "origin": backup.origin,
        "encrypted": backup.encrypted,
        "revision": backup.revision,
        "checked": backup.checked_at.isoformat(timespec="seconds"),
        "damage": backup.damage,
        "findings": backup.findings,
        **({} if draft is None else {"draft": draft.name}),
    }
    with drafted(place) as mark:
        with mark.open("rb+") as file:
            file.write(json.dumps(held, indent=1, ensure_ascii=False).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        if draft is None:
            mark.replace(place)
        else:
            named_once(mark, place)
    sync_folder(place.parent)


def read(place: Path) -> Backup | None:
    """The backup at a path as its mark tells it; None where there is none, or its mark does not fit."""
    try:
        state = place.lstat()
    except OSError:
        return None
    held = _held(mark_file(place))
    if not stat.S_ISREG(state.st_mode) or held.get("file") != place.name:
        return None
    found = _understood(place, held)
    if found is not None and found.good and found.size != state.st_size:
        return replace(found, damage="size")
    return found


def waiting(mark: Path) -> Waiting | None:
    """What a mark of ours was written for before it had its name; None where it does not say."""
    held = _held(mark)
    name, draft = held.get("file"), held.get("draft")
    if held.get("format") != FORMAT or not isinstance(name, str) or not isinstance(draft, str):
        return None
    place = mark.with_name(Path(name).name)
    return Waiting(place, draft) if mark_file(place) == mark else None


def _held(mark: Path) -> Mapping[str, Any]:
    try:
        handle = os.open(mark, _FLAGS)
        with os.fdopen(handle, "rb") as file:
            content = file.read(LARGEST + 1)
        held = json.loads(content) if len(content) <= LARGEST else None
    except (OSError, ValueError, RecursionError):
        return {}
    return held if isinstance(held, dict) else {}


def _understood(place: Path, held: Mapping[str, Any]) -> Backup | None:
    if held.get("format") != FORMAT or held.get("version") != VERSION:
        return None
    held = {"findings": 0, **held}
    numbers = all(type(held.get(name)) is int and held[name] >= 0 for name in ("size", "sequence", "findings"))
    words = all(isinstance(held.get(name), str) for name in ("book", "made", "reason", "revision", "checked", "damage"))
    digests = all(is_hex(held.get(name), _DIGEST) for name in ("sha256", "head", "origin"))
    if not (numbers and words and digests and isinstance(held.get("encrypted"), bool)):
        return None
    try:
        made, checked = datetime.fromisoformat(held["made"]), datetime.fromisoformat(held["checked"])
        reason = Reason(held["reason"])
    except ValueError:
        return None
    if made.tzinfo is None or checked.tzinfo is None:
        return None
    return Backup(
        place,
        made,
        reason,
        held["size"],
        held["sequence"],
        held["head"],
        checked,
        held["book"],
        held["origin"],
        held["sha256"],
        held["encrypted"],
        held["revision"],
        held["damage"],
        held["findings"],
    )


def moment(made: datetime) -> str:
    """When a backup was taken, for its name: on the clock of this computer."""
    return made.astimezone().strftime("%Y-%m-%d %H%M%S")


def first_name(name: str) -> str:
    """What a book was called before it was restored, if its name tells that."""
    restored = _RESTORED.fullmatch(name)
    return name if restored is None else restored[1]


def in_folder(folder: Path) -> list[Backup]:
    """All backups in a folder, of whatever book, the newest first; none where there is no folder."""
    if not is_folder(folder):
        return []
    found: list[Backup] = []
    with suppress(OSError):
        found += filter(None, (read(one) for one in sorted(folder.iterdir()) if _NAME.fullmatch(one.name)))
    return sorted(found, key=lambda one: (one.made, one.sequence, one.place.name), reverse=True)


def of_book(backups: Iterable[Backup], name: str, origin: str = "") -> list[Backup]:
    """Those of one book: by its first entry where that is known, else by its name and what was once called so."""
    found = list(backups)
    names = {name, first_name(name)}
    origins = ({origin} if origin else {one.origin for one in found if one.book in names}) - {_EMPTY}
    return [one for one in found if one.origin in origins or (one.origin == _EMPTY and one.book == name)]


def listed(place: str | Path, origin: str = "", second: Path | None = None) -> list[Backup]:
    """The backups of a book, the newest first: those beside it, and those in a second place.

    Each was opened and checked; one that was found damaged later says so. The book itself is not asked: it may be gone.
    Where nobody could say its `origin`, the keys beside it tell which are of it, however it was called then.
    """
    book = Path(place)
    name = book.resolve().stem
    found = [one for folder in (folder_of(book), second) if folder is not None for one in in_folder(folder)]
    mine = of_book(found, name, origin or _opened_by(key_file(book), found))
    return sorted(mine, key=lambda one: (one.made, one.sequence, one.place.name), reverse=True)


def _opened_by(keys: Path, backups: Iterable[Backup]) -> str:
    """The origin of the backups that the same root opens; "" where there is none."""
    root = mark_at(keys)
    if root is None:
        return ""
    return next((one.origin for one in backups if mark_at(key_file(one.place)) == root), "")


def as_they_came(backups: Iterable[Backup], now: datetime) -> list[Backup]:
    """A list that begins with the newest, those behind the others that a wrong clock dated in the future.

    Such a one is better than none, but nobody knows when it was taken; it must not stand as the last for years.
    """
    found = list(backups)
    return sorted(found, key=lambda one: one.made > now + A_CLOCK)


def newest_good(backups: Iterable[Backup], now: datetime) -> Backup | None:
    """The newest one that is whole, of a list that begins with the newest."""
    return next((one for one in as_they_came(backups, now) if one.good), None)
