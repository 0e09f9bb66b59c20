"""The only part that knows every other: paths, books, window, command line, tour."""

from __future__ import annotations

import gc
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.bootstrap.places import Places
    from app.firm.commands import Founded
    from app.firm.queries import PersonRow
    from app.storage.backups import Backup, Held
    from app.storage.book import Book
    from app.storage.making import Ways
    from app.storage.secrets import Secret


def run(arguments: Sequence[str]) -> int:
    """Start the program with its arguments; the exit code: 0 done, 1 refused with a problem, 2 usage, 3 failed."""
    if set(arguments) <= {"--demo", "--watch"}:
        # the window's own way: the frame is painted before anything heavy is imported
        return _window(None, use_demo="--demo" in arguments, watched="--watch" in arguments)
    from click import Abort, ClickException

    from app.bootstrap.language import speak
    from app.bootstrap.places import Places
    from app.bootstrap.shows import add_shows
    from app.cli import Tools, watertight
    from app.cli.speaking import speak as speak_help

    speak()
    places = Places.usual()
    tools = Tools(
        open_book=lambda book, person, **how: _open(places, book, person, **how),
        found_book=lambda *given: _found(places, *given),
        open_window=lambda book, demo, watched, **how: _window(book, use_demo=demo, watched=watched, **how),
        demo_copy=copy_demo,
        find_person=_find_person,
        report=lambda trace: _report(places, trace),
        last_book=places.last_book,
        foresee=lambda held, made: _foresee(places, held, made),
    )
    add_shows(watertight)
    speak_help(watertight)
    try:
        result = watertight.main(list(arguments), prog_name="watertight", standalone_mode=False, obj=tools)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 1
    except ClickException as error:
        error.show()
        return error.exit_code
    except Abort:
        return 1
    return result if isinstance(result, int) else 0


def _foresee(places: Places, held: Backup | Held, made: str | Path) -> None:
    from app.bootstrap.opening import foresee

    foresee(held, made, places.anchors)


def _open(places: Places, place: str | None, person: str | None, **how: bool) -> Book:
    from app.bootstrap.opening import open_for
    from app.cli.unlocking import root_for, server_password

    book = open_for(places, place, person, root_for, server_password, **how)
    if not gc.isenabled():  # as `app.__main__` starts; the libraries are here now, and stay
        gc.freeze()
        gc.enable()
    return book


def _report(places: Places, trace: str) -> Path | None:
    from app.bootstrap.crashes import write_report

    return write_report(places.logs, trace).path


def _find_person(book: Book, wanted: str) -> PersonRow:
    from app.bootstrap.sign_in import find_person

    return find_person(book, wanted)


def _found(
    places: Places, place: str, root: Secret | None, ways: Ways | None, firm: Mapping[str, Any]
) -> tuple[Book, Founded]:
    """An empty shared book is asked for like one that is opened: its server may want a password."""
    from app.bootstrap.opening import founded_at
    from app.cli.unlocking import server_password
    from app.kernel.problems import Problem

    try:
        return founded_at(place, root, ways, firm, anchors=places.anchors)
    except Problem as problem:
        password = server_password() if problem.code == "book.password" else None
        if password is None:
            raise
    from app.storage.address import joined

    return founded_at(joined(place, password), root, ways, firm, anchors=places.anchors)


def _window(book: str | None, *, use_demo: bool, watched: bool, **how: bool) -> int:
    from app.qt.loading import load_qt

    load_qt()
    from app.bootstrap.desk import open_desk

    if not how:
        return open_desk(book, use_demo=use_demo, watched=watched)
    from app.shell.refusals import How

    return open_desk(book, use_demo=use_demo, watched=watched, how=How(**how))


def copy_demo(folder: Path) -> Path:
    """A fresh copy of the demo book, marked so that its clock starts on the demo's last day."""
    from app.bootstrap.opening import copy_demo as copy

    return copy(folder)
