"""Taking a command back, and doing it again: a command like any other, in the one write path and the same history.

Every record must stand as the command left it: in its version, or in one that ways back made of it; value by value
where it has none. So any number of steps can be gone back. Then all become what they were before. What
only grows cannot: it stays, and its room adds what settles it (`stays`). What the rooms say against it is asked last
(`refuses`), on what would be then; whoever says no leaves the book as it was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import UniqueConstraint, event, inspect, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified, set_committed_value

from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.record import Record
from app.storage.reversal import REDO, UNDO, Image, Reversal, Values, WayBack
from app.storage.schema import ROOMS
from app.storage.work import Work

AT_ONCE = 1_000
Rule = Callable[[Work, Sequence[Image]], object]
_RULES: dict[type[Record], list[Rule]] = defaultdict(list)
_STAYS: dict[type[Record], tuple[Rule, Callable[[Values], bool]]] = {}
_NAMED_AS_BEFORE: set[str] = set()
"""Commands whose way back has their own name in the history."""
_TWINS: WeakKeyDictionary[Any, dict[tuple[type[Record], int, int], int]] = WeakKeyDictionary()
"""By open book: versions that ways back made, and the version each of them brought back."""
Found = dict[tuple[type[Record], int], Record]


def refuses(*kinds: type[Record]) -> Callable[[Rule], Rule]:
    """Let a room look at what was put back of these kinds, once it is all done; it raises a Problem against it.

    A later room may speak about the records of an earlier one. Of an `Image`, `after` is what was taken back.
    """

    def mark(rule: Rule) -> Rule:
        for kind in kinds:
            _RULES[kind].append(rule)
        return rule

    return mark


def stays(kind: type[Record], *, unless: Callable[[Values], bool] = lambda _values: False) -> Callable[[Rule], Rule]:
    """Say of a kind that only grows what settles its new records, which stay: a further one.

    With one that is so, `unless`, nothing settles it: what brought it cannot be taken back.
    """

    def mark(rule: Rule) -> Rule:
        _STAYS[kind] = rule, unless
        return rule

    return mark


def named_as_before(command: Callable[..., object]) -> None:
    """The way back of this command has its name in the history too: the database looks at who moved a counter."""
    _NAMED_AS_BEFORE.add(command.__name__)


@cache
def known_rules() -> None:
    """Import what the rooms say about it: each in a module of its commands."""
    for room in ROOMS:
        commands = import_module(f"app.{room}.commands")
        if find_spec(f"{commands.__name__}.putting_back") if hasattr(commands, "__path__") else None:
            import_module(f"{commands.__name__}.putting_back")


def why_not(reversal: Reversal) -> Problem | None:
    """What stands against a way back from the start: a record came that never goes. None: it may be offered."""
    if any(image.kind.__frozen__ for image in reversal.images):
        known_rules()
    new = {(image.kind.__tablename__, image.id) for image in reversal.images if image.before is None}
    for image in reversal.images:
        if image.kind.__frozen__ and not _settled(image, new):
            return Problem(
                "undo.final",
                _("{this} stays in the book for good.").format(this=image.kind.called()),
                hint=_("Nothing was changed. Correct it by something new."),
            )
    return None


def _settled(image: Image, new: set[tuple[str, int]]) -> bool:
    """Whether a record that only grows may stay: its kind can be settled, and what it belongs to stays as well."""
    if image.kind not in _STAYS or image.after is None or _STAYS[image.kind][1](image.after):
        return False
    return all((table, image.after[field]) not in new for field, table in _pointers(image.kind))


def offered(reversal: Reversal) -> WayBack | None:
    """The way back from a command; None where nothing was touched, or something stands against it from the start."""
    if not reversal.images or why_not(reversal) is not None:
        return None
    return WayBack(reversal.command, way_back(reversal))


def way_back(reversal: Reversal) -> Callable[[Work], None]:
    """The command that takes another one back; its own reversal does it again."""

    def carry_out(work: Work) -> None:
        _take_back(work, reversal)

    carry_out.__name__ = name_of_way_back(reversal.command)
    return carry_out


def name_of_way_back(command: str) -> str:
    """What the history calls it: "undo approve_week", after that "redo approve_week"."""
    word, _blank, done = command.rpartition(" ")
    if done in _NAMED_AS_BEFORE:
        return done
    return f"{REDO if word == UNDO else UNDO} {done}"


def _take_back(work: Work, reversal: Reversal) -> None:
    _refuse_others(work, reversal)
    known_rules()
    problem = why_not(reversal)
    if problem is not None:
        raise problem
    stay = [image for image in reversal.images if image.kind.__frozen__]
    turned = [image for image in reversal.images if not image.kind.__frozen__]
    found = _standing(work, turned)
    _refuse_needed(work, [image for image in turned if image.before is None], turned)
    try:
        _turn(work, turned, found)
        for kind, (rule, _unless) in _STAYS.items():
            left = [image for image in stay if image.kind is kind]
            if left:
                rule(work, left)
        work.session.flush()
    except IntegrityError as error:
        raise Problem(
            "undo.in_the_way",
            _("Something that came later stands in the way."),
            hint=_("Nothing was taken back. Look at the new state first."),
        ) from error
    for kind, rules in _RULES.items():
        about = [image for image in turned if image.kind is kind]
        for rule in rules if about else ():
            rule(work, about)
    _remember(work, turned)


def _refuse_others(work: Work, reversal: Reversal) -> None:
    if work.actor.person_id != reversal.actor_id:
        raise Problem(
            "undo.other",
            _("Somebody else did this."),
            hint=_("Who did it can take it back. Nothing was changed."),
        )
    if work.actor.role != reversal.role:
        raise Problem(
            "undo.role",
            _("Your role is another one since then."),
            hint=_("Ask a partner or the office manager. Nothing was changed."),
        )


# ------------------------------------------------------------------------------------------ what stands now


def _standing(work: Work, images: Sequence[Image]) -> Found:
    """The records as they are; Problem where one is not as the command left it."""
    found: Found = {}
    for kind, numbers in _by_kind(images).items():
        for first in range(0, len(numbers), AT_ONCE):
            some = select(kind).where(kind.id.in_(numbers[first : first + AT_ONCE]))
            found |= {(kind, record.id): record for record in work.session.scalars(some)}
    for image in images:
        record = found.get((image.kind, image.id))
        if image.after is None and record is None:
            continue
        if record is None:
            raise Problem(
                "record.gone",
                _("{this} is no longer in the book.").format(this=image.kind.called()),
                hint=_("Somebody removed it meanwhile; the list has been read again."),
            )
        if image.after is None or not _same(work, image, record, image.after):
            raise Problem(
                "record.changed_meanwhile",
                _("{this} was changed since then.").format(this=image.kind.called()),
                hint=_("It stays as it is now. Look at it, then change it."),
            )
    return found


def _same(work: Work, image: Image, record: Record, after: Values) -> bool:
    """Whether a record is the one that the command left; whoever changed it and changed it back decided anew."""
    if any(getattr(record, key) != value for key, value in after.items()):
        return False
    return _version_of(work, image, getattr(record, "version", 0)) == _version_of(work, image, image.now)


def _version_of(work: Work, image: Image, version: int) -> int:
    """The version a way back brought back with this one."""
    return _TWINS.get(work.session.get_bind(), {}).get((image.kind, image.id, version), version)


def _remember(work: Work, turned: Sequence[Image]) -> None:
    """Once it is committed: the versions that records have now stand for those they had before."""
    there = [image for image in turned if image.was and image.before is not None]
    found = {
        (image.kind, image.id, int(getattr(work.find(image.kind, image.id), "version", 0))): _version_of(
            work, image, image.was
        )
        for image in there
    }
    event.listen(work.session, "after_commit", lambda session: _TWINS.setdefault(session.get_bind(), {}).update(found))


def _by_kind(images: Iterable[Image]) -> Mapping[type[Record], list[int]]:
    numbers: dict[type[Record], list[int]] = defaultdict(list)
    for image in images:
        numbers[image.kind].append(image.id)
    return numbers


def _refuse_needed(work: Work, going: Sequence[Image], turned: Sequence[Image]) -> None:
    """Problem where something that stays points to what would go."""
    along = {(image.kind.__tablename__, image.id) for image in turned}
    called = {mapper.class_.__tablename__: mapper.class_.called for mapper in Record.registry.mappers}
    for kind, numbers in _by_kind(going).items():
        for table in Record.metadata.sorted_tables:
            for column in table.columns if table.name in called else ():
                if not any(key.column.table is kind.__table__ for key in column.foreign_keys):
                    continue
                for first in range(0, len(numbers), AT_ONCE):
                    some = numbers[first : first + AT_ONCE]
                    pointing = work.execute(select(table.c.id).where(column.in_(some))).scalars()
                    if any((table.name, number) not in along for number in pointing):
                        raise _needed(kind, called[table.name]())


def _needed(kind: type[Record], by: str) -> Problem:
    return Problem(
        "undo.needed",
        _("{this} is needed by something that came later.").format(this=kind.called()),
        hint=_("{that} belongs to it. Nothing was taken back.").format(that=by),
    )


# ------------------------------------------------------------------------------------------ what becomes of it


def _turn(work: Work, images: Sequence[Image], found: Found) -> None:
    """Let records go, change them and let them come back, so that at no moment one points to what is not there."""
    places = {table.name: place for place, table in enumerate(Record.metadata.sorted_tables)}
    ordered = sorted(images, key=lambda image: (places[image.kind.__tablename__], image.id))
    going = [image for image in ordered if image.before is None]
    coming = [image for image in ordered if image.after is None]
    gone = {(image.kind.__tablename__, image.id) for image in going}
    back = {(image.kind.__tablename__, image.id) for image in coming}
    early, plain, late = [], [], []
    for image in ordered:
        if image.before is not None and image.after is not None:
            record, values = found[image.kind, image.id], _differing(image.before, image.after)
            first = {key for key, table in _pointers(image.kind) if (table, image.after[key]) in gone}
            last = {key for key, table in _pointers(image.kind) if (table, image.before[key]) in back}
            early.append((record, {key: values[key] for key in values.keys() & (first - last)}))
            plain.append((record, {key: values[key] for key in values.keys() - first - last}))
            late.append((record, {key: values[key] for key in values.keys() & last}))
    _write(work, early)
    for image in reversed(going):
        work.session.delete(found[image.kind, image.id])
        work.session.flush()
    _write(work, plain)
    for image in coming:
        _bring_back(work, image, image.before or {})
    _write(work, late)
    for image in ordered:
        if image.before is not None and image.after is not None and not _differing(image.before, image.after):
            flag_modified(found[image.kind, image.id], next(iter(image.after)))  # who saw it must look again
    work.session.flush()


def _differing(before: Values, after: Values) -> dict[str, Any]:
    return {key: value for key, value in before.items() if value != after[key]}


def _write(work: Work, changed: Sequence[tuple[Record, Mapping[str, Any]]]) -> None:
    """Change records; where no two may be the same, one waits until the other has made room."""
    waiting = [(record, values) for record, values in changed if values]
    while waiting:
        held = {key for record, _values in waiting for key in _keys(record, {})}
        free = [one for one in waiting if not (_keys(*one) - _keys(one[0], {})) & held]
        for record, values in free or waiting:
            for field, value in values.items():
                setattr(record, field, value)
        work.session.flush()
        waiting = [one for one in waiting if one not in free] if free else []


def _keys(record: Record, values: Mapping[str, Any]) -> set[tuple[Any, ...]]:
    """What no other record of its kind may have too, as it would be with these values."""
    table = Record.metadata.tables[record.__tablename__]
    sets = [tuple(each.columns) for each in table.constraints if isinstance(each, UniqueConstraint)]
    sets += [(column,) for column in table.columns if column.unique]
    names = [tuple(column.key for column in columns) for columns in sets]
    return {(table.name, *((name, values.get(name, getattr(record, name))) for name in some)) for some in names}


def _bring_back(work: Work, image: Image, values: Values) -> None:
    """A record that was removed is there again: with its id and a version it never had."""
    session = work.session
    record: Record = inspect(image.kind).class_manager.new_instance()
    for field, value in values.items():
        setattr(record, field, value)
    record.id = image.id
    session.info["back"] = session.info.get("back", frozenset()) | {f"{image.kind.__name__}:{image.id}"}
    session.add(record)
    session.flush()
    if image.was:
        version = image.was + 1
        session.execute(update(image.kind).where(image.kind.id == image.id).values({"version": version}))
        set_committed_value(record, "version", version)


def _pointers(kind: type[Record]) -> Iterator[tuple[str, str]]:
    """The fields of a kind that hold the id of another record, with its table."""
    for attribute in inspect(kind).column_attrs:
        for key in attribute.columns[0].foreign_keys:
            yield attribute.key, key.column.table.name
