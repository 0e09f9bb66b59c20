"""Calls of the command line: what was answered, and which book they are about."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Answer:
    """What a call left: its exit code and what it printed."""

    code: int
    out: str
    err: str

    @property
    def body(self) -> dict[str, Any]:
        """The one JSON object."""
        found: dict[str, Any] = json.loads(self.out)
        assert set(found) == {"result", "problems"}
        return found

    @property
    def result(self) -> Any:
        """What was done or read; the call must have succeeded."""
        assert self.code == 0, (self.out, self.err)
        return self.body["result"]

    @property
    def problem(self) -> dict[str, Any]:
        """Why it was refused."""
        assert self.code == 1, (self.out, self.err)
        assert self.body["result"] is None
        (found,) = self.body["problems"]
        assert set(found) == {"code", "message", "field", "hint"}
        return dict(found)

    @property
    def sentence(self) -> str:
        """What a refusal tells a person: one line, nothing of the program's inside."""
        assert self.code == 1, (self.out, self.err)
        assert self.out == ""
        assert "Traceback" not in self.err
        (line,) = self.err.splitlines()
        return line


Call = Callable[..., Answer]


@dataclass(frozen=True)
class Shop:
    """A book, and the way to say something to it."""

    place: str
    call: Call

    def say(self, person: str, *words: object) -> Answer:
        """A verb as a person, answered in lines."""
        return self.call("--book", self.place, "--as", person, *words)

    def ask(self, person: str, *words: object) -> Answer:
        """A verb as a person, answered in JSON."""
        return self.call("--book", self.place, "--as", person, *words, "--json")
