"""The report of a failure nobody expected: a file with places of the program only, to be read before it is sent.

Nothing is ever sent by the program. What a failure says in words is left out: it may quote clients, notes or sums.
"""

from __future__ import annotations

import os
import platform
import re
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from app import __version__
from app.bootstrap.logs import ALIVE, redacted

REPORT = "crash-"
KEPT = 20
"""Reports in the folder; the oldest go."""
LIBRARIES = ("PySide6_Essentials", "shiboken6", "SQLAlchemy", "sqlcipher3", "psycopg", "cryptography", "keyring")
"""Those a failure may be about."""
MOST = 40_000
"""Characters of a stack: an endless recursion fills no disk."""

_PLACE = re.compile(r'File "(.*)", line (\d+), in (.+)')
_SIGNAL_PLACE = re.compile(r'\s*File "(.*)", line (\d+) in (.+)')
_SIGNAL_WORDS = re.compile(
    r"(?:Fatal Python error: [\w ]+|(?:Current thread|Thread) 0x[0-9a-f]+.*|Windows fatal exception: .*)"
)
_KIND = re.compile(r"(?:\w+\.)*\w*(?:Error|Exception|Problem|Interrupt|Exit|Warning|Iteration|Group)(?=:|\Z)")
_ABOUT_CODE = ("AttributeError", "ImportError", "ModuleNotFoundError", "NameError", "TypeError", "UnboundLocalError")
"""Failures whose message speaks of the program's own names, not of what somebody wrote."""
_BETWEEN = ("Traceback ", "During handling of ", "The above exception ")
_told: dict[str, Path | None] = {}
"""The files of what was told in this run, by its places."""


@dataclass(frozen=True, slots=True)
class Report:
    """What would be sent, the file it is in (None when it could not be written), and whether it is told first now."""

    text: str
    path: Path | None
    first: bool = True


def without_data(trace: str) -> str:
    """A trace with its places and kinds of failure. Messages can quote clients, notes or SQL parameters: they go."""
    kept: list[str] = []
    for line in trace.splitlines():
        bare = line.lstrip(" |+-")
        place = _PLACE.fullmatch(bare)
        kind = _KIND.match(bare)
        if place is not None:
            kept.append(_written_place(place))
        elif kind is not None and line[:1] != " ":
            kept.append(redacted(bare) if kind[0] in _ABOUT_CODE else kind[0])
        elif bare.startswith(_BETWEEN):
            kept.append(bare)
    return "\n".join(kept)


def without_folders(dump: str) -> str:
    """What is left of a death by a signal: its name, the threads and their places."""
    kept: list[str] = []
    for line in dump.splitlines():
        place = _SIGNAL_PLACE.fullmatch(line)
        if place is not None:
            kept.append(_written_place(place))
        elif _SIGNAL_WORDS.fullmatch(line):
            kept.append(line)
    return "\n".join(kept)


def _written_place(place: re.Match[str]) -> str:
    return f'  File "{_program_place(place[1])}", line {place[2]}, in {place[3]}'


def _program_place(file: str) -> str:
    """A file as the program knows it: folders above the program and its libraries name people and firms."""
    path = file.replace("\\", "/")
    for mark in ("/site-packages/", "/dist-packages/"):
        if mark in path:
            return path.rpartition(mark)[2]
    home = Path(__file__).parents[2].as_posix() + "/"
    if path.startswith(home):
        return path.removeprefix(home)
    for library in (Path(os.__file__).parent.as_posix(), Path(sys.base_prefix).as_posix()):
        if path.startswith(f"{library}/"):
            return f"python/{path.removeprefix(library + '/')}"
    return path.rpartition("/")[2]


def write_report(folder: Path | None, trace: str) -> Report:
    """Write the report of a failure; the same failure again in this run is the same report."""
    return _kept(folder, "an unexpected failure", without_data(trace)[-MOST:])


def _kept(folder: Path | None, what: str, places: str, when: datetime | None = None) -> Report:
    now = when or datetime.now(UTC)
    text = "\n".join(("Watertight: " + what, f"When: {now:%Y-%m-%d %H:%M:%S} UTC", *_about(), "", places, ""))
    if places in _told:
        return Report(text, _told[places], first=False)
    path = None
    if folder is not None:
        with suppress(OSError):
            path = _new_file(folder, f"{REPORT}{now:%Y%m%d-%H%M%S-%f}.txt", text)
            for old in reports(folder)[:-KEPT]:
                old.unlink(missing_ok=True)
    _told[places] = path
    return Report(text, path)


def _new_file(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / name
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    return path


def _about() -> list[str]:
    """Version, system and libraries: what a failure may depend on, nothing of whose computer it is."""
    return [
        f"Version: {__version__}",
        f"System: {platform.system()} {platform.release()}, {platform.machine()}",
        f"Python: {platform.python_version()}",
        f"Libraries: {', '.join(f'{name} {_version(name)}' for name in LIBRARIES)}",
    ]


def _version(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return "?"


def reports(folder: Path) -> list[Path]:
    """The reports in a folder, the oldest first."""
    return sorted(folder.glob(f"{REPORT}*.txt"))


def deaths(folder: Path) -> Report | None:
    """The newest death by a signal that nobody was told of yet. From now on it is a report like others."""
    newest: Report | None = None
    for path in sorted(folder.glob(f"{ALIVE}*.txt"), key=lambda one: one.name.rpartition("-")[2]):
        with suppress(OSError):
            places = without_folders(path.read_text(encoding="utf-8", errors="replace"))[-MOST:]
            if places:
                died = datetime.fromtimestamp(path.stat().st_mtime, UTC)
                newest = _kept(folder, "it ended by itself", places, died)
            elif _is_running(path):
                continue
            path.unlink()
    return newest


def _is_running(path: Path) -> bool:
    """Whether the program whose file this is still runs. Windows knows without asking: it removes no open file."""
    number = path.name.removeprefix(ALIVE).partition("-")[0]
    if sys.platform == "win32" or not number.isdigit():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
