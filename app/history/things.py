"""The things whose history can be read, the records they are made of, and all words the rooms have for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import app.burn.told
import app.clients.told
import app.engagements.told
import app.firm.told
import app.harvest.told
import app.invoices.told
import app.receivables.told
import app.timesheets.told
from app.clients.records import Client
from app.engagements.records import StatementOfWork
from app.firm.domain import Right
from app.firm.records import Firm, Person
from app.invoices.records import Draft, Invoice
from app.kernel.words import _, remembered
from app.receivables.records import Payment
from app.storage.record import Record
from app.storage.reversal import REDO, UNDO
from app.storage.told import Part, RoomWords
from app.timesheets.records import Expense, TimeEntry

_ROOMS = (
    app.firm.told,
    app.clients.told,
    app.engagements.told,
    app.timesheets.told,
    app.harvest.told,
    app.burn.told,
    app.invoices.told,
    app.receivables.told,
)


@dataclass(frozen=True, slots=True)
class Thing:
    """A kind of thing: its word in the program, its record, who may read its history."""

    key: str
    kind: type[Record]
    right: Right
    own: bool = False
    """Its person may read it too."""

    @property
    def parts(self) -> tuple[Part, ...]:
        """What the rooms say belongs to it."""
        return tuple(part for room in _ROOMS for part in room.PARTS.get(self.kind, ()))


THINGS = {
    thing.key: thing
    for thing in (
        Thing("client", Client, Right.SEE_OTHERS_TIME),
        Thing("sow", StatementOfWork, Right.SEE_OTHERS_TIME),
        Thing("entry", TimeEntry, Right.SEE_OTHERS_TIME, own=True),
        Thing("expense", Expense, Right.SEE_OTHERS_TIME, own=True),
        Thing("draft", Draft, Right.DRAFT_INVOICES),
        Thing("invoice", Invoice, Right.SEE_MONEY),
        Thing("payment", Payment, Right.SEE_MONEY),
        Thing("person", Person, Right.EDIT_FIRM),
        Thing("firm", Firm, Right.EDIT_FIRM),
    )
}


@remembered
def all_words() -> RoomWords:
    """The words of all rooms, in the reader's language."""
    told = [room.words() for room in _ROOMS]
    return RoomWords(
        {kind: words for room in told for kind, words in room.kinds.items()},
        {name: words for room in told for name, words in room.commands.items()},
        {choice: words for room in told for choice, words in room.choices.items()},
    )


@cache
def kinds() -> Mapping[str, type[Record]]:
    """The kinds of record by the name that the history has for them."""
    return {kind.__name__: kind for kind in all_words().kinds}


def command_words(name: str) -> str:
    """What a command did, or its way back; one of a version to come is called by its own name."""
    word, _blank, done = name.rpartition(" ")
    what = all_words().commands.get(done) or done.replace("_", " ")
    return {UNDO: _("Undid: {what}"), REDO: _("Did again: {what}")}.get(word, "{what}").format(what=what)
