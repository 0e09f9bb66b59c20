"""Opening a locked book, and who may: by the computer's keyring, a passphrase, or the recovery code that always does.

Whatever gives a root, it counts only if the book opens with it. Each way to fail has its own sentence.
"""

from __future__ import annotations

import filecmp
import os
import secrets
import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from glob import escape
from pathlib import Path
from typing import Any

from app.kernel.account import account_name
from app.kernel.clock import SystemClock
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.engine import opens_with
from app.storage.secrets import ring, sealing
from app.storage.secrets import slots as files
from app.storage.secrets.recovery import root_of
from app.storage.secrets.secret import Secret
from app.storage.secrets.slots import KeyFile, Slot, SlotKind, key_file, next_key_file

SHORTEST = 8
"""Letters of a passphrase."""
Entry = dict[str, Any]


def unlock(book: Path, *, passphrase: Secret | None = None, code: str | None = None) -> Secret:
    """The root of a book, by code, by passphrase, or with neither by the computer's keyring; nothing is written."""
    if code is not None:
        return _by_code(book, root_of(code))
    return _by_passphrase(book, passphrase) if passphrase is not None else _by_keyring(book)


def opens(book: Path, root: Secret) -> bool:
    """Whether a book opens with a root."""
    return opens_with(book, sealing.database_key(root))


def _by_code(book: Path, root: Secret) -> Secret:
    if opens(book, root):
        return root
    marks = {files.mark_at(key_file(book)), files.mark_at(next_key_file(book))}
    raise _does_not_fit(book) if sealing.book_mark(root) in marks else code_other()


def _by_passphrase(book: Path, passphrase: Secret) -> Secret:
    fits, asked = True, False
    for keys in _key_files(book):
        for entry in keys.of_kind(SlotKind.PASSPHRASE):
            asked = True
            root = sealing.unseal(entry, sealing.stretched(passphrase, entry), keys.about(entry))
            if root is not None and opens(book, root):
                return root
            fits = fits and root is None
    if not fits:
        raise _does_not_fit(book)
    if not asked:
        raise Problem(
            "key.passphrase",
            _("No passphrase was set for this book."),
            field="passphrase",
            hint=_("Type the recovery code."),
        )
    raise Problem(
        "key.passphrase",
        _("This passphrase does not open the book."),
        field="passphrase",
        hint=_("Try again, or type the recovery code."),
    )


def _by_keyring(book: Path) -> Secret:
    fits, lost, silent = True, False, False
    found = _key_files(book)
    other = _other_way(found)
    for keys in found:
        for entry in keys.of_kind(SlotKind.KEYRING):
            try:
                wrap = ring.read(entry["id"])
            except ring.RingLocked:
                raise _ring_locked(other) from None
            except ring.RingFailed:
                silent = True
                break
            root = None if wrap is None else sealing.unseal(entry, wrap, keys.about(entry))
            if root is None:
                lost = lost or entry["label"] == this_account()
            elif opens(book, root):
                return root
            else:
                fits = False
    if not fits:
        raise _does_not_fit(book)
    if lost:
        raise Problem(
            "key.keyring_lost", _("The keyring of this computer no longer holds the key of this book."), hint=other
        )
    if silent:
        raise Problem("key.needed", _("This book is locked, and no keyring answers on this computer."), hint=other)
    raise Problem("key.needed", _("This book is locked, and nothing on this computer opens it."), hint=other)


def _key_files(book: Path) -> list[KeyFile]:
    """The key file, and the one that waits for its place; a Problem when there is none that can be read."""
    found: list[KeyFile] = []
    problem: Problem | None = None
    for place in (key_file(book), next_key_file(book)):
        try:
            found.append(files.read(place))
        except Problem as unreadable:
            problem = problem or unreadable
    if not found and problem is not None:
        raise problem
    return found


def settle(book: Path, root: Secret) -> None:
    """Finish what was broken off between a book that opens with this root and its new key file: that takes the name.

    The one it takes it from is put aside. For whoever may write the book: who only reads it changes nothing.
    """
    waiting, place = next_key_file(book), key_file(book)
    mark = sealing.book_mark(root)
    with suppress(Problem, OSError):  # a book that opens is opened, also where nothing can be written
        if waiting.exists() and files.read(waiting).mark == mark and files.mark_at(place) != mark:
            if os.path.lexists(place) and not _kept_beside(place):
                files.put_aside(place)
            waiting.replace(place)
            files.sync_folder(place.parent)


def _kept_beside(place: Path) -> bool:
    """Whether a key file lies with the book from before already, as a renewal leaves it."""
    kept = place.parent.glob(f"{escape(place.stem)} before *{place.suffix}")
    return any(filecmp.cmp(place, one, shallow=False) for one in kept)


