"""A finished backup gets its name: its mark and its keys lie there before it, so no file is ever without them."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from dataclasses import replace
from itertools import count
from pathlib import Path

from app.storage.backups import marks
from app.storage.backups.marks import Backup, mark_file
from app.storage.copies import copy_keys
from app.storage.naming import named_once
from app.storage.secrets import key_file
from app.storage.secrets.slots import sync_folder


def given_its_name(draft: Path, backup: Backup, keys: Path | None = None) -> Backup:
    """Give a draft the name of a backup, or the next one that is free: two may be taken in the same second.

    First comes the mark, which nobody else has and which names the draft, then the keys, then the name in one step. A
    kill before that leaves a draft and a mark that `clearing` removes; a mark alone is listed nowhere.
    """
    for number in count(1):
        named = replace(backup, place=_numbered(backup.place, number))
        place = named.place
        if os.path.lexists(place) or os.path.lexists(key_file(place)):
            continue
        try:
            marks.write(named, draft=draft)
        except FileExistsError:
            continue
        try:
            if keys is not None:
                copy_keys(keys, key_file(place))
            sync_folder(place.parent)
            named_once(draft, place)
        except BaseException as error:
            for one in (key_file(place) if keys is not None else None, mark_file(place)):
                if one is not None:
                    with suppress(OSError):
                        one.unlink(missing_ok=True)
            if isinstance(error, FileExistsError):
                continue
            raise
        try:
            sync_folder(place.parent)
        except BaseException:
            remove(place)
            raise
        return named
    raise AssertionError


def _numbered(place: Path, number: int) -> Path:
    return place if number == 1 else place.with_name(f"{place.stem} ({number}){place.suffix}")


def remove(place: Path) -> None:
    """Remove a backup. First the file: a mark without one is nothing, a file without its mark would stay for ever."""
    for one in (place, key_file(place), mark_file(place)):
        with suppress(FileNotFoundError):
            if stat.S_ISREG(one.lstat().st_mode):
                one.unlink()
