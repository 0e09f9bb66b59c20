"""Keys at the desk: making a book that is protected, opening a locked one, and who else may open the one that is open.

Nothing here is imported before the frame is painted, and nothing here runs in the window's thread.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.firm.domain import KeyAct
from app.kernel.problems import Problem
from app.kernel.words import _
from app.shell.books import BookState
from app.shell.keys import NewBook, ProtectionRow, Root, SlotRow, Typed

if TYPE_CHECKING:
    from app.bootstrap.backend import LateBackend
    from app.storage.book import Book
    from app.storage.secrets import Secret, Slot


class DeskKeys:
    """Answers the window's questions about keys, for the book that is open at the desk."""

    def __init__(self, backend: LateBackend) -> None:
        """Over the desk's backend."""
        self._backend = backend

    def _open(self) -> tuple[Path, Secret]:
        book = self._backend.book
        if book is None or book.root is None:
            raise Problem("key.plain", _("This book is not encrypted."), hint=_("It has no keys."))
        return Path(book.place), book.root

    def _to_change(self) -> tuple[Path, Secret]:
        """The keys of a book that is only read stay as they are, too."""
        place, root = self._open()
        if self._backend.book is not None:
            self._backend.book.ensure_written()
        return place, root

    def can_remember(self) -> bool:
        """Whether this computer has a key ring that keeps keys safely."""
        from app.storage.secrets import has_keyring

        return has_keyring()

    def new_root(self) -> Root:
        """The root of a new book."""
        from app.storage.secrets import code_of, new_root

        root = new_root()
        return Root(root, code_of(root))

    def refuse_place(self, place: str) -> None:
        """Problem when no new book can be made there."""
        from app.storage.ground import refusal
        from app.storage.secrets import key_file

        path = Path(place)
        taken = next((one for one in (path, key_file(path)) if one.exists()), None)
        if taken is not None:
            raise Problem(
                "book.exists", _("{path} is there already.").format(path=taken), hint=_("Choose another name or place.")
            )
        refused = refusal(path)
        if refused is not None:
            raise refused
        above = next((one for one in path.absolute().parents if one.exists()), None)
        if above is None or not above.is_dir():
            raise Problem(
                "book.place",
                _("No folder can be made at {path}.").format(path=path.parent),
                hint=_("Choose another name or place."),
            )

    def protection(self, place: str) -> ProtectionRow:
        """How a book is protected, from its key file."""
        from app.storage.secrets import has_keyring, slots

        if not _is_encrypted(Path(place)):
            return ProtectionRow(encrypted=False)
        try:
            found, trouble = slots(Path(place), self._backend.root), None
        except Problem as problem:
            found, trouble = (), problem
        return ProtectionRow(
            encrypted=True,
            slots=tuple(_shown(slot) for slot in found),
            can_remember=has_keyring(),
            trouble=trouble,
        )

    def code(self, typed: Typed) -> str:
        """The recovery code of the open book; where a passphrase is set, it or the code has to be typed first.

        Without its key file only the open book still knows the code: who needs it now must get it.
        """
        from app.storage.secrets import Secret, SlotKind, code_of, slots, unlock

        place, root = self._open()
        try:
            asked = any(slot.kind is SlotKind.PASSPHRASE for slot in slots(place, root))
        except Problem:
            asked = bool(typed.code or typed.passphrase)
        if asked and typed.code:
            unlock(place, code=typed.code)
        elif asked:
            unlock(place, passphrase=Secret(typed.passphrase))
        self._note(KeyAct.CODE_SHOWN)
        return code_of(root)

    def _note(self, act: KeyAct) -> None:
        from app.firm.noting import note_keys

        if self._backend.book is not None:
            note_keys(self._backend.book, act)

    def set_passphrase(self, passphrase: str) -> None:
        """Let a passphrase open the book; an earlier one no longer does."""
        from app.storage.secrets import Secret, set_passphrase

        place, root = self._to_change()
        known = _words_of(place, root)
        set_passphrase(place, root, Secret(passphrase))
        self._note(KeyAct.WORDS_CHANGED if known else KeyAct.WORDS_SET)

    def remember(self) -> None:
        """Let this computer open the book."""
        from app.storage.secrets import add_keyring

        place, root = self._to_change()
        add_keyring(place, root)
        self._note(KeyAct.REMEMBERED)

    def remove(self, slot: str) -> Problem | None:
        """Take one way to open the book away; what the keyring did not let go of is told."""
        from app.storage.secrets import remove_slot

        place, root = self._to_change()
        words = _words_of(place, root)
        left = remove_slot(place, slot)
        self._note(KeyAct.WORDS_REMOVED if slot in words else KeyAct.FORGOTTEN)
        return left

    def remove_before(self, place: str) -> None:
        """Remove the plain file an encrypted book was made from."""
        from app.kernel.files import why_not_written

        try:
            Path(place).unlink(missing_ok=True)
        except OSError as error:
            raise Problem(
                "key.not_removed",
                _("{place} could not be removed: {reason}.").format(place=place, reason=why_not_written(error)),
                hint=_("Remove it yourself: whoever finds it can read it."),
            ) from error


