"""Runs a program under the recorder (`recorder.c`) and reads what it wrote down."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

SOURCE = Path(__file__).with_name("recorder.c")
_HEAD = struct.Struct("<c3xiqII")
TOLD = 200
"""The descriptor on which a recorded program tells what is saved."""


@dataclass(frozen=True, slots=True)
class Event:
    """One call: its kind and its parts as `recorder.c` names them; `to` is the second name of a rename or link."""

    kind: str
    fd: int
    at: int
    path: str
    to: str
    data: bytes


def built(folder: Path) -> Path:
    """The recorder, compiled by whatever C compiler this computer has."""
    library = folder / "recorder.so"
    for name in (os.environ.get("CC", ""), "cc", "gcc", "clang", "tcc"):
        compiler = shutil.which(name) if name else None
        if compiler is not None:
            break
    else:
        pytest.fail(
            "No C compiler, so power cuts cannot be recorded. `make test` installs one on Debian as root; elsewhere "
            "install the package of your system (gcc and libc6-dev, or clang) and run the tests again.",
            pytrace=False,
        )
    command = [compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(SOURCE), "-ldl", "-lpthread"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return library


def environment(library: Path, folder: Path, log: Path | None = None) -> dict[str, str]:
    """What lets a Python program be recorded; without a log its calls can only be made to fail."""
    watch = {"LD_PRELOAD": str(library), "RECORDED_FOLDER": str(folder), "RECORDED_TOLD": str(TOLD)}
    return os.environ | watch | ({"RECORDED_LOG": str(log)} if log is not None else {})


def recorded(library: Path, folder: Path, log: Path, program: Path, *arguments: str) -> list[Event]:
    """Run a Python program to its end and answer with what it did to a folder."""
    done = subprocess.run(
        [sys.executable, str(program), *arguments],
        env=environment(library, folder, log),
        cwd=SOURCE.parents[2],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    return read(log.read_bytes())


def read(log: bytes) -> list[Event]:
    """The events of a log."""
    events, place = list[Event](), 0
    while place < len(log):
        kind, fd, at, path_length, data_length = _HEAD.unpack_from(log, place)
        place += _HEAD.size
        path, _zero, to = log[place : place + path_length].decode().partition("\0")
        place += path_length
        events.append(Event(kind.decode(), fd, at, path, to, log[place : place + data_length]))
        place += data_length
    return events
