"""The computer's keyring: one short secret per slot, only in keyrings we know, and tried before it is relied on.

A keyring that is merely installed may keep secrets in clear, one that says yes may keep nothing. So there is a list.
"""

from __future__ import annotations

import logging
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from app.storage.secrets.secret import Secret

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "Watertight"
_BY_SYSTEM = {
    "darwin": ("keyring.backends.macOS.Keyring",),
    "win32": ("keyring.backends.Windows.WinVaultKeyring",),
    "linux": ("keyring.backends.SecretService.Keyring", "keyring.backends.kwallet.DBusKeyring"),
}
TRUSTED = frozenset(name for names in _BY_SYSTEM.values() for name in names)
_SEVERAL = "keyring.backends.chainer.ChainerBackend"
_LOCKED = frozenset({"KeyringLocked", "LockedException", "PromptDismissedException"})
"""What the keyrings' own libraries raise when the keyring is locked and stays so."""
_log = logging.getLogger(__name__)


class RingLocked(Exception):
    """The keyring is there but locked, and its owner did not unlock it."""


class RingFailed(Exception):
    """There is no keyring we trust, or it does not do what it is asked."""


def has_keyring() -> bool:
    """Whether this computer has a keyring we trust that keeps what it is given: it is tried."""
    probe, value = f"probe {secrets.token_hex(8)}", Secret(secrets.token_hex(8))
    try:
        write(probe, value)
        kept = read(probe) == value
        forget(probe)
        return kept and read(probe) is None
    except (RingLocked, RingFailed):
        return False


def read(name: str) -> Secret | None:
    """The secret of that name; None when the keyring does not hold it."""
    with _sorted():
        value = _trusted().get_password(SERVICE, name)
    return None if value is None else Secret(value)


def write(name: str, value: Secret) -> None:
    """Keep a secret under a name."""
    with _sorted():
        _trusted().set_password(SERVICE, name, value.reveal())


def forget(name: str) -> None:
    """Forget the secret of that name; nothing happens when there is none."""
    with _sorted():
        backend = _trusted()
        if backend.get_password(SERVICE, name) is not None:
            backend.delete_password(SERVICE, name)


def _trusted() -> KeyringBackend:
    """The keyring in use, if it is one of ours; of several in a row the first that is."""
    from keyring import core

    if core._keyring_backend is None:  # noqa: SLF001 - its own search would load whatever else is installed, and slowly
        core.set_keyring(core.load_env() or core.load_config() or _found())
    chosen: Any = core.get_keyring()
    backend: KeyringBackend
    for backend in chosen.backends if _path(chosen) == _SEVERAL else [chosen]:
        if _path(backend) in TRUSTED:
            return backend
    _log.info("no keyring that is trusted: %s", _path(chosen))
    raise RingFailed(_path(chosen))


def _found() -> KeyringBackend:
    """The best of our keyrings that answers on this computer, where its owner chose none.

    Only those of this system are looked at: to import another system's alone takes a tenth of a second.
    """
    from keyring import core

    found: list[KeyringBackend] = []
    for name in _BY_SYSTEM.get(sys.platform, ()):
        try:
            found.append(core.load_keyring(name))
        except Exception as error:  # noqa: BLE001 - nobody answers, and each says so in its own way
            _log.debug("%s: %s", name, type(error).__name__)
    if not found:
        raise RingFailed("none")
    return max(found, key=lambda backend: float(backend.priority))


def _path(backend: object) -> str:
    return f"{type(backend).__module__}.{type(backend).__qualname__}"


@contextmanager
def _sorted() -> Iterator[None]:
    """Sort the failures of whatever stands behind the keyring; only the kind of one goes to the log."""
    try:
        yield
    except RingFailed:
        raise
    except Exception as error:  # noqa: BLE001 - each of these libraries raises its own, and D-Bus others
        kinds = [kind.__name__ for kind in type(error).__mro__]
        _log.info("the keyring does not answer: %s", kinds[0])
        raise (RingLocked if _LOCKED & set(kinds) else RingFailed)(kinds[0]) from None
