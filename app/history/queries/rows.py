"""The history of a thing: an entry for each record that changed, field by field, before and after."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.firm.domain import require
from app.firm.records import Firm, Person
from app.history.queries.statements import NEWEST, OF_ACT, SALTS, currency, now, of_thing, pointers, way_to_currency
from app.history.queries.values import Around, Key, fields_of, spelled
from app.history.things import THINGS, Thing, all_words, command_words, kinds
from app.kernel.formats import Formats
from app.kernel.words import _
from app.storage.reading import Ask, Reads
from app.storage.record import Record
from app.storage.told import Kind

_FIRM = select(Firm.id)
PAGE = 200
"""Entries that are read at once."""


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A field of a record that changed; of a record that is new or removed all fields are told in one row."""

    sequence: int
    place: int
    at: datetime
    who: str
    command: str
    did: str
    record: str
    what: str
    action: str
    field: str
    before: str
    after: str

    @property
    def key(self) -> tuple[int, int]:
        """What tells it from the others."""
        return self.sequence, self.place


@dataclass(frozen=True, slots=True)
class History:
    """Some of the history of a thing, the newest first; `older` is what to ask for next, None when that is all."""

    title: str
    rows: tuple[HistoryRow, ...]
    older: int | None


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry as it is kept, with its record found."""

    row: Any
    key: Key
    fields: Mapping[str, Any]


def history(
    reads: Reads,
    *,
    thing: str,
    record_id: int,
    formats: Formats,
    before: int | None = None,
    most: int = PAGE,
) -> History:
    """What happened to a thing and all that belongs to it, for who may see it. Of the firm there is one: any number."""
    about = THINGS[thing]
    if not about.own:
        require(reads.actor.role, about.right)
    if about.kind is Firm:
        record_id = reads.execute(_FIRM).scalar_one_or_none() or 0
    asked = {"id": record_id, "before": before or NEWEST, "most": most + 1}
    found = reads.send([Ask(of_thing(thing), asked)])[0].all()
    entries = _entries(found[:most])
    if about.own:
        _require_own(reads, about, record_id, entries)
    around = _around(reads, formats, entries, (about.kind, record_id))
    older = found[most - 1].sequence if len(found) > most else None
    usual = around.currencies.get((about.kind, record_id))
    return History(_title(around, about, record_id), tuple(_rows(around, entries, about, usual)), older)


def act_history(
    reads: Reads, *, first: int, last: int, formats: Formats, before: int | None = None, most: int = PAGE
) -> History:
    """What one command changed, by the numbers of its first and last entry in the book."""
    from app.history.queries.acts import RIGHT

    require(reads.actor.role, RIGHT)
    asked = {"first": first, "last": last, "before": before or NEWEST, "most": most + 1}
    found = reads.send([Ask(OF_ACT, asked)])[0].all()
    entries = _entries(found[:most])
    around = _around(reads, formats, entries)
    title = command_words(found[0].command) if found else ""
    return History(title, tuple(_rows(around, entries)), found[most - 1].sequence if len(found) > most else None)


def _entries(found: Sequence[Any]) -> list[_Entry]:
    entries = []
    for row in found:
        name, _colon, number = row.record.partition(":")
        if name in kinds():
            entries.append(_Entry(row, (kinds()[name], int(number)), fields_of(row.changes)))
    return entries


def _require_own(reads: Reads, about: Thing, record_id: int, entries: Iterable[_Entry]) -> None:
    """Whose it is stands in the record, or in the entry that says that it is gone."""
    owners = [row.person_id for row in reads.execute(now(about.kind, ("person_id",)), {"ids": [record_id]})]
    owners += [one.fields["person_id"] for one in entries if one.row.action != "changed" and "person_id" in one.fields]
    if not owners or reads.actor.person_id is None or set(owners) != {reads.actor.person_id}:
        require(reads.actor.role, about.right)


# ------------------------------------------------------------------------------------------ what stands around


def _around(reads: Reads, formats: Formats, entries: Sequence[_Entry], *more: Key) -> Around:
    """Names, currencies and personal values of all records that the entries name, asked for in one wave."""
    told = all_words().kinds
    wanted: dict[type[Record], set[int]] = defaultdict(set)
    for kind, number in (*more, *(one.key for one in entries)):
        wanted[kind].add(number)
    for one in entries:
        wanted[Person].update({one.row.actor_id} - {None})
        for name, there in pointers(one.key[0]).items():
            wanted[there].update(int(value) for value in _values(one, name) if value is not None)
    sums = _sums(entries)
    for kind, number in more if entries else ():
        sums[kind].add(number)
    asks: list[tuple[str, type[Record], Ask]] = []
    for kind, ids in wanted.items():
        fields = tuple(dict.fromkeys((*told[kind].named_by, *_personal(kind, told[kind]))))
        if fields:
            asks.append(("now", kind, Ask(now(kind, fields), {"ids": sorted(ids)})))
    for kind, ids in sums.items():
        statement = currency(kind)
        if statement is not None:
            asks.append(("currency", kind, Ask(statement, {"ids": sorted(ids)})))
    secret = sorted({one.row.record for one in entries if not _personal(one.key[0], None).isdisjoint(one.fields)})
    if secret:
        asks.append(("salts", Record, Ask(SALTS, {"records": secret})))
    around = Around(formats, {}, {}, {}, {})
    present: dict[Key, Mapping[str, Any]] = {}
    currencies: dict[Key, str] = {one.key: found for one in entries if (found := _own_currency(one))}
    salts: dict[str, bytes] = {}
    answers = reads.send([ask for _what, _kind, ask in asks]) if asks else []
    for (what, kind, _ask), rows in zip(asks, answers, strict=True):
        if what == "salts":
            salts.update({row.record: row.salt for row in rows})
        elif what == "currency":
            currencies.update({(kind, row.record_id): row.currency for row in rows})
        else:
            present.update({(kind, row["record_id"]): dict(row) for row in rows.mappings()})
    around = replace(around, present=present, currencies=currencies, salts=salts)
    around = replace(around, names={key: _named(around, key, told[key[0]], row) for key, row in present.items()})
    return _with_names_of_names(reads, around)


def _with_names_of_names(reads: Reads, around: Around) -> Around:
    """Some records are called by what they point to: a draft by its client."""
    told = all_words().kinds
    by_others: dict[type[Record], set[int]] = defaultdict(set)
    called_so = []
    for (kind, number), row in around.present.items():
        for name in told[kind].named_by:
            if name in pointers(kind) and row[name] is not None:
                by_others[pointers(kind)[name]].add(row[name])
                called_so.append((kind, number))
    wanted = {kind: {n for n in ids if (kind, n) not in around.names} for kind, ids in by_others.items()}
    asks = [(kind, Ask(now(kind, told[kind].named_by), {"ids": sorted(ids)})) for kind, ids in wanted.items() if ids]
    names = dict(around.names)
    for (kind, _ask), rows in zip(asks, reads.send([ask for _kind, ask in asks]) if asks else [], strict=True):
        for found in rows.mappings():
            key = (kind, found["record_id"])
            names[key] = _named(around, key, told[kind], dict(found))
    around = replace(around, names=names)
    names.update({key: _named(around, key, told[key[0]], around.present[key]) for key in called_so})
    return around


def _values(entry: _Entry, name: str) -> list[Any]:
    """All values of a field in an entry: one, or before and after."""
    if name not in entry.fields:
        return []
    value = entry.fields[name]
    return list(value) if entry.row.action == "changed" else [value]


def _personal(kind: type[Record], words: Kind | None) -> frozenset[str]:
    columns = kind.__table__.columns
    personal = frozenset(column.key for column in columns if column.info.get("personal"))
    return personal - words.silent if words is not None else personal


def _sums(entries: Iterable[_Entry]) -> dict[type[Record], set[int]]:
    """Where the currency of each entry's sums is to be asked for."""
    found: dict[type[Record], set[int]] = defaultdict(set)
    for one in entries:
        if _own_currency(one) is None:
            kind, number = _holder(one)
            found[kind].add(number)
    return found


