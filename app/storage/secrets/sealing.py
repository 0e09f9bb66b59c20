"""What is computed from secrets: the key of the database, the mark of a book, and the seal of a slot."""

from __future__ import annotations

import json
import secrets
import unicodedata
from collections.abc import Mapping
from typing import Any

from app.storage.secrets.recovery import LETTERS
from app.storage.secrets.secret import Secret

MEMORY, PASSES, LANES = 65_536, 3, 4
"""The price of trying one passphrase (Argon2id): 64 MiB, three times, on four ways."""
_MOST = {"memory": 1_048_576, "passes": 32, "lanes": 16}
"""A key file that asks for more is damaged or wants to stop this computer."""


def _derived(root: Secret, purpose: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    number = 0
    for letter in root.reveal():
        number = number * len(LETTERS) + LETTERS.index(letter)
    return HKDF(SHA256(), 32, salt=None, info=purpose).derive(number.to_bytes(17, "big"))


def database_key(root: Secret) -> str:
    """The key of the database as 64 hexadecimal digits."""
    return _derived(root, b"watertight book key 1").hex()


def book_mark(root: Secret) -> str:
    """What a key file says about the root it seals: tells whether two are the same, and nothing else."""
    return _derived(root, b"watertight book mark 1").hex()[:32]


def new_wrap() -> Secret:
    """A random key to be kept in a keyring."""
    return Secret(secrets.token_hex(32))


def stretching() -> dict[str, Any]:
    """How a passphrase becomes a key: the price of today and a new salt."""
    return {"memory": MEMORY, "passes": PASSES, "lanes": LANES, "salt": secrets.token_hex(16)}


def can_stretch(how: Mapping[str, Any]) -> bool:
    """Whether a slot tells a price that can be paid."""
    prices = all(type(how.get(name)) is int and 1 <= how[name] <= most for name, most in _MOST.items())
    return prices and how["memory"] >= 8 * how["lanes"] and is_hex(how.get("salt"), 16)


def stretched(passphrase: Secret, how: Mapping[str, Any]) -> Secret:
    """The key of a passphrase; slow on purpose."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    argon = Argon2id(
        salt=bytes.fromhex(how["salt"]),
        length=32,
        iterations=how["passes"],
        lanes=how["lanes"],
        memory_cost=how["memory"],
    )
    # the same letters typed on another computer may come composed in another way
    return Secret(argon.derive(unicodedata.normalize("NFC", passphrase.reveal()).encode()).hex())


def seal(root: Secret, key: Secret, about: tuple[object, ...]) -> dict[str, str]:
    """The root, readable with the key only, and only for the slot it was sealed for."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(12)
    sealed = AESGCM(bytes.fromhex(key.reveal())).encrypt(nonce, root.reveal().encode(), _told(about))
    return {"nonce": nonce.hex(), "sealed": sealed.hex()}


def unseal(sealed: Mapping[str, Any], key: Secret, about: tuple[object, ...]) -> Secret | None:
    """The root a slot seals; None when the key is another, or the slot was changed."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        box = AESGCM(bytes.fromhex(key.reveal()))
        root = box.decrypt(bytes.fromhex(sealed["nonce"]), bytes.fromhex(sealed["sealed"]), _told(about))
    except (InvalidTag, ValueError):
        return None
    return Secret(root.decode())


def is_hex(value: object, length: int) -> bool:
    """Whether a value from a file is that many bytes in hexadecimal digits."""
    return isinstance(value, str) and len(value) == 2 * length and set(value) <= set("0123456789abcdef")


def _told(about: tuple[object, ...]) -> bytes:
    return json.dumps(about).encode()
