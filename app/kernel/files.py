"""Files are written whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

from app.kernel.words import _


def file_itself(path: Path) -> Path:
    """The file that a symbolic link leads to, where a path is one: what belongs beside a file lies beside that.

    In a folder that nobody may enter there are none to be seen; who opens the file will say so.
    """
    return path.resolve() if os.path.islink(path) and os.path.exists(path) else path  # noqa: PTH110, PTH114


def write_whole(target: Path, content: bytes) -> None:
    """Write beside the target, then give the file its name in one step; what was there stays until then. OSError."""
    part = target.with_name(f".{target.name}.part")
    try:
        part.write_bytes(content)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def like(file: Path, model: os.stat_result, most: int = 0o775) -> None:
    """Give a file the owner, the group and the rights of the one it replaces, as far as that is allowed.

    Never the right to write for everybody, and none for a group that it could not be given. OSError.
    """
    if sys.platform == "win32":  # pragma: no cover - rights there are inherited from the folder
        return
    mode = stat.S_IMODE(model.st_mode) & most & 0o775
    now = file.stat()
    if (now.st_uid, now.st_gid) != (model.st_uid, model.st_gid):
        try:
            os.chown(file, model.st_uid, model.st_gid)
        except PermissionError:
            try:
                os.chown(file, -1, model.st_gid)
            except PermissionError:
                mode &= ~stat.S_IRWXG
    file.chmod(mode)


def why_not_written(error: OSError) -> str:
    """Why a file could not be written, as the end of a sentence; in the system's own words where we have none."""
    known = {
        errno.EACCES: _("there is no right to write there"),
        errno.EPERM: _("there is no right to write there"),
        errno.EROFS: _("that place can only be read"),
        errno.ENOSPC: _("the disk is full"),
        errno.EIO: _("the disk is full or does not take the file"),
        errno.EFBIG: _("the file is too large for that place"),
        errno.EISDIR: _("a folder has this name"),
        errno.ENOTDIR: _("a part of the path is a file, not a folder"),
        errno.EEXIST: _("a part of the path is a file, not a folder"),
        errno.ENOENT: _("the folder is not there"),
        errno.ENAMETOOLONG: _("the name is too long"),
    }
    if error.errno == getattr(errno, "EDQUOT", None):  # a quota; Windows has no such number in every version
        return known[errno.ENOSPC]
    return known.get(error.errno or 0, error.strerror or type(error).__name__)
