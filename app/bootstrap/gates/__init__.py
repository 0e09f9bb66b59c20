"""Gates: what a person would call a fault of a screen, found by looking at the widgets as they stand.

Each gate takes the root of what is shown and answers with one sentence per fault; no sentence, no fault.
"""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.bootstrap.gates.clipped import clipped
from app.bootstrap.gates.contrast import faint
from app.bootstrap.gates.named import nameless
from app.bootstrap.gates.overlap import overlapping
from app.bootstrap.gates.reach import unreachable
from app.bootstrap.gates.steady import unsteady

__all__ = ["clipped", "faint", "nameless", "overlapping", "still_faults", "unreachable", "unsteady"]


def still_faults(root: QWidget) -> list[str]:
    """Everything that can be told without pressing a key: cut, overlapping, without a name."""
    return [*clipped(root), *overlapping(root), *nameless(root)]
