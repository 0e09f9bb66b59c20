"""The recovery code: the root secret as people print and type it, with two letters that tell a mistyped one.

The check letters are those of a Reed-Solomon code: one or two wrong letters, hence two that changed places, are always
told; of a single one also where it stands.
"""

from __future__ import annotations

import secrets
import unicodedata
from functools import reduce
from operator import xor

from app.kernel.problems import Problem
from app.kernel.words import _, ngettext
from app.storage.secrets.secret import Secret

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: what is easily taken for another letter is not among them."""
_LOOK_ALIKE = str.maketrans("OIL", "011")
_BITS = 5
ROOT_LETTERS = 26
_CHECKS = 2
LENGTH = ROOT_LETTERS + _CHECKS
GROUP = 4


def _powers() -> tuple[int, ...]:
    """The powers of 2 in the field of 32 elements (x^5 + x^2 + 1)."""
    found = [1]
    for _step in range(30):
        doubled = found[-1] << 1
        found.append(doubled ^ 0b100101 if doubled & 32 else doubled)
    return tuple(found)


_POWER = _powers()
_LOG = {power: exponent for exponent, power in enumerate(_POWER)}


def _times(one: int, other: int) -> int:
    return _POWER[(_LOG[one] + _LOG[other]) % 31] if one and other else 0


def _sums(values: list[int]) -> tuple[int, int]:
    """Both are 0 for a whole code."""
    return reduce(xor, values, 0), reduce(xor, (_times(value, _POWER[at]) for at, value in enumerate(values)), 0)


def _checks(values: list[int]) -> tuple[int, int]:
    plain, weighted = _sums(values)
    first, second = _POWER[ROOT_LETTERS], _POWER[ROOT_LETTERS + 1]
    last = _times(weighted ^ _times(plain, first), _POWER[-_LOG[first ^ second] % 31])
    return plain ^ last, last


def new_root() -> Secret:
    """130 random bits: the root of all keys of one book."""
    return Secret("".join(secrets.choice(LETTERS) for _letter in range(ROOT_LETTERS)))


def code_of(root: Secret) -> str:
    """The recovery code of a root, in groups of four."""
    values = [LETTERS.index(letter) for letter in root.reveal()]
    if len(values) != ROOT_LETTERS:
        message = "not a root"
        raise ValueError(message)
    whole = root.reveal() + "".join(LETTERS[value] for value in _checks(values))
    return "-".join(whole[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def root_of(code: str) -> Secret:
    """The root a recovery code stands for; Problem "key.code" when it is mistyped, with what is wrong about it."""
    typed = _letters(code)
    stranger = next((letter for letter in typed if letter not in LETTERS), None)
    if stranger is not None:
        raise _mistyped(
            _("“{letter}” never stands in a recovery code.").format(letter=stranger),
            _("It is made of digits and of the letters A to Z without I, L, O and U."),
        )
    if len(typed) != LENGTH:
        raise _mistyped(
            ngettext(
                "A recovery code has {count} letters, and {n} was typed.",
                "A recovery code has {count} letters, and {n} were typed.",
                len(typed),
            ).format(count=LENGTH),
            _("Compare with the printed page, group by group."),
        )
    values = [LETTERS.index(letter) for letter in typed]
    sums = _sums(values)
    if sums != (0, 0):
        raise _mistyped(_("The recovery code has a mistyped letter."), _where(*sums))
    return Secret(typed[:ROOT_LETTERS])


def _letters(code: str) -> str:
    """What was typed without what only keeps groups apart, in the letters we use."""
    folded = unicodedata.normalize("NFKC", code).upper()
    kept = (letter for letter in folded if unicodedata.category(letter)[0] not in "ZPC")
    return "".join(kept).translate(_LOOK_ALIKE)


def _where(plain: int, weighted: int) -> str:
    """Where to look first: if only one letter is wrong, the sums tell which."""
    if plain and weighted:
        place = (_LOG[weighted] - _LOG[plain]) % 31
        if place < LENGTH:
            return _("Compare with the printed page; look at group {n} first.").format(n=place // GROUP + 1)
    return _("Compare with the printed page, group by group.")


def _mistyped(message: str, hint: str) -> Problem:
    return Problem("key.code", message, field="code", hint=hint)
