"""Folders that a program keeps alike on several computers, told by what those programs leave behind.

A name alone proves nothing: whoever has left Dropbox may still have a folder of that name. So there are two answers,
one by a mark, which is sure, and one by the name, which is a hint.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from app.kernel.words import _

_NAMED = (
    (re.compile(r"dropbox(?:$| \()", re.IGNORECASE), "Dropbox"),
    (re.compile(r"onedrive(?:$| ?-)", re.IGNORECASE), "OneDrive"),
    (re.compile(r"google ?drive(?:$|-)", re.IGNORECASE), "Google Drive"),
    (re.compile(r"nextcloud\d*$", re.IGNORECASE), "Nextcloud"),
    (re.compile(r"owncloud\d*$", re.IGNORECASE), "ownCloud"),
    (re.compile(r"icloud ?drive$", re.IGNORECASE), "iCloud"),
    (re.compile(r"pcloud ?drive$", re.IGNORECASE), "pCloud"),
    (re.compile(r"proton drive$", re.IGNORECASE), "Proton Drive"),
)
_MARKED = (
    (".dropbox.cache", "Dropbox"),
    (".stfolder", "Syncthing"),
    (".owncloudsync.log", "ownCloud"),
    (".nextcloudsync.log", "Nextcloud"),
    (".tmp.drivedownload", "Google Drive"),
    (".tmp.driveupload", "Google Drive"),
    (".megaignore", "MEGA"),
)
_JOURNALS = (".sync_*.db", "._sync_*.db")
"""Where the clients of Nextcloud and ownCloud write down what lies on the server: one in the root of each folder."""
_OF_WINDOWS = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_OF_MACOS = ("com.apple.icloud.desktop", "com.apple.file-provider-domain-id")
"""Attributes of a folder: of Desktop and Documents that are kept in iCloud, before and since macOS 15."""
_APPLES = b"com.apple.CloudDocs"
"""Begins the second one where the provider is Apple's own."""

Attribute = Callable[[Path, str], bytes | None]


def sync_service(folder: Path, environment: Mapping[str, str] = os.environ, attribute: Attribute | None = None) -> str:
    """The program that keeps a folder alike on several computers, by its name; "" where no mark says so.

    `attribute` reads an attribute of a folder, None where it has none.
    """
    place = folder.resolve()
    for root, service in _roots(environment):
        if place == root or root in place.parents:
            return service
    read = attribute or (_attribute_on_macos if sys.platform == "darwin" else _no_attribute)
    for part in (place, *place.parents):
        service = _by_place(part) or _by_attribute(part, read)
        if not service and part != part.parent:
            service = _by_mark(part)
        if service:
            return service
    return ""


def service_by_name(folder: Path) -> str:
    """The program whose folders have this name, or that of a folder above; "" for none."""
    place = folder.resolve()
    names = (part.name for part in (place, *place.parents))
    return next((service for name in names for pattern, service in _NAMED if pattern.match(name)), "")


def _roots(environment: Mapping[str, str]) -> Iterator[tuple[Path, str]]:
    """The folders that programs name themselves."""
    for name in _OF_WINDOWS:
        if environment.get(name):
            yield Path(environment[name]).resolve(), "OneDrive"
    homes = (environment.get("HOME"), environment.get("LOCALAPPDATA"), environment.get("APPDATA"))
    for home, kept in zip(homes, (".dropbox", "Dropbox", "Dropbox"), strict=True):
        if home:
            yield from ((root, "Dropbox") for root in _said_by_dropbox(Path(home, kept, "info.json")))


def _said_by_dropbox(kept: Path) -> Iterator[Path]:
    """Where Dropbox says its folders are: one of a person, one of a team."""
    try:
        said = json.loads(kept.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return
    for account in said.values() if isinstance(said, dict) else ():
        if isinstance(account, dict) and isinstance(account.get("path"), str):
            yield Path(account["path"]).resolve()


def _by_place(part: Path) -> str:
    """Where macOS keeps what is in a cloud; "Desktop & Documents" of iCloud may lead here, too."""
    if part.name == "com~apple~CloudDocs" or (part.name == "Mobile Documents" and part.parent.name == "Library"):
        return "iCloud"
    return _("a cloud drive") if part.name == "CloudStorage" and part.parent.name == "Library" else ""


def _by_attribute(part: Path, read: Attribute) -> str:
    desktop, provider = (read(part, name) for name in _OF_MACOS)
    if desktop is not None or (provider is not None and provider.startswith(_APPLES)):
        return "iCloud"
    return _("a cloud drive") if provider is not None else ""


def _by_mark(part: Path) -> str:
    for mark, service in _MARKED:
        if (part / mark).exists():
            return service
    if (part / ".dropbox").is_file():  # a folder of that name holds its settings, as in every home of who uses it
        return "Dropbox"
    try:
        journal = any(True for pattern in _JOURNALS for _found in part.glob(pattern))
    except OSError:
        journal = False
    return "Nextcloud" if journal else ""


def _no_attribute(_folder: Path, _name: str) -> bytes | None:
    return None


def _attribute_on_macos(folder: Path, name: str) -> bytes | None:  # pragma: no cover - tried on macOS only
    """Python knows attributes of Linux only, so the system is asked itself."""
    import ctypes

    ask = ctypes.CDLL(None, use_errno=True).getxattr
    ask.restype = ctypes.c_ssize_t
    ask.argtypes = (ctypes.c_char_p, ctypes.c_char_p, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_uint32, ctypes.c_int)
    held = ctypes.create_string_buffer(1024)
    size = ask(os.fsencode(folder), name.encode(), held, len(held), 0, 0)
    return held.raw[:size] if size >= 0 else None
