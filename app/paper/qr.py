"""QR codes: the text a European bank app reads, and any text as dark stretches on a grid."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

import segno

from app.kernel.money import Money
from app.kernel.problems import Problem
from app.kernel.words import _
from app.paper.marks import Code
from app.paper.style import MM
from app.paper.text import clean

QUIET = 4
"""Modules of white around a code (ISO/IEC 18004)."""
LEAST_SIDE = 22 * MM
"""With its quiet zone every code is at least 25 mm wide."""
LEAST_MODULE = 0.4 * MM
MOST_SIDE = 40 * MM
MOST_BYTES = 331
"""EPC069-12: the payload of a code of version 13, level M."""
IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
BIC = re.compile(r"[A-Z0-9]{8}(?:[A-Z0-9]{3})?")


def epc_text(*, name: str, iban: str, amount: Money, reference: str = "", text: str = "", bic: str = "") -> str:
    """The payload of EPC069-12 version 002 for a SEPA credit transfer.

    `reference` is a structured creditor reference (ISO 11649), `text` free remittance text; one of them at most.
    """
    name, text, reference = (" ".join(clean(value).split()) for value in (name, text, reference))
    iban, bic = ("".join(value.split()).upper() for value in (iban, bic))
    _require(amount.currency == "EUR", "amount", _("A bank transfer code is for euros only."))
    in_range = Decimal("0.01") <= amount.amount <= Decimal("999999999.99")
    _require(in_range, "amount", _("A bank transfer code needs a sum between 0.01 and 999,999,999.99."))
    _require(0 < len(name) <= 70, "name", _("The payee's name in a bank transfer code has 1 to 70 characters."))
    _require(_iban_holds(iban), "iban", _("The IBAN's check digits do not agree."))
    _require(not bic or BIC.fullmatch(bic) is not None, "bic", _("A BIC has 8 or 11 letters and digits."))
    _require(not (reference and text), "text", _("A bank transfer code carries a reference or a text, not both."))
    _require(len(reference) <= 35, "reference", _("A creditor reference has at most 35 characters."))
    _require(len(text) <= 140, "text", _("The text of a bank transfer has at most 140 characters."))
    lines = ["BCD", "002", "1", "SCT", bic, name, iban, f"EUR{amount.amount:.2f}", "", reference, text]
    payload = "\n".join(lines).rstrip("\n")
    _require(len(payload.encode()) <= MOST_BYTES, "text", _("The text is too long for a bank transfer code."))
    return payload


def _iban_holds(iban: str) -> bool:
    if not IBAN.fullmatch(iban):
        return False
    return int("".join(str(int(character, 36)) for character in iban[4:] + iban[:4])) % 97 == 1


def _require(holds: bool, field: str, message: str) -> None:
    if not holds:
        raise Problem("paper.code", message, field=field, hint=_("Correct it, or print without a code."))


@lru_cache(maxsize=64)
def _matrix(text: str) -> tuple[int, tuple[tuple[int, int, int], ...]]:
    try:
        code = segno.make_qr(text, error="m", boost_error=False, encoding="utf-8")
    except segno.DataOverflowError as error:
        raise _too_long() from error
    runs: list[tuple[int, int, int]] = []
    rows = [bytes(row) for row in code.matrix]
    for number, row in enumerate(rows):
        column = 0
        while column < len(row):
            length = 1
            while column + length < len(row) and row[column + length] == row[column]:
                length += 1
            if row[column]:
                runs.append((number, column, length))
            column += length
    return len(rows), tuple(runs)


def _too_long() -> Problem:
    hint = _("Shorten the link, or print without a code.")
    return Problem(
        "paper.code", _("The text is too long for a code that a phone can read."), field="qr_text", hint=hint
    )


def code_side(text: str) -> float:
    """How wide the code of a text is printed, without its quiet zone: 22 mm, or more for small modules."""
    modules, _runs = _matrix(text)
    side = max(LEAST_SIDE, modules * LEAST_MODULE)
    if side > MOST_SIDE:
        raise _too_long()
    return side


def quiet_zone(text: str) -> float:
    """How much white the code of a text needs on each side."""
    return QUIET * code_side(text) / _matrix(text)[0]


def code_mark(text: str, x: float, y: float) -> Code:
    """The code of a text with its upper left corner at a place."""
    modules, runs = _matrix(text)
    return Code(x, y, code_side(text), modules, runs)
