"""Logs as SQLite writes them, made for tests with its own slow arithmetic: commits, power cuts, a new round."""

from __future__ import annotations

import random
import struct
from dataclasses import dataclass, field

PAGE = 512
HEADER, FRAME = 32, 24
SECTOR = 512


def checksum(data: bytes, before: tuple[int, int] = (0, 0)) -> tuple[int, int]:
    """The checksum of sqlite.org/fileformat2, section 4.2, over little-endian words."""
    first, second = before
    words = struct.unpack(f"<{len(data) // 4}I", data)
    for place in range(0, len(words), 2):
        first = (first + words[place] + second) % 2**32
        second = (second + words[place + 1] + first) % 2**32
    return first, second


@dataclass
class Disk:
    """A database file and its log, written by one program after the other, none of which ends in peace."""

    chance: random.Random
    log: bytearray = field(default_factory=bytearray)
    file: dict[int, bytes] = field(default_factory=dict)
    ends: list[int] = field(default_factory=list)
    """Where each commit of this round ends that was called saved, in frames."""
    seen: list[dict[int, bytes]] = field(default_factory=list)
    """What was read after each of them."""
    salts: tuple[int, int] = (7, 11)
    _sums: tuple[int, int] = (0, 0)

    def begin(self) -> None:
        """A new round: everything is in the file by now; old frames stay behind the new header."""
        if self.seen:
            self.file = dict(self.seen[-1])
        self.salts = ((self.salts[0] + 1) % 2**32, self.chance.getrandbits(32))
        start = struct.pack(">6I", 0x377F0682, 3007000, PAGE, 0, *self.salts)
        self._sums = checksum(start)
        self.log[:HEADER] = start + struct.pack(">2I", *self._sums)
        self.ends, self.seen = [], [dict(self.file)]

    def transaction(self, pages: int) -> tuple[int, bytearray, dict[int, bytes], tuple[int, int]]:
        """Where the frames of a commit go, their bytes, the pages they hold, and the checksum at their end."""
        written, now, sums = bytearray(), {}, self._sums
        for turn in range(pages):
            number, content = self.chance.randrange(1, 9), self.chance.randbytes(PAGE)
            now[number] = content
            head = struct.pack(">2I", number, 9 if turn == pages - 1 else 0)
            sums = checksum(struct.pack("<2I", *struct.unpack("<2I", head)) + content, sums)
            written += head + struct.pack(">4I", *self.salts, *sums) + content
        first = self.ends[-1] if self.ends else 0
        return HEADER + first * (FRAME + PAGE), written, now, sums

    def commit(self, pages: int) -> None:
        """Written, and safe on the disk: it is called saved."""
        start, written, now, self._sums = self.transaction(pages)
        self.log[start : start + len(written)] = written
        self.ends.append((self.ends[-1] if self.ends else 0) + pages)
        self.seen.append(self.seen[-1] | now)

    def cut(self, pages: int) -> None:
        """The power fails in the middle of a commit: of its sectors some are there, some not."""
        start, written, _now, _sums = self.transaction(pages)
        end = start + len(written)
        if len(self.log) < end and self.chance.random() < 0.5:
            end = self.chance.randrange(start, end)
        self.log.extend(bytes(max(end - len(self.log), 0)))
        for sector in range(start // SECTOR, -(-end // SECTOR)):
            if self.chance.random() < 0.6:
                first, last = max(start, sector * SECTOR), min(end, (sector + 1) * SECTOR)
                self.log[first:last] = written[first - start : last - start]
        read = self.valid()
        if read > (self.ends[-1] if self.ends else 0):  # all of it was there: whoever comes next has it
            self._sums = struct.unpack_from(">2I", self.log, HEADER + (read - 1) * (FRAME + PAGE) + 16)
            self.ends.append(read)
            self.seen.append(self.pages(read))

    def kill(self, pages: int) -> None:
        """The program is killed while it writes: what it wrote is there, from the first byte on."""
        start, written, _now, _sums = self.transaction(pages)
        end = self.chance.randrange(len(written) - FRAME - PAGE + 1)  # its mark is not
        self.log[start : start + end] = written[:end]

    def valid(self) -> int:
        """How many frames SQLite reads."""
        if len(self.log) < HEADER or checksum(bytes(self.log[:24])) != struct.unpack_from(">2I", self.log, 24):
            return 0
        magic, version, size, _turn, *salts, first, second = struct.unpack_from(">8I", self.log)
        if (magic, version, size) != (0x377F0682, 3007000, PAGE):
            return 0
        sums, read = (first, second), 0
        for place in range((len(self.log) - HEADER) // (FRAME + PAGE)):
            start = HEADER + place * (FRAME + PAGE)
            number, mark, *rest = struct.unpack_from(">6I", self.log, start)
            body = bytes(self.log[start : start + 8]) + bytes(self.log[start + FRAME : start + FRAME + PAGE])
            sums = checksum(body, sums)
            if rest != [*salts, *sums] or not number:
                break
            if mark:
                read = place + 1
        return read

    def pages(self, read: int) -> dict[int, bytes]:
        """What is read of the file with so many frames of the log."""
        found = dict(self.file)
        for place in range(read):
            start = HEADER + place * (FRAME + PAGE)
            (number,) = struct.unpack_from(">I", self.log, start)
            found[number] = bytes(self.log[start + FRAME : start + FRAME + PAGE])
        return found
