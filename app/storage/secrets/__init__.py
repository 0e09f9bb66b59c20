"""The keys of a book: its root secret, written for people as the recovery code, and the slots that seal it.

The only part of the program that knows the computer's keyring and the cryptography. Both are imported when they are
needed: a plain book and the first frame of the window do without.
"""

from app.storage.secrets.recovery import code_of, new_root, root_of
from app.storage.secrets.ring import has_keyring
from app.storage.secrets.sealing import book_mark, database_key
from app.storage.secrets.secret import Secret
from app.storage.secrets.slots import Slot, SlotKind, key_file, mark_at, next_key_file, put_aside
from app.storage.secrets.unlocking import (
    add_keyring,
    code_other,
    discard,
    opens,
    protect,
    remove_slot,
    set_passphrase,
    settle,
    slots,
    thrown_away,
    unlock,
)

__all__ = [
    "Secret",
    "Slot",
    "SlotKind",
    "add_keyring",
    "book_mark",
    "code_of",
    "code_other",
    "database_key",
    "discard",
    "has_keyring",
    "key_file",
    "mark_at",
    "new_root",
    "next_key_file",
    "opens",
    "protect",
    "put_aside",
    "remove_slot",
    "root_of",
    "set_passphrase",
    "settle",
    "slots",
    "thrown_away",
    "unlock",
]
