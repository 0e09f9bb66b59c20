"""The window's questions about backups, answered for the open book and for one that does not open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.bootstrap.backing import UNSOUND, backing_of, is_backed_up, stepper, taken
from app.bootstrap.second_places import SecondPlaces
from app.kernel.files import why_not_written
from app.kernel.problems import Problem
from app.kernel.words import _, ngettext
from app.shell.backups import BackupRow, BackupsView, GoingBack

if TYPE_CHECKING:
    from app.bootstrap.desk import Desk
    from app.kernel.formats import Formats
    from app.qt.progress import Progress
    from app.storage.backups import Backup, Comparison
    from app.storage.book import Book
    from app.storage.reading import Reading
    from app.storage.secrets import Secret


class DeskBackups:
    """Over the backups that lie beside a book and in its second place."""

    def __init__(self, desk: Desk, failed: Callable[[str], str] = lambda _place: "") -> None:
        """For one desk; `failed` says why the last try to back up the book at a place came to nothing."""
        self._desk = desk
        self._failed = failed
        self._second = SecondPlaces(desk.places.config)

    def now(self) -> None:
        """Back the open book up; the window tells when it is done."""
        backing_of(self._desk).now()

    def known(self, place: str) -> str:
        """What the server of a shared book knows of its backups, in a sentence."""
        from app.bootstrap.shared_backups import sentence, state_of
        from app.shell.computer import read_here
        from app.storage.backups.noted import noted

        book = self._open(place)
        if book is None:
            return ""
        return sentence(state_of(book.read(noted)), book.clock.now(), read_here())

    def view(self, place: str) -> BackupsView:
        """The backups of a book."""
        from app.shell.computer import read_here
        from app.storage.backups import as_they_came, folder_of
        from app.storage.backups.second import is_there

        formats, folder = read_here(), self.second(place)
        found = as_they_came(self._listed(place), now_at(place))
        there = [one for one in found if folder is not None and one.place.parent == folder]
        return BackupsView(
            tuple(row_of(one, formats, folder) for one in found),
            str(folder_of(Path(place))),
            "" if folder is None else str(folder),
            folder is not None and is_there(folder),
            moment(there[0].made, formats) if there else "",
            self._failed(place),
        )

    def second(self, place: str) -> Path | None:
        """The second place of a book."""
        return self._second.of(place, self._origin(place))

    def _origin(self, place: str) -> str:
        """The first entry of the book, by which it is known; "" where it is not open."""
        from app.storage.backups import stand_of

        book = self._open(place)
        with suppress(Problem):
            return "" if book is None else stand_of(Path(place), book.root).origin
        return ""

    def _listed(self, place: str) -> list[Backup]:
        from app.storage.backups import listed

        origin = self._origin(place)
        return listed(place, origin, self._second.of(place, origin))

    def _open(self, place: str) -> Book | None:
        book = self._desk.backend.book
        return book if book is not None and book.place == place else None

    def _one(self, place: str, backup: str) -> Backup:
        found = next((one for one in self._listed(place) if str(one.place) == backup), None)
        if found is None:
            raise Problem(
                "backup.gone",
                _("The backup {name} is not there any more.").format(name=Path(backup).name),
                hint=_("Look at the list again."),
            )
        return found

    # ------------------------------------------------------------------ a look, a place

    def recheck(self, place: str, backup: str, progress: Progress) -> str:
        """Look at a backup again; what was found, in a sentence."""
        from app.receivables.checks import looks
        from app.storage.backups import recheck

        book, one = self._open(place), self._one(place, backup)
        now = datetime.now(one.made.tzinfo) if book is None else book.clock.now()
        done = recheck(
            one, now, root=None if book is None else book.root, looks=looks(), step=stepper(progress), beside=True
        )
        if done.opened:
            return _("{name} was opened and checked from end to end: it is whole.").format(name=one.place.name)
        return _("{name} has other keys than the book has now. Its bytes are those that were checked.").format(
            name=one.place.name
        )

    def choose(self, place: str, folder: str) -> None:
        """Keep the backups of a book in a second place from now on, and bring the newest there."""
        from app.storage.backups import as_they_came
        from app.storage.backups.second import bring, choose

        made = choose(Path(folder), Path(place))
        self._keep(place, made)
        bring(as_they_came(self._listed(place), now_at(place)), made)

    def forget(self, place: str) -> None:
        """No second place any more; what lies there stays."""
        self._keep(place, None)

    def _keep(self, place: str, folder: Path | None) -> None:
        try:
            self._second.keep(place, folder, self._origin(place))
        except OSError as error:
            raise Problem(
                "backup.second_not_kept",
                _("The second place could not be written down: {reason}.").format(reason=why_not_written(error)),
                hint=_("It is as it was."),
            ) from error

    # ------------------------------------------------------------------ going back

    def going_back(self, place: str, backup: str, progress: Progress) -> GoingBack:
        """What going back to a backup would mean; the book is compared with it where both can be read."""
        from app.shell.computer import read_here
        from app.storage.backups import compare, target_beside

        formats, one = read_here(), self._one(place, backup)
        row = row_of(one, formats, self.second(place))
        target = str(target_beside(Path(place), day_of(place)))
        progress.report(0, 0, _("Comparing with the book"))
        root = self._root(place, one)
        try:
            with self._reading(place, root) as now, _read(one.place, root) as then:
                found = now.read(lambda reads: then.read(lambda other: (compare(other, reads), _names(reads))))
        except Problem as problem:
            words = _("The book cannot be compared with it: {reason} What was entered after {moment} is not in it.")
            return GoingBack(row, place, target, words.format(reason=problem.message, moment=row.taken))
        return _told(GoingBack(row, place, target, ""), *found, formats)

    def _root(self, place: str, one: Backup) -> Secret | None:
        """What opens a backup: the open book's root, or this computer's keyring."""
        from app.storage.secrets import opens, unlock

        book = self._open(place)
        if not one.encrypted:
            return None
        if book is not None and book.root is not None and opens(one.place, book.root):
            return book.root
        with suppress(Problem):
            return unlock(one.place)
        return None

    @contextmanager
    def _reading(self, place: str, root: Secret | None) -> Iterator[Book]:
        """The book as it is now, beside whoever works in it, or opened only to be read."""
        book = self._open(place)
        if book is not None:
            with book.beside() as beside:
                yield beside
        else:
            with _read(Path(place), root) as other:
                yield other

    def restore(self, place: str, backup: str, progress: Progress) -> str:
        """Make a new book of a backup; the open book is backed up before. Where the new one is.

        A book that is not sound cannot be backed up. It stays where it is, and is why somebody goes back.
        """
        from app.bootstrap.opening import foresee
        from app.storage.backups import Reason, restore, target_beside

        one, book = self._one(place, backup), self._open(place)
        if book is not None and is_backed_up(self._desk):
            try:
                taken(book, Reason.RESTORE, progress, self.second(place))
            except Problem as problem:
                if problem.code not in UNSOUND:
                    raise
        target = target_beside(Path(place), day_of(place))

        def step(done: int, total: int) -> None:
            progress.check()
            progress.report(done, total, _("Restoring the backup"))

        made = restore(one, target, book=Path(place), step=step)
        foresee(one, made, self._desk.places.anchors)
        return str(made)


@contextmanager
def _read(path: Path, root: Secret | None) -> Iterator[Book]:
    from app.bootstrap.opening import clock_for
    from app.storage.book import open_book

    with open_book(path, clock_for(path), root=root, read_only=True) as book:
        yield book


def _names(reading: Reading) -> dict[int, str]:
    from app.firm.queries import people

    return {row.id: row.name for row in people(reading)}


def _told(plain: GoingBack, found: Comparison, names: dict[int, str], formats: Formats) -> GoingBack:
    if found.same:
        return replace(plain, summary=_("Nothing would be missing: the book is as it was then."))
    if found.apart:
        words = _("The book and the backup went different ways: {n} entries of the backup are not in the book.")
        summary = words.format(n=found.apart)
    else:
        words = ngettext(
            "{n} entry of the history would be missing.", "{n} entries of the history would be missing.", found.entries
        )
        summary = words.format(n=found.entries)
    missing = tuple(
        (f"{one.records} {kind_words(one.kind, one.records)}", _span(one.first, one.last, formats))
        for one in found.kinds
    )
    who = tuple(
        (
            names.get(one.actor_id or 0, _("The program itself")),
            ngettext("{n} change, the last {moment}", "{n} changes, the last {moment}", one.entries).format(
                n=one.entries, moment=moment(one.last, formats)
            ),
        )
        for one in found.who
    )
    return replace(plain, summary=summary, missing=missing, who=who)


def kind_words(kind: str, count: int) -> str:
    """Records of a kind, as people call them."""
    words = {
        "TimeEntry": ngettext("time entry", "time entries", count),
        "Expense": ngettext("expense entry", "expense entries", count),
        "Invoice": ngettext("invoice or credit note", "invoices and credit notes", count),
        "Payment": ngettext("payment", "payments", count),
        "Draft": ngettext("draft", "drafts", count),
        "Client": ngettext("client", "clients", count),
        "Contact": ngettext("contact", "contacts", count),
        "StatementOfWork": ngettext("statement of work", "statements of work", count),
        "Engagement": ngettext("engagement", "engagements", count),
        "Suggestion": ngettext("suggestion", "suggestions", count),
        "Person": ngettext("person", "persons", count),
        "Setting": ngettext("setting", "settings", count),
    }
    return words.get(kind) or ngettext("record of another kind", "records of another kind", count)


def _span(first: datetime, last: datetime, formats: Formats) -> str:
    if first == last:
        return moment(first, formats)
    return _("{first} to {last}").format(first=moment(first, formats), last=moment(last, formats))


def moment(instant: datetime, formats: Formats) -> str:
    """A day and a time where this computer is."""
    from app.kernel.clock import local_date

    return f"{formats.date(local_date(instant, formats.zone))}, {formats.time(instant)}"


def row_of(one: Backup, formats: Formats, second: Path | None) -> BackupRow:
    """A backup as a list shows it."""
    damage = _("Damaged: do not use it.") if not one.good else ""
    where = _("second place") if second is not None and one.place.parent == second else _("beside the book")
    return BackupRow(
        str(one.place),
        one.made,
        moment(one.made, formats),
        one.reason.words,
        one.size,
        one.looked_at(moment(one.checked_at, formats)),
        one.sequence,
        where,
        one.encrypted,
        damage,
        one.findings,
    )


def day_of(place: str) -> str:
    """Today, for the name of a file."""
    return now_at(place).date().isoformat()


def now_at(place: str) -> datetime:
    """What the clock of a book says, which may not be there."""
    from app.bootstrap.opening import clock_for

    return clock_for(place).now()
