"""The log beside a book, looked at before anybody connects: are commits cut off by a place in it that cannot be read?

SQLite reads its log (sqlite.org/fileformat2, section 4) up to the first frame whose checksum is wrong, and forgets what
comes after without a word. That is right after a power cut: a commit waits for the disk before the next one begins
(synchronous=FULL), so what is torn is one that was never called saved. Old frames may follow, but those of an earlier
round have other salts, and of one torn commit the frames that follow each other end with its one mark. So where frames
follow each other behind the wrong one over two marks or more, something that was called saved is cut off.

Checksums of all frames are reckoned side by side, in the digits of one large number: one by one, in Python, a log of
four megabytes would take a third of a second. And only where a mark of this round stands behind what SQLite reads.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from struct import Struct, iter_unpack
from typing import NamedTuple

from app.storage.descriptors import reading

MAGIC = 0x377F0682
"""Of checksums over little-endian words; one more for big-endian ones."""
VERSION = 3007000
PAGE = 4096
"""Of every book."""
CERTAIN = 2
"""Commits behind a wrong frame of which at least one was called saved."""
AT_ONCE = 2_048
"""Frames reckoned side by side."""
_HEADER, _FRAME = Struct(">8I"), Struct(">6I")
_LANE, _WORD = 64, 0xFFFFFFFF
"""Bits for each frame: its sums of thirty-two bits grow in them for a while before they are cut."""
_GROWING = 20
"""Steps they may grow: each makes them at most 2.62 times as large."""
Sums = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Cut:
    """So many commits stand in a log and will not be read."""

    commits: int


class Frame(NamedTuple):
    """A frame as it stands there: its page, whether it ends a commit, its salts and the checksum written into it.

    `step` is what its bytes add to the checksum of the frame before.
    """

    page: int
    marks: bool
    salts: Sums
    own: Sums
    step: Sums


def journal_of(path: Path) -> Path:
    """The file beside a book in which what was saved last stands."""
    return path.with_name(path.name + "-wal")


def cut_off(path: Path, read: int, nobody_writes: Callable[[], bool]) -> Cut | None:
    """What the log of a book holds behind the frames that are `read`; None where that is nothing, or not certain.

    While somebody writes a log may look like anything, so then nothing is said of it.
    """
    found = _looked_at(path, read)
    return found if found is not None and nobody_writes() and _looked_at(path, read) == found else None


def _looked_at(path: Path, read: int) -> Cut | None:
    try:
        raw = journal_of(path).read_bytes()
    except OSError:
        return None
    if not _may_hide(raw, read):
        return None
    log = Log(raw)

    def page(number: int) -> bytes:
        with reading(path) as file:
            file.seek((number - 1) * log.page_size)
            return file.read(log.page_size)

    return Cut(log.lost) if log.lost and log.read <= read and log.differs(page) else None


def _may_hide(log: bytes, read: int) -> bool:
    """Whether it is worth to reckon: almost always nothing of this round ends a commit behind what is read."""
    if len(log) <= _HEADER.size:
        return False
    magic, _version, size, _turn, *rest = _HEADER.unpack_from(log)
    if not _is_size(size) or _sums(log[:24], big=bool(magic & 1)) != tuple(rest[2:]):
        return True
    stride = _FRAME.size + size
    heads = (_FRAME.unpack_from(log, at) for at in range(_HEADER.size + read * stride, len(log) - stride + 1, stride))
    return any(marks and [salt, other] == rest[:2] for _page, marks, salt, other, _own, _more in heads)


def _is_size(size: int) -> bool:
    return 512 <= size <= 65536 and not size & (size - 1)


class Log:
    """The frames of a log: how many of them are read, and how many commits stand behind those."""

    def __init__(self, log: bytes, usual: int = PAGE) -> None:
        """From the bytes of its file; `usual` is the size of a page where a broken header does not tell."""
        self.read = 0
        self.lost = 0
        """Commits behind what is read, where it is certain that one was called saved; else 0."""
        self.page_size = usual
        self._log = memoryview(log)
        self._frames: list[Frame] = []
        self._hidden: list[int] = []
        """Whole frames of those commits; the wrong ones are not among them."""
        if len(log) < _HEADER.size:
            return
        magic, version, size, _turn, *rest = _HEADER.unpack_from(log)
        salts, own = (rest[0], rest[1]), (rest[2], rest[3])
        if _is_size(size):
            self.page_size = size
        big = magic == MAGIC + 1
        self._frames = _frames(log, self.page_size, big=big)
        if (magic | 1, version) == (MAGIC | 1, VERSION) and _is_size(size) and _sums(log[:24], big=big) == own:
            self._walk(salts, own)
        else:
            self._without_header(own)

    def _without_header(self, own: Sums) -> None:
        """Nothing is read. It is written and safe on the disk before any frame is, so one whole commit says enough."""
        for big in (False, True):
            self._frames = _frames(bytes(self._log), self.page_size, big=big)
            first = next(iter(self._frames), None)
            if first is not None:
                before = (own, _sums(bytes(self._log[:24]), big=big))
                linked = first.own in {self._after(one, first) for one in before}
                usual = Counter(frame.salts for frame in self._frames).most_common(1)[0][0]
                self._count(0, first.salts if linked else usual, 1 if linked else CERTAIN)
            if self.lost:
                return

    def _after(self, before: Sums, frame: Frame) -> Sums:
        """The checksum a frame must have, by the one before."""
        a, b, d = _steps((8 + self.page_size) // 8)
        (first, second), (more, most) = before, frame.step
        return (a * first + b * second + more) & _WORD, (b * first + d * second + most) & _WORD

    def _walk(self, salts: Sums, own: Sums) -> None:
        """As SQLite reads, then on from where it stops."""
        valid = 0
        for frame in self._frames:
            if frame.salts != salts or not frame.page or self._after(own, frame) != frame.own:
                break
            own = frame.own
            valid += 1
            if frame.marks:
                self.read = valid
        if valid < len(self._frames):
            self._count(valid, salts, CERTAIN)

    def _count(self, first: int, salts: Sums, certain: int) -> None:
        """Commits from a wrong frame on, in runs of frames that follow each other and are of this round."""
        runs: list[list[int]] = []
        for place in range(first, len(self._frames)):
            if place > first and self._follows(place, first):
                runs[-1].append(place)
            else:
                runs.append([place])
        ours = [run for run in runs if any(self._frames[place].salts == salts for place in run)]
        marks = [[place for place in run if self._frames[place].marks] for run in ours]
        if max(map(len, marks), default=0) >= certain:
            self.lost = sum(map(len, marks))
            for run, ends in zip(ours, marks, strict=True):
                self._hidden += [place for place in run[1:] if ends and place <= ends[-1]]

    def _follows(self, place: int, first: int) -> bool:
        """By the checksum in the frame before; where that is what is wrong, by the one it should have."""
        frame, before = self._frames[place], self._frames[place - 1]
        if frame.own == self._after(before.own, frame):
            return True
        if place - 1 > first:
            earlier = self._frames[place - 2].own
        elif first:
            earlier = self._frames[first - 1].own
        else:
            earlier = Struct(">2I").unpack_from(self._log, 24)
        return frame.own == self._after(self._after(earlier, before), frame)

    def differs(self, page: Callable[[int], bytes]) -> bool:
        """Whether the commits behind say anything else than what is read without them: here, or in the file's `page`.

        They do not where all of them were written into the file before the log was harmed.
        """
        seen = {frame.page: place for place, frame in enumerate(self._frames[: self.read])}
        hidden = {self._frames[place].page: place for place in self._hidden}
        return any(
            self._image(place) != (self._image(seen[number]) if number in seen else page(number))
            for number, place in hidden.items()
        )

    def _image(self, place: int) -> bytes:
        start = _HEADER.size + place * (_FRAME.size + self.page_size) + _FRAME.size
        return bytes(self._log[start : start + self.page_size])


# ------------------------------------------------------------------------------------------------ checksums


def _sums(data: bytes, *, big: bool) -> Sums:
    """SQLite's checksum of a few bytes."""
    first = second = 0
    for one, other in iter_unpack(">2I" if big else "<2I", data):
        first = (first + one + second) & _WORD
        second = (second + other + first) & _WORD
    return first, second


