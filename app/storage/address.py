"""The address of a shared book without its password, which no file keeps: the computer's keyring does, or a person."""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from app.storage.secrets import ring
from app.storage.secrets.secret import Secret

_NAME = "shared book {address}"
_SECRET = frozenset({"password", "sslpassword"})
"""What may stand behind the question mark of an address."""


def parted(url: str) -> tuple[str, Secret | None]:
    """An address that may be shown and kept, and the password that stood in it."""
    parts = urlsplit(url)
    who, at, where = parts.netloc.rpartition("@")
    name, colon, password = who.partition(":")
    asked = parse_qsl(parts.query, keep_blank_values=True)
    left = [(key, value) for key, value in asked if key not in _SECRET]
    found = next((value for key, value in asked if key == "password"), unquote(password))
    if not colon and len(left) == len(asked):
        return url, None
    query = parts.query if len(left) == len(asked) else urlencode(left, quote_via=quote, safe="/")
    netloc = f"{name}{at if name else ''}{where}"
    shown = urlunsplit(parts._replace(netloc=netloc, query=query))
    if not netloc:  # urlunsplit leaves the empty host of a local server out
        shown = shown.replace(f"{parts.scheme}:/", f"{parts.scheme}:///", 1)
    return shown, Secret(found) if found else None


def joined(url: str, password: Secret) -> str:
    """An address with a password in it, for the database's driver only."""
    shown, _password = parted(url)
    scheme, mark, rest = shown.partition("://")
    netloc, slash, more = rest.partition("/")
    who, at, where = netloc.rpartition("@")
    return f"{scheme}{mark}{who}:{quote(password.reveal(), safe='')}{at or '@'}{where}{slash}{more}"


def kept(url: str) -> Secret | None:
    """The password this computer's keyring holds for an address; None when it holds none, or is locked."""
    with suppress(ring.RingLocked, ring.RingFailed):
        return ring.read(_NAME.format(address=parted(url)[0]))
    return None


def keep(url: str) -> bool:
    """Hand the password of an address to this computer's keyring; whether it took it."""
    shown, password = parted(url)
    if password is None:
        return False
    with suppress(ring.RingLocked, ring.RingFailed):
        ring.write(_NAME.format(address=shown), password)
        return True
    return False