def slots(book: Path, root: Secret | None = None) -> tuple[Slot, ...]:
    """What opens a book besides its code; a Problem when its key file is missing, damaged or newer.

    With the root of the open book a key file that still waits for its place is told from one of before.
    """
    found = _key_files(book)
    fitting = [keys for keys in found if root is not None and keys.mark == sealing.book_mark(root)]
    return tuple(slot for keys in fitting or found for slot in files.shown(keys))


def protect(
    book: Path, root: Secret, *, passphrase: Secret | None, keyring: bool, waiting: bool = False
) -> tuple[Slot, ...]:
    """Write the key file of a book that gets this root; `waiting` for a book that is about to get it.

    The file may come before the book. One that belongs to another root is put aside, not overwritten.
    """
    keys = KeyFile(sealing.book_mark(root))
    place = next_key_file(book) if waiting else key_file(book)
    earlier = _keyring_slots_at(place, root)
    try:
        if keyring:
            keys = _with(keys, _keyring_entry(keys, root))
        if passphrase is not None:
            keys = _with(keys, _passphrase_entry(keys, root, passphrase))
        files.write(place, keys, _trial(root, passphrase), book)
    except BaseException:
        _forget(keys.of_kind(SlotKind.KEYRING))
        raise
    _forget(earlier)
    return files.shown(keys)


def discard(book: Path, root: Secret, *, waiting: bool = False) -> None:
    """Take back what `protect` made for a book that came to nothing, or was not given its new root."""
    place = next_key_file(book) if waiting else key_file(book)
    if files.mark_at(place) == sealing.book_mark(root):
        made = _keyring_slots_at(place, root)
        place.unlink(missing_ok=True)
        _forget(made)


def thrown_away(place: Path) -> None:
    """Remove a key file of a root that came to nothing; out of this account's keyring with what opened it, too."""
    entries: list[Mapping[str, Any]] = []
    with suppress(Problem):
        entries = files.read(place).of_kind(SlotKind.KEYRING)
    place.unlink(missing_ok=True)
    _forget([entry for entry in entries if entry["label"] == this_account()])


def _keyring_slots_at(place: Path, root: Secret) -> list[Mapping[str, Any]]:
    with suppress(Problem):
        keys = files.read(place)
        if keys.mark == sealing.book_mark(root):
            return keys.of_kind(SlotKind.KEYRING)
    return []


def _forget(entries: list[Mapping[str, Any]]) -> bool:
    """Out of the keyring with what opens nothing any more; False where one that is locked or fails keeps some of it."""
    gone = True
    for entry in entries:
        try:
            ring.forget(entry["id"])
            gone = gone and ring.read(entry["id"]) is None
        except (ring.RingLocked, ring.RingFailed):
            gone = False
    return gone


def add_keyring(book: Path, root: Secret) -> Slot:
    """Let this computer open the book by its keyring; an earlier slot of this account here is replaced."""
    keys = _for_change(book, root)
    entry = _keyring_entry(keys, root)
    earlier = [old for old in keys.of_kind(SlotKind.KEYRING) if old["label"] == entry["label"]]
    try:
        files.write(key_file(book), _with(keys, entry, without=earlier), _trial(root, None, only=entry["id"]), book)
    except BaseException:
        _forget([entry])
        raise
    _forget(earlier)
    return _shown(entry)


def set_passphrase(book: Path, root: Secret, passphrase: Secret) -> Slot:
    """Let a passphrase open the book from now on; an earlier one no longer does."""
    keys = _for_change(book, root)
    entry = _passphrase_entry(keys, root, passphrase)
    changed = _with(keys, entry, without=keys.of_kind(SlotKind.PASSPHRASE))
    files.write(key_file(book), changed, _trial(root, passphrase, only=entry["id"]), book)
    return _shown(entry)


def remove_slot(book: Path, slot_id: str) -> Problem | None:
    """Take one way to open the book away. Whoever kept a copy of the key file keeps that way into their copy.

    What the keyring of this account does not let go of is told: it opens such copies still.
    """
    keys = files.read(key_file(book))
    gone = [entry for entry in keys.entries if entry.get("id") == slot_id]
    if not gone:
        raise Problem(
            "key.slot_missing",
            _("The key file has no such entry; it was removed already."),
            hint=_("Look at the list of what opens the book again."),
        )
    left = KeyFile(keys.mark, tuple(entry for entry in keys.entries if entry.get("id") != slot_id))
    files.write(key_file(book), left, lambda held: held == left, book)
    if gone[0]["kind"] != SlotKind.KEYRING or _forget(gone) or gone[0]["label"] != this_account():
        return None
    return Problem(
        "key.left_in_keyring",
        _("The book no longer opens by the keyring of this computer, but the entry there could not be removed."),
        hint=_(
            "It still opens older copies of the key file. Remove “{name}” of “{service}” in the keyring itself."
        ).format(name=slot_id, service=ring.SERVICE),
    )