def _words_of(place: Path, root: Secret) -> set[str]:
    """The slot of the passphrase, if there is one that can be read."""
    from app.storage.secrets import SlotKind, slots

    try:
        return {slot.id for slot in slots(place, root) if slot.kind is SlotKind.PASSPHRASE}
    except Problem:
        return set()


def _shown(slot: Slot) -> SlotRow:
    from app.storage.secrets import SlotKind
    from app.storage.secrets.unlocking import this_account

    by_passphrase = slot.kind is SlotKind.PASSPHRASE
    return SlotRow(slot.id, by_passphrase, slot.made, slot.label, not by_passphrase and slot.label == this_account())


def make_book(new: NewBook, anchors: Path | None = None) -> Book:
    """Make a book with its keys and its firm. Whatever fails, nothing of it is left behind."""
    from app.bootstrap.opening import founded_at
    from app.storage.making import Ways
    from app.storage.secrets import Secret

    root = new.root.secret if new.root is not None and isinstance(new.root.secret, Secret) else None
    words = Secret(new.passphrase) if new.passphrase else None
    return founded_at(new.place, root, Ways(words, new.remember), new.firm, anchors=anchors)[0]


def unlocked(place: str, typed: Typed) -> Secret:
    """The root of a locked book by what was typed; by the key ring when nothing was."""
    from app.storage.secrets import Secret, unlock

    path = Path(place)
    if not (typed.code or typed.passphrase):
        return unlock(path)
    return unlock(path, code=typed.code) if typed.code else unlock(path, passphrase=Secret(typed.passphrase))


def kept_for_next_time(book: Book, typed: Typed) -> Problem | None:
    """On request an open book opens here next time without; why that did not work is no reason not to open it now."""
    from app.firm.noting import note_keys
    from app.storage.secrets import Secret, add_keyring, set_passphrase

    if book.root is None or not (typed.remember or typed.new_passphrase):
        return None
    try:
        book.ensure_written()
        if typed.remember:
            add_keyring(Path(book.place), book.root)
            note_keys(book, KeyAct.REMEMBERED)
        if typed.new_passphrase:
            set_passphrase(Path(book.place), book.root, Secret(typed.new_passphrase))
            note_keys(book, KeyAct.WORDS_SET)
    except Problem as problem:
        return problem
    return None


def asks_again(book: Book, typed: Typed) -> bool | None:
    """Whether a computer that was told the code could remember the key; None where something opens the book here."""
    from app.storage.secrets import has_keyring, slots

    if not typed.code or book.root is None or book.read_only:
        return None
    try:
        known = [_shown(slot) for slot in slots(Path(book.place), book.root)]
    except Problem:
        known = []
    return None if any(slot.here or slot.by_passphrase for slot in known) else has_keyring()


def _is_encrypted(path: Path) -> bool:
    from app.storage.descriptors import start_of
    from app.storage.engine import SQLITE_HEADER

    try:
        return start_of(path, len(SQLITE_HEADER)) != SQLITE_HEADER
    except OSError:
        return False


def way_in(path: Path) -> BookState:
    """What a locked book will ask for here. The key ring itself is not touched: it might ask the person."""
    from app.storage.secrets import slots

    try:
        found = [_shown(slot) for slot in slots(path)]
    except Problem as problem:
        return BookState.NEWER if problem.code == "key.file_newer" else BookState.CODE
    if any(slot.here for slot in found):
        return BookState.OPENS
    return BookState.WORDS if any(slot.by_passphrase for slot in found) else BookState.CODE
