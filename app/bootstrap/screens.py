"""Pictures of every screen of the demo, in every look and size; and the gates that find what is wrong with them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import click
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from app.bootstrap import gates
from app.bootstrap.desk import Desk
from app.bootstrap.doors import CONSULTANT, LEAD, OFFICE, PARTNER, Door, area_doors, more_doors
from app.bootstrap.passing import become, enter, leave
from app.bootstrap.player import Player
from app.bootstrap.tour import application, private_places
from app.kernel.words import _
from app.qt import memory, preferences
from app.qt.tokens import color

HEAR = ("ContactsDialog", "ImportClientsDialog", "OpeningFileDialog")
"""Dialogs that others' changes reach; the rest is looked at as pages."""
BIG, SMALL = (1440, 900), (1024, 680)


@dataclass(frozen=True, slots=True)
class View:
    """How the window is looked at: the look, its size, and the reader's settings.

    Views with `drawn` leave pictures; the others only show whether long words and large letters still fit. The dialogs
    are opened in the views with `dialogs`.
    """

    name: str
    look: str = "light"
    size: tuple[int, int] = BIG
    text: int = 100
    contrast: str = "normal"
    language: str = "en"
    drawn: bool = True
    dialogs: bool = False


VIEWS = (
    View("light", dialogs=True),
    View("dark", "dark", dialogs=True),
    View("small", size=SMALL, dialogs=True),
    View("small-dark", "dark", SMALL),
    View("large-text", size=BIG, text=150, drawn=False),
    View("large-text-small", size=SMALL, text=150, drawn=False, dialogs=True),
    View("contrast", contrast="more", drawn=False),
    View("contrast-dark", "dark", contrast="more", drawn=False),
    View("german", language="de", drawn=False),
    View("german-small", size=SMALL, language="de", drawn=False, dialogs=True),
    View("long-words", language="pseudo", drawn=False),
    View("long-words-small", size=SMALL, language="pseudo", drawn=False, dialogs=True),
)

STIRRED = ("light", "small")


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault of a screen: which picture, and what is wrong."""

    picture: str
    fault: str


class Gallery:
    """Walks through doors and views, takes pictures and looks for faults."""

    def __init__(self, desk: Desk, out: Path | None) -> None:
        """With a folder pictures are kept there."""
        self.desk = desk
        self.player = Player(desk.window)
        self.out = out
        self.stirs = False
        """Whether others change the book while a screen is looked at."""
        self.findings: list[Finding] = []
        self.count = 0

    def wear(self, view: View) -> None:
        """Let the window look as a view wants it."""
        preferences.current.change(look=view.look, text_percent=view.text, contrast=view.contrast)
        self.desk.window.frame.resize(*view.size)
        self.player.settle()

    def visit(self, doors: Iterable[Door], view: View, *, prefix: str = "") -> None:
        """Go through doors in a view."""
        for door in doors:
            staged = door.stage(self.desk, self.player) if door.stage is not None else nullcontext()
            with staged:
                shown = enter(self.desk, self.player, door)
                name = f"{prefix}{door.name}-{view.name}"
                self._look(shown, name, view)
                if self.stirs and self.desk.window.is_open and (shown is self.desk.window.frame or door.opens in HEAR):
                    self.findings += [Finding(name, fault) for fault in gates.unsteady(self.desk, self.player, shown)]
                leave(self.desk, self.player)

    def _look(self, shown: QWidget, name: str, view: View) -> None:
        frame = self.desk.window.frame
        image = picture(frame, shown, 1.0)
        if self.out is not None and view.drawn:
            image.save(str(self.out / f"{name}.png"))
            picture(frame, shown, 1.5).save(str(self.out / f"{name}@1.5x.png"))
        self.count += 1
        faults = [
            *gates.still_faults(shown),
            *gates.faint(shown, picture(shown, shown, 1.0)),
            *gates.unreachable(shown),
        ]
        self.findings += [Finding(name, fault) for fault in dict.fromkeys(faults)]


def picture(frame: QWidget, shown: QWidget, scale: float) -> QImage:
    """The window with the dialog in its middle, at a scale of pixels; rendered anew, never enlarged."""
    image = QImage(frame.size() * scale, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(color("canvas"))
    frame.render(image)
    if shown is not frame:
        room = frame.size() - shown.size()
        painter = QPainter(image)
        painter.fillRect(frame.rect(), QColor(16, 28, 36, 97))
        painter.end()
        shown.render(image, QPoint(max(room.width() // 2, 0), max(room.height() // 2, 0)))
    return image


def draw_screens(out: Path, *, only: Sequence[str] = (), views: Sequence[str] = ()) -> int:
    """Draw every screen into `out` and tell what is wrong; 0 when nothing is.

    `only` names the doors to go through, `views` the views to look at; without names it is all of them, and pictures
    of what is gone are gone too.
    """
    chosen = [view for view in VIEWS if not views or view.name in views]
    out.mkdir(parents=True, exist_ok=True)
    if not only and not views:
        for old in out.glob("*.png"):
            old.unlink()
    app = application()
    findings: list[Finding] = []
    count = 0
    for language in dict.fromkeys(view.language for view in chosen):
        with opened_demo(app, language) as desk:
            gallery = Gallery(desk, out)
            for view in chosen:
                if view.language == language:
                    gallery.wear(view)
                    gallery.stirs = view.name in STIRRED
                    for who, doors in rounds(gallery):
                        wanted = [door for door in doors if not only or door.name in only]
                        gallery.visit(wanted, view, prefix="" if who == PARTNER else f"{who.lower()}-")
                    inner = more_doors() if view.dialogs else []
                    gallery.visit([door for door in inner if not only or door.name in only], view, prefix="at-")
            findings += gallery.findings
            count += gallery.count
    for finding in findings:
        click.echo(f"{finding.picture}: {finding.fault}", err=True)
    click.echo(_("{count} screens looked at, {faults} faults.").format(count=count, faults=len(findings)))
    return 1 if findings else 0


@contextmanager
def opened_demo(app: QApplication, language: str) -> Iterator[Desk]:
    """A window on the demo in a language; what it remembers is forgotten afterwards."""
    with tempfile.TemporaryDirectory(prefix="watertight-screens-") as scratch:
        places = private_places(Path(scratch))
        memory.Memory(places.config / "window.json").keep("preferences", {"language": language})
        desk = Desk(app, places)
        try:
            desk.window.frame.show()
            desk.open_demo()
            Player(desk.window).until(lambda: desk.window.is_open, "the demo did not open")
            yield desk
        finally:
            desk.window.frame.close()
            desk.close()


def rounds(gallery: Gallery) -> Iterator[tuple[str, list[Door]]]:
    """Everybody's areas, the partner's first."""
    for who in (PARTNER, OFFICE, LEAD, CONSULTANT):
        become(gallery.desk, gallery.player, who)
        yield who, area_doors(gallery.desk, who)
