"""A disk whose power fails: of what a program wrote, what is still there afterwards?

What was synced is. Of what was written to a file since, each piece may be there, may not, or may be there in some of
its sectors. Names are on the disk when their folder was synced; of those made, changed and removed since, the first so
many of a folder are. Bytes and names know nothing of each other: a new name may lead to an empty file. That is less
than ext4, XFS, APFS and NTFS promise, and all that POSIX does.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path, PurePosixPath

from tests.faults.recorded import Event

SECTOR = 512


class Rest(Enum):
    """What becomes of all that was not synced."""

    GONE = "gone"
    TORN = "torn"
    KEPT = "kept"


@dataclass
class _File:
    """Bytes on the disk, and what waits to be written: offset and bytes, or a length and None."""

    durable: bytearray = field(default_factory=bytearray)
    waiting: list[tuple[int, bytes | None]] = field(default_factory=list)

    def sync(self) -> None:
        for at, data in self.waiting:
            _put(self.durable, at, data)
        self.waiting.clear()

    def after(self, rest: Rest, chance: random.Random) -> bytes:
        content = bytearray(self.durable)
        for at, data in self.waiting if rest is not Rest.GONE else ():
            if rest is Rest.KEPT:
                _put(content, at, data)
            elif data is None or chance.random() < 0.7:
                if chance.random() < 0.5:
                    _put(content, at, data)
            else:
                for first in range(0, len(data), SECTOR):
                    if chance.random() < 0.5:
                        _put(content, at + first, data[first : first + SECTOR])
        return bytes(content)


def _put(content: bytearray, at: int, data: bytes | None) -> None:
    if data is None:
        if len(content) > at:
            del content[at:]
        else:
            content.extend(bytes(at - len(content)))
        return
    if len(content) < at:
        content.extend(bytes(at - len(content)))
    content[at : at + len(data)] = data


Names = dict[str, _File]


class Disk:
    """One folder and all below it, as it is now and as it would be after a cut."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        """Everything that is there at first is synced."""
        self._now: Names = {path: _File(bytearray(content)) for path, content in files.items()}
        self._durable: Names = dict(self._now)
        self._waiting: dict[str, list[tuple[str, _File | None]]] = {}
        self._open: dict[int, _File | str] = {}
        self.told: list[bytes] = []

    def do(self, event: Event) -> None:
        """One call of the program."""
        match event.kind:
            case "A":
                self.told += event.data.splitlines()
            case "C":
                self._open[event.fd] = made = _File()
                self._name(event.path, made)
            case "O":
                self._open[event.fd] = self._now.get(event.path, event.path)
            case "X":
                self._open.pop(event.fd, None)
            case "W":
                self._file(event).waiting.append((event.at, event.data))
            case "T":
                self._file(event).waiting.append((event.at, None))
            case "S":
                synced = self._open[event.fd]
                if isinstance(synced, str):
                    self._sync_folder(synced)
                else:
                    synced.sync()
            case "R" | "L" | "U":
                self._rename(event)
            case other:
                raise AssertionError(other)

    def _file(self, event: Event) -> _File:
        file = self._open[event.fd]
        assert isinstance(file, _File), event
        return file

    def _rename(self, event: Event) -> None:
        if event.kind == "U":
            self._name(event.path, None)
            return
        file = self._now[event.path]
        moved = event.kind == "R"
        folder = str(PurePosixPath(event.path).parent)
        if moved and folder == str(PurePosixPath(event.to).parent):
            # one step of one folder: there is no moment at which the file has both names, or none
            self._now.pop(event.path)
            self._now[event.to] = file
            self._waiting.setdefault(folder, []).append((f"{event.path}\0{event.to}", file))
            return
        self._name(event.to, file)
        if moved:
            self._name(event.path, None)

    def _name(self, path: str, file: _File | None) -> None:
        self._waiting.setdefault(str(PurePosixPath(path).parent), []).append((path, file))
        _set(self._now, path, file)

    def _sync_folder(self, folder: str) -> None:
        for path, file in self._waiting.pop(folder, []):
            _set(self._durable, path, file)

    def cut(self, rest: Rest, chance: random.Random) -> dict[str, bytes]:
        """The files as they are when the power comes back."""
        names = dict(self._durable)
        for changes in self._waiting.values():
            most = {Rest.GONE: 0, Rest.KEPT: len(changes)}.get(rest)
            for path, file in changes[: chance.randint(0, len(changes)) if most is None else most]:
                _set(names, path, file)
        return {path: file.after(rest, chance) for path, file in names.items()}


def _set(names: Names, path: str, file: _File | None) -> None:
    before, _zero, after = path.partition("\0")
    if after:
        names.pop(before, None)
        names[after] = file or _File()
    elif file is None:
        names.pop(path, None)
    else:
        names[path] = file


@dataclass(frozen=True)
class Cut:
    """One power cut: after which event, what became of the rest, the files, and what had been told by then."""

    after: int
    rest: Rest
    files: Mapping[str, bytes]
    told: tuple[bytes, ...]

    def lay(self, folder: Path) -> None:
        """Write the files where they were."""
        for path, content in self.files.items():
            place = Path(path)
            assert place.is_relative_to(folder)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)

    def __str__(self) -> str:
        """Enough to do it again."""
        return f"cut after event {self.after}, the rest {self.rest.value}"


def cuts(before: Mapping[str, bytes], events: list[Event], places: Iterable[int], seed: int) -> Iterator[Cut]:
    """Cut at each of these events; one that stands there twice is cut twice."""
    disk, done = Disk(before), 0
    for number, place in enumerate(sorted(places)):
        while done < place:
            disk.do(events[done])
            done += 1
        chance = random.Random(seed * 1_000_003 + number)
        rest = chance.choice((Rest.GONE, Rest.TORN, Rest.TORN, Rest.TORN, Rest.KEPT))
        yield Cut(place, rest, disk.cut(rest, chance), tuple(disk.told))
