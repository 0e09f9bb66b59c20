"""The pictures of the documentation: each area of the demo, light and dark, in the usual and the least window size."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from app.bootstrap.desk import Desk
from app.bootstrap.player import Player, Stuck
from app.bootstrap.tour import application, private_places
from app.engagements.queries import sow_by_number
from app.firm.queries import people
from app.shell import areas


@dataclass(frozen=True, slots=True)
class View:
    """How a picture is taken."""

    name: str
    look: str
    width: int
    height: int


VIEWS = (
    View("light", "light", 1440, 900),
    View("dark", "dark", 1440, 900),
    View("small", "light", 1024, 680),
)
CONSULTANT, PARTNER = "PR", "EF"
SHOWN_SOW = "SOW-2026-014"


def draw_screens(out: Path) -> int:
    """Draw every area into `out`; 0 when all were drawn."""
    out.mkdir(parents=True, exist_ok=True)
    for old in out.glob("*.png"):
        old.unlink()
    app = application()
    with tempfile.TemporaryDirectory(prefix="watertight-screens-") as scratch:
        desk = Desk(app, private_places(Path(scratch)))
        player = Player(desk.window)
        try:
            desk.window.frame.show()
            desk.open_demo()
            player.until(lambda: desk.window.is_open, "the demo did not open")
            for view in VIEWS:
                desk.theme.apply(view.look)
                desk.window.frame.resize(view.width, view.height)
                _draw(desk, player, out, view)
        finally:
            desk.window.frame.close()
            desk.close()
    return 0


def _draw(desk: Desk, player: Player, out: Path, view: View) -> None:
    _become(desk, player, CONSULTANT)
    _shoot(player, out, view, areas.WEEK, None)
    _become(desk, player, PARTNER)
    for key in areas.keys_for(desk.window.session.role):
        if key != areas.WEEK:
            _shoot(player, out, view, key, None)
    sow = player.read(sow_by_number, number=SHOWN_SOW)
    if sow is None:
        raise Stuck(f"the demo has no {SHOWN_SOW}")
    _shoot(player, out, view, areas.ENGAGEMENT, sow.sow_id)
    palette = desk.window.frame.palette_layer
    palette.open("bri")
    player.settle()
    desk.window.frame.grab().save(str(out / f"palette-{view.name}.png"))
    palette.close_layer()


def _shoot(player: Player, out: Path, view: View, key: str, argument: object) -> None:
    player.frame.show_page(key, argument)
    player.settle()
    player.frame.grab().save(str(out / f"{key}-{view.name}.png"))


def _become(desk: Desk, player: Player, initials: str) -> None:
    row = next(row for row in player.read(people) if row.initials == initials)
    desk.switch_person(row)
    player.until(lambda: desk.window.session.initials == initials, f"{initials} did not sign in")
    player.settle()
