"""Keyrings for tests: one that the program trusts, and the ways in which one disappoints."""

from __future__ import annotations

import keyring
import keyring.backend
import keyring.errors
import pytest

from app.storage.secrets import ring


class FakeRing(keyring.backend.KeyringBackend):
    """Keeps what it is given, in this process."""

    priority = 5
    viable = False  # never chosen by itself, by tests that look what this computer has

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.held[service, username]


class LockedRing(FakeRing):
    """Its owner did not unlock it."""

    def get_password(self, service: str, username: str) -> str | None:
        message = "Failed to unlock the collection!"
        raise keyring.errors.KeyringLocked(message)

    def set_password(self, service: str, username: str, password: str) -> None:
        self.get_password(service, username)


class ForgetfulRing(FakeRing):
    """Says yes and keeps nothing."""

    def set_password(self, service: str, username: str, password: str) -> None:
        pass


class BrokenRing(FakeRing):
    """Fails in a way of its own, and tells what it was given."""

    def set_password(self, service: str, username: str, password: str) -> None:
        raise ConnectionResetError(password)

    def get_password(self, service: str, username: str) -> str | None:
        raise ConnectionResetError(username)


class StickyRing(FakeRing):
    """Takes and gives, but does not let go."""

    def delete_password(self, service: str, username: str) -> None:
        pass


def use(patch: pytest.MonkeyPatch, chosen: keyring.backend.KeyringBackend, *, called: str | None = None) -> None:
    """Let a keyring be the computer's, known by the name of a class; the first one that is trusted by default."""
    module, _dot, name = (called or min(ring.TRUSTED)).rpartition(".")
    chosen.__class__ = type(name, (type(chosen),), {"__module__": module, "__qualname__": name})
    patch.setattr(keyring.core, "_keyring_backend", chosen)
