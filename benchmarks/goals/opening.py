"""A window that opens a firm's copy for a consultant: the copy is given to the account that starts it."""

from __future__ import annotations

from pathlib import Path

import sqlcipher3

from app.kernel.clock import SystemClock
from app.storage.rekey import encrypt
from app.storage.secrets import code_of, new_root
from benchmarks.big.sizes import Size
from benchmarks.child import run_child, told
from benchmarks.goals.ground import Ground
from benchmarks.pair import Taken
from benchmarks.windows import FILLED

ACCOUNT = "priya"


def own_copy(ground: Ground, name: str, size: Size, initials: str = "PR") -> Path:
    """A copy in which somebody of the firm sits at this computer."""
    place = ground.copy(name, size)
    connection = sqlcipher3.connect(str(place))
    connection.execute("UPDATE person SET os_account = ? WHERE initials = ?", (ACCOUNT, initials))
    connection.commit()
    connection.close()
    return place


def encrypted(place: Path) -> str:
    """Encrypt a copy; the recovery code that opens it."""
    root = new_root()
    encrypt(place, SystemClock(), root=root)
    return code_of(root)


def filled(place: Path, *, watched: bool = False, code: str = "") -> tuple[Taken, dict[str, object]]:
    """Start the program on a copy, until the first page is filled and nothing is left to do."""
    home = {"LOGNAME": ACCOUNT, "USER": ACCOUNT, "USERNAME": ACCOUNT}
    how = "watched" if watched else "alone"
    key = [code] if code else []
    taken, text = run_child("-c", FILLED, str(place.parent / "desk"), str(place), how, *key, **home)
    facts = told(text)
    if facts["page"] != "week":
        raise RuntimeError(f"another page was opened: {facts}")
    return taken, facts
