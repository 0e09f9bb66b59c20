"""The ground a book stands on: what kind of disk and folder it is, who may read there, how much room is left.

SQLite needs locks that hold and a file nobody else rewrites. A network drive has no such locks for two computers, and a
program that keeps folders alike puts an older file in place of a newer one: there a book is read, never written.
"""

from __future__ import annotations

import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.synced import service_by_name, sync_service

NETWORK = frozenset(
    {
        "9p", "afpfs", "afs", "ceph", "cifs", "coda", "davfs", "davfs2", "gfs", "gfs2", "glusterfs", "lustre", "ncpfs",
        "nfs", "nfs4", "ocfs2", "prl_fs", "smb2", "smb3", "smbfs", "sshfs", "vboxsf", "vmhgfs", "webdav",
    }
)  # fmt: skip
"""File systems whose locks do not hold between computers, or whose files are another computer's."""
_OVER_FUSE = frozenset(
    {
        "davfs", "davfs2", "glusterfs", "gvfsd-fuse", "httpfs2", "onedriver", "rclone", "s3fs", "smbnetfs", "sshfs",
        "vmhgfs-fuse",
    }
)  # fmt: skip
LEAST_ROOM = 200_000_000
"""Bytes that shall be free on the disk of a book, and at least three times the book."""
_CONFLICTED = re.compile(
    r"conflicted copy|conflicting copy|in conflict|sync-conflict|konflikt|case conflict", re.IGNORECASE
)
_REMOTE_DRIVE = 4  # DRIVE_REMOTE of Windows


# ------------------------------------------------------------------------------------------------ what kind of disk


def file_system(folder: Path) -> str:
    """The file system a folder lies on, by its short name; "" where nobody can tell."""
    try:
        if sys.platform == "win32":
            return _of_drive(folder)
        if sys.platform == "darwin":
            told = subprocess.run(["/sbin/mount"], capture_output=True, text=True, check=False, timeout=5).stdout
            return mounted(folder, points_of_mount(told))
        return mounted(folder, points_of_mountinfo(Path("/proc/self/mountinfo").read_text(errors="replace")))
    except (OSError, ValueError, subprocess.SubprocessError):
        return ""


def _of_drive(folder: Path) -> str:  # pragma: no cover - tried on Windows only
    import ctypes

    root = folder.resolve().anchor
    if root.startswith("\\\\"):
        return "smb2"
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - the name is there on Windows only
    return "smb2" if kernel.GetDriveTypeW(root) == _REMOTE_DRIVE else ""


def points_of_mountinfo(text: str) -> list[tuple[str, str]]:
    """Mount points and their file systems, as Linux lists them."""
    found = []
    for line in text.splitlines():
        before, dash, after = line.partition(" - ")
        fields = before.split(" ")
        if dash and len(fields) > 4 and after:
            point = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), fields[4])
            found.append((point, after.split(" ")[0]))
    return found


def points_of_mount(text: str) -> list[tuple[str, str]]:
    """The same from what `mount` of macOS prints: "//ada@office/books on /Volumes/books (smbfs, nodev)"."""
    lines = (re.fullmatch(r".+? on (/.*) \(([^,)]+).*\)", line) for line in text.splitlines())
    return [(line[1], line[2]) for line in lines if line is not None]


def mounted(folder: Path, points: Iterable[tuple[str, str]]) -> str:
    """The file system of the nearest mount point above a folder; of two at one point the later one covers the other."""
    place = str(folder.resolve())
    kind, longest = "", -1
    for point, name in points:
        if len(point) >= longest and (place == point or place.startswith(point.rstrip("/") + "/")):
            kind, longest = name, len(point)
    return kind


def is_network(kind: str) -> bool:
    """Whether a file system is another computer's, or its locks do not hold between computers."""
    over, dot, name = kind.partition(".")
    return name in _OVER_FUSE if dot and over == "fuse" else kind in NETWORK


# ------------------------------------------------------------------------------------------------ who keeps it alike


def conflicted_copy(book: Path) -> Path | None:
    """A copy that such a program left beside the book because two computers had written it."""
    try:
        beside = sorted(book.parent.iterdir())
    except OSError:
        return None
    return next(
        (
            one
            for one in beside
            if one != book
            and one.name.startswith(book.stem)
            and one.suffix == book.suffix
            and _CONFLICTED.search(one.name)
        ),
        None,
    )


# ------------------------------------------------------------------------------------------------ what follows from it


def refusal(book: Path) -> Problem | None:
    """Why a book must not be written where it lies, with the way out; None where it may."""
    if is_network(file_system(book.parent)):
        return Problem(
            "book.network",
            _("{folder} is a network drive. A book is not written there: its locks do not hold.").format(
                folder=book.parent
            ),
            hint=_("Move the book\u2019s folder to a disk of this computer, or share the book through PostgreSQL."),
        )
    service = sync_service(book.parent)
    if service:
        return Problem(
            "book.synced",
            _("{folder} is kept alike by {service}, which can put an older file in place of the book.").format(
                folder=book.parent, service=service
            ),
            hint=_("Move the book\u2019s folder out of it, and let only copies of the book lie there."),
        )
    return None


def warnings(book: Path) -> tuple[Problem, ...]:
    """What somebody should know about the ground of a book that opens all the same."""
    found = (_two_versions(book), _called_like_one(book), _open_to_all(book), room_for(book))
    return tuple(one for one in found if one is not None)


def _two_versions(book: Path) -> Problem | None:
    other = conflicted_copy(book)
    if other is None:
        return None
    return Problem(
        "book.conflicted_copy",
        _("Beside the book lies {name}: two computers wrote it apart from each other.").format(name=other.name),
        hint=_("Open it read-only and compare before you go on, then move it away."),
    )


def _called_like_one(book: Path) -> Problem | None:
    """A folder may be called "Dropbox" and be nobody's: nothing is refused because of a name."""
    service = service_by_name(book.parent)
    if not service:
        return None
    return Problem(
        "book.called_synced",
        _("{folder} is called like a folder that {service} keeps alike on several computers.").format(
            folder=book.parent, service=service
        ),
        hint=_("If it is one, move the book\u2019s folder out of it: an older file could take the place of the book."),
    )


def _open_to_all(book: Path) -> Problem | None:
    if sys.platform == "win32":  # pragma: no cover - rights there are no bits
        return None
    try:
        folder, file = book.parent.stat().st_mode, book.stat().st_mode
    except OSError:
        return None
    if folder & stat.S_IWOTH and not folder & stat.S_ISVTX:
        return Problem(
            "book.folder_open",
            _("Everybody on this computer may change what lies in {folder}.").format(folder=book.parent),
            hint=_("Take the right to write away from others, or move the book to a folder of your own."),
        )
    if file & stat.S_IWOTH:
        return Problem(
            "book.file_open",
            _("Everybody on this computer may write into {name}.").format(name=book.name),
            hint=_("Take the right to write away from others."),
        )
    return None


def free_room(folder: Path) -> int:
    """Bytes that are free on a folder's disk."""
    return shutil.disk_usage(folder).free


def room_for(book: Path) -> Problem | None:
    """A problem when the disk has less room than a book needs to be changed, copied and brought up to date."""
    try:
        free, needed = free_room(book.parent), max(LEAST_ROOM, 3 * book.stat().st_size)
    except OSError:
        return None
    if free >= needed:
        return None
    return Problem(
        "book.little_room",
        _("Only {free} MB are free on the disk of the book; {needed} MB are wanted.").format(
            free=free // 1_000_000, needed=-(-needed // 1_000_000)
        ),
        hint=_("Free some space, so that what you enter can be saved and copied."),
    )
