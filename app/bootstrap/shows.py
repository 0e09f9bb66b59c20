"""Verbs that need the window: the tour and the pictures for the documentation."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

import click

from app.kernel.words import _
from app.qt.loading import load_qt


def add_shows(group: click.Group) -> None:
    """Add `tour` and `screens` to the command line."""
    group.add_command(tour)
    group.add_command(screens)


@click.command()
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path("build/tour"), show_default=True)
def tour(out: Path) -> None:
    """Play the newcomer's journey through the real window, off screen; leave pictures and PDFs in OUT."""
    load_qt()
    from app.bootstrap.tour import play_tour

    raise SystemExit(play_tour(out))


@click.command()
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), default=Path("docs/screens"), show_default=True
)
@click.option("--only", multiple=True, metavar="SCREEN", help="Only this screen or dialog; may be given several times.")
@click.option(
    "--view", "views", multiple=True, metavar="VIEW", help="Only this look and size, such as light or small-dark."
)
def screens(out: Path, only: tuple[str, ...], views: tuple[str, ...]) -> None:
    """Draw every screen in every view, and tell what is cut, overlaps, has no name or cannot be reached."""
    load_qt()
    from app.bootstrap.doors import names
    from app.bootstrap.screens import VIEWS, draw_screens

    _refuse_unknown(only, names(), _("There is no screen \u201c{name}\u201d. Choose from: {names}."))
    _refuse_unknown(
        views, [view.name for view in VIEWS], _("There is no view \u201c{name}\u201d. Choose from: {names}.")
    )
    raise SystemExit(draw_screens(out, only=only, views=views))


def _refuse_unknown(given: Sequence[str], known: Sequence[str], words: str) -> None:
    """A usage error for the first name that is not known; it offers those that are written much like it, else all."""
    for name in given:
        if name not in known:
            near = get_close_matches(name, known) or known
            raise click.UsageError(words.format(name=name, names=", ".join(near)))
