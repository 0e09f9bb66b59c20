"""A keyring for screens: on the list of those we trust, kept in memory; it can be emptied, locked or taken away."""

from __future__ import annotations

import keyring.core
import keyring.errors
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as Nothing

from app.storage.secrets import ring


class Ring(KeyringBackend):
    """Keeps what it is given."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.held: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        self._ask()
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._ask()
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._ask()
        del self.held[service, username]

    def _ask(self) -> None:
        if self.locked:
            message = "Failed to unlock the collection!"
            raise keyring.errors.KeyringLocked(message)


def own_ring(patch: pytest.MonkeyPatch) -> Ring:
    """Let the computer have a keyring we trust."""
    made = Ring()
    patch.setattr(ring, "TRUSTED", ring.TRUSTED | {f"{Ring.__module__}.{Ring.__qualname__}"})
    patch.setattr(keyring.core, "_keyring_backend", made)
    return made


def no_ring(patch: pytest.MonkeyPatch) -> None:
    """Let the computer have none."""
    patch.setattr(keyring.core, "_keyring_backend", Nothing())  # type: ignore[no-untyped-call]
