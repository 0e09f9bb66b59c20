"""The libraries the program runs with, and the license text each of them brought along."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import metadata
from importlib.resources import files
from pathlib import Path

from app.kernel.words import _

_LIBRARY = re.compile(r"^  ([\w.\-]+)  +\S")
_TEXTS = ("LICENSE", "LICENCE", "COPYING", "NOTICE", "AUTHORS")


@dataclass(frozen=True, slots=True)
class Library:
    """A library as the notice names it; `version` is what runs here, "" when it is not needed on this system."""

    name: str
    version: str


def notice() -> str:
    """The notice of the program, as it lies beside the source."""
    return files("app.resources").joinpath("NOTICE.txt").read_text(encoding="utf-8")


def libraries() -> list[Library]:
    """Every library of the notice, by name."""
    found = []
    for line in notice().splitlines():
        match = _LIBRARY.match(line)
        if match is not None and "resources/" not in line:
            found.append(Library(match[1], _version(match[1])))
    return sorted(found, key=lambda one: one.name.casefold())


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def license_text(name: str) -> str:
    """What a library says about its license: the texts in its package, else the words of its metadata."""
    try:
        package = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return _("Not installed here: this system does not need it.")
    texts = []
    for file in package.files or []:
        if file.name.upper().startswith(_TEXTS) and file.suffix.lower() in {"", ".txt", ".md", ".rst"}:
            words = Path(str(file.locate())).read_text(encoding="utf-8", errors="replace").strip()
            texts.append(f"{file.name}\n\n{words}")
    return "\n\n\n".join(texts) or _("The package names its license: {license}").format(
        license=_field(package, "license-expression") or _field(package, "license") or "\u2013"
    )


def _field(package: metadata.Distribution, name: str) -> str:
    return str(package.metadata[name]) if name in package.metadata else ""


def own_texts() -> dict[str, str]:
    """The license texts of what lies in this program itself: the font and the icons."""
    folder = files("app.resources")
    return {
        "IBM Plex Sans": folder.joinpath("fonts", "OFL.txt").read_text(encoding="utf-8"),
        "Lucide icons": folder.joinpath("icons", "LICENSE.txt").read_text(encoding="utf-8"),
    }