def _for_change(book: Path, root: Secret) -> KeyFile:
    """The key file as it is, or a new one where it is missing or does not belong to this root."""
    mark = sealing.book_mark(root)
    if not opens(book, root):
        raise code_other()
    try:
        keys = files.read(key_file(book))
    except Problem as problem:
        if problem.code == "key.file_newer":
            raise
        return KeyFile(mark)
    return keys if keys.mark == mark else KeyFile(mark)


def _with(keys: KeyFile, entry: Entry, without: list[Mapping[str, Any]] | None = None) -> KeyFile:
    return KeyFile(keys.mark, (*(old for old in keys.entries if old not in (without or [])), entry))


def _entry(kind: SlotKind, label: str) -> Entry:
    made = SystemClock().now().isoformat(timespec="seconds")
    return {"id": secrets.token_hex(16), "kind": str(kind), "made": made, "label": label}


def _keyring_entry(keys: KeyFile, root: Secret) -> Entry:
    entry = _entry(SlotKind.KEYRING, this_account())
    wrap = sealing.new_wrap()
    try:
        ring.write(entry["id"], wrap)
        kept = ring.read(entry["id"]) == wrap
    except ring.RingLocked:
        raise _ring_locked(_("Unlock it and try again.")) from None
    except ring.RingFailed:
        kept = False
    if not kept:
        raise Problem(
            "key.no_keyring",
            _("This computer has no keyring that keeps keys safely."),
            hint=_("Use a passphrase instead; the recovery code opens the book in any case."),
        )
    return entry | sealing.seal(root, wrap, keys.about(entry))


def _passphrase_entry(keys: KeyFile, root: Secret, passphrase: Secret) -> Entry:
    if len(passphrase.reveal().strip()) < SHORTEST:
        raise Problem(
            "key.passphrase_short",
            _("A passphrase has at least {n} letters.").format(n=SHORTEST),
            field="passphrase",
            hint=_("Several words that do not belong together are easy to keep in mind and hard to guess."),
        )
    entry = _entry(SlotKind.PASSPHRASE, this_account()) | sealing.stretching()
    return entry | sealing.seal(root, sealing.stretched(passphrase, entry), keys.about(entry))


def _trial(root: Secret, passphrase: Secret | None, only: str | None = None) -> Callable[[KeyFile], bool]:
    """A trial of a written key file: each new slot gives the root back."""

    def opened(keys: KeyFile, entry: Mapping[str, Any]) -> bool:
        if entry["kind"] == SlotKind.KEYRING:
            wrap = ring.read(entry["id"])
        else:
            wrap = None if passphrase is None else sealing.stretched(passphrase, entry)
        return wrap is not None and sealing.unseal(entry, wrap, keys.about(entry)) == root

    def tried(keys: KeyFile) -> bool:
        new = [entry for entry in keys.entries if only in {None, entry.get("id")}]
        return keys.mark == sealing.book_mark(root) and all(opened(keys, entry) for entry in new)

    return tried


def _shown(entry: Entry) -> Slot:
    return Slot(entry["id"], SlotKind(entry["kind"]), entry["made"], entry["label"])


def this_account() -> str:
    """How the slots of this account on this computer are labeled."""
    return f"{account_name()}@{socket.gethostname()}"


def _other_way(found: list[KeyFile]) -> str:
    if any(keys.of_kind(SlotKind.PASSPHRASE) for keys in found):
        return _("Type the passphrase or the recovery code.")
    return _("Type the recovery code.")


def _ring_locked(hint: str) -> Problem:
    return Problem("key.keyring_locked", _("The keyring of this computer is locked."), hint=hint)


def code_other() -> Problem:
    """A well-formed root that is not this book's."""
    return Problem(
        "key.code_other",
        _("This recovery code is typed right, but it does not open this book."),
        field="code",
        hint=_("Take the newest code printed for this book. If it is that one, the file is damaged: open a backup."),
    )


def _does_not_fit(book: Path) -> Problem:
    return Problem(
        "key.file_other",
        _("The key file {name} does not fit this book: it is another book's, or the book is damaged.").format(
            name=key_file(book).name
        ),
        hint=_("Nothing was changed. Type the recovery code of this book, or open a backup."),
    )
