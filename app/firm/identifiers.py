"""Tax numbers and bank accounts: their check digits, through python-stdnum (the one door to that library)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from stdnum import get_cc_module, iban
from stdnum.exceptions import InvalidChecksum, InvalidFormat, InvalidLength, ValidationError

from app.firm.domain import EU, line
from app.firm.places import country_name
from app.kernel.problems import Problem
from app.kernel.words import _, remembered


class Checked(StrEnum):
    """What a check found out. A number that fails raises a Problem instead."""

    EMPTY = "empty"
    PASSED = "passed"
    NOT_CHECKED = "not_checked"


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number in its usual spelling, and whether anything stood behind it."""

    text: str
    checked: Checked
    note: str = ""


class Rules(Protocol):
    """The rules of one kind of number."""

    def validate(self, number: str) -> str:
        """The number without decoration; ValidationError when it breaks a rule."""
        ...

    def is_valid(self, number: str) -> bool:
        """Whether it keeps the rules."""
        ...


_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_EMPTY = Identifier("", Checked.EMPTY)
_PREFIXES = {"GR": "EL"} | {code: code for code in EU - {"GR"}} | {"GB": "GB"}
"""What stands before the digits of a VAT number, by country."""


@remembered
def check_tax_number(country: str, text: str, field: str = "tax_number") -> Identifier:
    """A tax number by the rules of a country, normalized; Problem when it fails, a note when nobody can say."""
    typed = line(text, field, required=False, limit=40)
    if not typed:
        return _EMPTY
    bare = typed.replace(" ", "").upper()
    module = _module(country)
    name = country_name(country)
    if module is None:
        note = _("Not checked: no rules for tax numbers known ({country}).").format(country=name)
        return Identifier(typed, Checked.NOT_CHECKED, note)
    # firms in Northern Ireland write XI before the digits of the United Kingdom
    northern = country == "GB" and bare.startswith("XI")
    prefix = "XI" if northern else _PREFIXES.get(country, "")
    number = bare.removeprefix("XI") if northern else typed
    try:
        digits = str(module.validate(number))
    except ValidationError as failure:
        other = next((code for code, start in _PREFIXES.items() if bare.startswith(start)), country)
        if prefix and other != country and _passes(_module(other), typed):
            raise Problem(
                "tax_number.country",
                _("This VAT number belongs to another country: {other}.").format(other=country_name(other)),
                field=field,
                hint=_("Change the country or the number."),
            ) from None
        raise _failure(failure, name, number, module.validate, field, vat=bool(prefix)) from None
    return Identifier(digits if prefix and digits.startswith(prefix) else prefix + digits, Checked.PASSED)


@remembered
def check_iban(text: str, field: str = "iban") -> Identifier:
    """An international bank account number, without blanks; Problem when it fails."""
    typed = line(text, field, required=False, limit=60)
    if not typed:
        return _EMPTY
    failure: ValidationError = InvalidFormat()
    if _IBAN.fullmatch(typed.replace(" ", "").upper()):
        try:
            return Identifier(str(iban.validate(typed)), Checked.PASSED)
        except ValidationError as found:
            failure = found
    if isinstance(failure, InvalidChecksum):
        raise Problem(
            "iban.digits",
            _("This IBAN fails its check digits."),
            field=field,
            hint=_("Compare it digit by digit with a bank statement."),
        )
    raise Problem(
        "iban.shape",
        _("This is not an IBAN: it starts with a country and two digits and has a length by country."),
        field=field,
        hint=_("Copy it from a bank statement."),
    )


def _module(country: str) -> Rules | None:
    for kind in ("vat", "tin"):
        found = get_cc_module(country.lower(), kind)
        if found is not None:
            return found
    return None


def _passes(module: Rules | None, text: str) -> bool:
    return module is not None and bool(module.is_valid(text))


def _failure(
    failure: ValidationError, country: str, typed: str, validate: Callable[[str], object], field: str, *, vat: bool
) -> Problem:
    what = _("VAT number") if vat else _("tax number")
    if isinstance(failure, InvalidChecksum):
        sentence = _("This {what} fails its check digits.").format(what=what)
        return Problem("tax_number.digits", sentence, field=field, hint=_swapped(typed, validate))
    hint = _("Compare it with a letter or an invoice of theirs.")
    if isinstance(failure, InvalidLength):
        sentence = _("This {what} has too many or too few characters ({country}).")
        return Problem("tax_number.length", sentence.format(what=what, country=country), field=field, hint=hint)
    sentence = _("This {what} is not written by the rules of its country ({country}).")
    return Problem("tax_number.shape", sentence.format(what=what, country=country), field=field, hint=hint)


def _swapped(typed: str, validate: Callable[[str], object]) -> str:
    """The usual slip of the hand: two neighbors swapped. Named only when one swap alone would pass."""
    digits = [place for place, sign in enumerate(typed) if sign.isdigit()]
    found: list[int] = []
    for order, (first, second) in enumerate(itertools.pairwise(digits), start=1):
        if typed[first] == typed[second]:
            continue
        signs = list(typed)
        signs[first], signs[second] = signs[second], signs[first]
        try:
            validate("".join(signs))
        except ValidationError:
            continue
        found.append(order)
    if len(found) == 1:
        return _("Digits {first} and {second} may be swapped.").format(first=found[0], second=found[0] + 1)
    return _("Compare it digit by digit.")
