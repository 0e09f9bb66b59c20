"""Writing an export into a folder: each file whole or not at all, and never over another one."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path

from app.exports.domain import ExportBundle
from app.kernel.files import why_not_written
from app.kernel.problems import Problem
from app.kernel.words import _

MOST_COPIES = 1000


def write_bundle(
    folder: Path, bundle: ExportBundle, before: Callable[[int, str], object] = lambda _n, _name: None
) -> tuple[Path, ...]:
    """Write the files of a bundle; gives their paths. A name that is taken gets (2), unless its content is the same.

    `before` hears of each file before it is written, and may stop by raising: files written by then stay, whole. When
    the place does not take all of them, none of them stays: half an export must not be taken for a whole one.
    """
    written: list[Path] = []
    new: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for place, (name, content) in enumerate(bundle.files):
            before(place, name)
            written.append(_write(folder, name, content, new))
        return tuple(written)
    except OSError as error:
        for path in new:
            with contextlib.suppress(OSError):
                path.unlink()
        raise Problem(
            "export.folder",
            _("The files could not be written to {folder}: {reason}.").format(
                folder=folder, reason=why_not_written(error)
            ),
            field="folder",
            hint=_("The book is untouched. Choose another folder."),
        ) from error


def _write(folder: Path, name: str, content: bytes, new: list[Path]) -> Path:
    """Write beside the target first, then give the file its name without replacing anything; `new` gets what is new."""
    waiting = folder / f".{name}.{os.getpid()}.part"
    try:
        with waiting.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        return _name(waiting, folder / name, content, new)
    finally:
        with contextlib.suppress(OSError):
            waiting.unlink()


def _name(waiting: Path, wanted: Path, content: bytes, new: list[Path]) -> Path:
    for number in range(1, MOST_COPIES):
        target = wanted if number == 1 else wanted.with_name(f"{wanted.stem} ({number}){wanted.suffix}")
        if target.exists():
            if target.is_file() and target.read_bytes() == content:
                return target
            continue
        try:
            _claim(waiting, target)
        except FileExistsError:
            continue
        new.append(target)
        return target
    raise FileExistsError(17, _("too many files of this name"), str(wanted))


def _claim(waiting: Path, target: Path) -> None:
    """Give the written file its name; FileExistsError when somebody was faster."""
    try:
        os.link(waiting, target)
    except FileExistsError:
        raise
    except OSError:
        # a file system without hard links: an empty file claims the name, then is replaced in one step
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        waiting.replace(target)