@cache
def _steps(pairs: int) -> tuple[int, int, int]:
    """What so many pairs of words do to the checksum before them: Fibonacci's numbers, in a symmetric matrix."""
    a, b = 1, 0  # the numbers -1 and 0
    for _pair in range(pairs):
        a, b = (a + b) & _WORD, (a + 2 * b) & _WORD
    return a, b, (a + b) & _WORD


def _frames(log: bytes, size: int, *, big: bool) -> list[Frame]:
    stride = (_FRAME.size + size) // 4
    words = array("I")
    words.frombytes(log[_HEADER.size :][: (len(log) - _HEADER.size) // (4 * stride) * 4 * stride])
    heads = [_FRAME.unpack_from(log, place) for place in range(_HEADER.size, len(log) - 4 * stride + 1, 4 * stride)]
    if big:
        words.byteswap()  # what follows takes them as little-endian, whatever this computer is
    sums = (
        pair
        for first in range(0, len(words), stride * AT_ONCE)
        for pair in _side_by_side(words[first : first + stride * AT_ONCE], stride)
    )
    return [
        Frame(page, bool(marks), (salt, other), (own, more), step)
        for (page, marks, salt, other, own, more), step in zip(heads, sums, strict=True)
    ]


def _side_by_side(words: array[int], stride: int) -> Iterator[Sums]:
    """The checksum of each frame by itself: its first two words and its page, not the salts and sums between."""
    count = len(words) // stride
    wide = array("I", bytes(count * _LANE // 8))
    cut = int.from_bytes(_WORD.to_bytes(_LANE // 8, "little") * count, "little")

    def column(place: int) -> int:
        wide[::2] = words[place::stride]
        return int.from_bytes(wide.tobytes(), "little")

    first = second = 0
    for turn, place in enumerate((0, *range(6, stride, 2)), 1):
        first += column(place) + second
        second += column(place + 1) + first
        if not turn % _GROWING:
            first &= cut
            second &= cut
    lanes = [array("Q", (sums & cut).to_bytes(count * _LANE // 8, "little")) for sums in (first, second)]
    return iter(zip(*lanes, strict=True))
