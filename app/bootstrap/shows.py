"""Verbs that need the window: the tour and the pictures for the documentation."""

from __future__ import annotations

from pathlib import Path

import click


def add_shows(group: click.Group) -> None:
    """Add `tour` and `screens` to the command line."""
    group.add_command(tour)
    group.add_command(screens)


@click.command()
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path("build/tour"), show_default=True)
def tour(out: Path) -> None:
    """Play the newcomer's journey through the real window, off screen; leave pictures and PDFs in OUT."""
    from app.bootstrap.tour import play_tour

    raise SystemExit(play_tour(out))


@click.command()
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), default=Path("docs/screens"), show_default=True
)
@click.option("--only", multiple=True, metavar="SCREEN")
@click.option("--view", "views", multiple=True, metavar="VIEW")
def screens(out: Path, only: tuple[str, ...], views: tuple[str, ...]) -> None:
    """Draw every screen in every view, and tell what is cut, overlaps, has no name or cannot be reached."""
    from app.bootstrap.screens import draw_screens

    raise SystemExit(draw_screens(out, only=only, views=views))
