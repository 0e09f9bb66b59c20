"""Keyrings for tests: one that is trusted and kept in memory, and the ways in which others disappoint."""

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
    viable = False  # never chosen by itself, by tests that look what this computer has

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


class ForgetfulRing(Ring):
    """Says yes and keeps nothing."""

    def set_password(self, service: str, username: str, password: str) -> None:
        pass


class BrokenRing(Ring):
    """Fails in a way of its own, and tells what it was given."""

    def set_password(self, service: str, username: str, password: str) -> None:
        raise ConnectionResetError(password)

    def get_password(self, service: str, username: str) -> str | None:
        raise ConnectionResetError(username)


class StickyRing(Ring):
    """Takes and gives, but does not let go."""

    def delete_password(self, service: str, username: str) -> None:
        pass


def use(patch: pytest.MonkeyPatch, chosen: KeyringBackend, *, called: str | None = None) -> None:
    """Let a keyring be the computer's, known by the name of a class; by default by one that is trusted."""
    module, _dot, name = (called or min(ring.TRUSTED)).rpartition(".")
    chosen.__class__ = type(name, (type(chosen),), {"__module__": module, "__qualname__": name})
    patch.setattr(keyring.core, "_keyring_backend", chosen)


def locked_ring() -> Ring:
    """A keyring whose owner did not unlock it."""
    made = Ring()
    made.locked = True
    return made


def own_ring(patch: pytest.MonkeyPatch) -> Ring:
    """Let the computer have a keyring we trust."""
    made = Ring()
    patch.setattr(ring, "TRUSTED", ring.TRUSTED | {f"{Ring.__module__}.{Ring.__qualname__}"})
    patch.setattr(keyring.core, "_keyring_backend", made)
    return made


def no_ring(patch: pytest.MonkeyPatch) -> None:
    """Let the computer have none."""
    patch.setattr(keyring.core, "_keyring_backend", Nothing())  # type: ignore[no-untyped-call]
