"""Which file: where a new book goes, and which one is opened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from app.kernel.words import _

SUFFIX = ".watertight"


def with_suffix(path: str) -> str:
    """A chosen path as the path of a book."""
    return path if path.endswith(SUFFIX) else path + SUFFIX


def own_folder(path: str) -> str:
    """A chosen path for a new book, inside a folder of the book's own."""
    wanted = Path(with_suffix(path))
    return str(wanted.parent / wanted.stem / wanted.name)


def ask_new(parent: QWidget, proposed: Path, then: Callable[[str], object]) -> None:
    """Ask where a new book goes. Its own folder is made with it, so what is proposed is shown outside of that."""
    start = str(proposed.parent.parent / proposed.name)
    path, _kind = QFileDialog.getSaveFileName(parent, _("Make a new book"), start, f"*{SUFFIX}")
    if path:
        then(own_folder(path))


def ask_open(parent: QWidget, then: Callable[[str], object]) -> None:
    """Ask which book to open."""
    path, _kind = QFileDialog.getOpenFileName(parent, _("Open a book"), "", f"*{SUFFIX}")
    if path:
        then(path)