def _own_currency(entry: _Entry) -> str | None:
    values = _values(entry, "currency")
    return values[-1] if values else None


def _holder(entry: _Entry) -> Key:
    """The record that says the currency: what a new or removed record points to, else the record itself."""
    way = way_to_currency(entry.key[0])
    if way and entry.row.action != "changed" and entry.fields.get(way[0][0]) is not None:
        return way[0][1], int(entry.fields[way[0][0]])
    return entry.key


def _named(around: Around, key: Key, words: Kind, row: Mapping[str, Any]) -> str:
    """The name of a record that is in the book: what its room says it is named by."""
    columns = key[0].__table__.columns
    said = [
        str(row[name]) if columns[name].info.get("personal") else spelled(around, key, name, _as_kept(row[name]), None)
        for name in words.named_by
        if row[name] is not None
    ]
    return " ".join(one for one in said if one)


def _as_kept(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _title(around: Around, about: Thing, record_id: int) -> str:
    noun = all_words().kinds[about.kind].noun
    name = around.names.get((about.kind, record_id), "")
    return called(noun, name)


def called(noun: str, name: str) -> str:
    """What a thing is and its name; a name that says it already stands alone."""
    return name if name.startswith(noun) else f"{noun} {name}".strip()


# ------------------------------------------------------------------------------------------ rows


def _rows(
    around: Around, entries: Iterable[_Entry], about: Thing | None = None, usual: str | None = None
) -> Iterable[HistoryRow]:
    """`usual` is the currency of the thing: that of its parts which are gone with what they belonged to."""
    for entry in entries:
        kind = entry.key[0]
        words = all_words().kinds[kind]
        money = around.currencies.get(_holder(entry)) or around.currencies.get(entry.key) or usual
        within = {part.by for part in about.parts if part.kind is kind} if about is not None else set()
        shown = [name for name in words.fields if name in entry.fields and name not in within]
        head = _head(around, entry, words)
        if entry.row.action == "changed":
            for place, name in enumerate(shown):
                before, after = (spelled(around, entry.key, name, one, money) for one in entry.fields[name])
                yield replace(head, place=place, field=words.fields[name], before=before, after=after)
            if not shown:
                continue
        else:
            told = [(words.fields[name], spelled(around, entry.key, name, entry.fields[name], money)) for name in shown]
            whole = "; ".join(_("{field}: {value}").format(field=name, value=value) for name, value in told if value)
            new = entry.row.action == "new"
            yield replace(head, before="" if new else whole, after=whole if new else "")


def _head(around: Around, entry: _Entry, words: Kind) -> HistoryRow:
    row = entry.row
    who = _("Set-up") if row.actor_id is None else around.names.get((Person, row.actor_id), "")
    name = around.names.get(entry.key) or _name_then(around, entry, words)
    what = called(words.noun, name)
    action = {"new": _("New"), "changed": _("Changed"), "removed": _("Removed")}[row.action]
    return HistoryRow(
        row.sequence, 0, row.at, who, row.command, command_words(row.command), row.record, what, action, "", "", ""
    )


def _name_then(around: Around, entry: _Entry, words: Kind) -> str:
    """The name of a record that is gone, as its last entry says it; a personal one is not kept."""
    columns = entry.key[0].__table__.columns
    said = [
        spelled(around, entry.key, name, entry.fields[name], None)
        for name in words.named_by
        if entry.row.action != "changed" and name in entry.fields and not columns[name].info.get("personal")
    ]
    return " ".join(said)


def names_of(reads: Reads, formats: Formats, records: Iterable[str], people: Iterable[int | None]) -> dict[str, str]:
    """What some records are called now, by their names in the history; those that are gone are absent."""
    keys: list[Key] = [(Person, number) for number in people if number is not None]
    for record in records:
        name, _colon, number = record.partition(":")
        keys.append((kinds()[name], int(number)))
    around = _around(reads, formats, [], *keys)
    return {f"{kind.__name__}:{number}": name for (kind, number), name in around.names.items()}
