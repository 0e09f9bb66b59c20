"""The rows of a file as clients: each value checked by the rules of a form; a row that fails keeps its reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from app.clients.domain import ClientDraft, PoRule, TermsKind, domains, terms_number
from app.clients.importing.meanings import Mapping, Meaning
from app.firm import places
from app.firm.domain import email, line, lines
from app.firm.identifiers import check_tax_number
from app.kernel.csv_files.table import Record
from app.kernel.problems import Problem
from app.kernel.words import _

T = TypeVar("T")
PIECE = 50
"""Rows that are read without a look around."""
_CITY_FIRST = frozenset("AU CA GB HK IE IN NZ SG US ZA".split())
"""Where the postcode stands behind the town."""
_HOUSE = re.compile(r"\d{1,5}\s?[a-zA-Z]?")
_DAYS = re.compile(
    r"(\d{1,3})(?:[.,]0+)?(?:\s*(?:d|days?|tage?n?|t)\b\.?)?(?:\s*(?:net|netto|after invoice|ab rechnung).*)?"
)
_NET = re.compile(r"(?:.*[\s,;/])?(?:net|netto|n)\s*/?\s*(\d{1,3})(?:\s*(?:d|days?|tage?n?))?")
_DAY_OF_MONTH = re.compile(
    r"(?:on )?(?:the )?(?:day |am |tag )?(\d{1,2})(?:st|nd|rd|th|\.)?"
    r" (?:of|des) (?:the )?(?:next|following|n\w+sten|folge) ?(?:month|monats)"
)
_AT_ONCE = frozenset(
    (
        "at once",
        "due on receipt",
        "on receipt",
        "immediately",
        "immediate",
        "sofort",
        "sofort fällig",
        "sofort ohne abzug",
    )
)
_YES = frozenset("1 x y yes ja j true wahr every_invoice".split()) | {"every invoice", "jede rechnung"}
_NO = frozenset(("0", "n", "no", "nein", "false", "falsch", "none", "-", "–"))
_SIGNS = {"€": "EUR", "£": "GBP", "EURO": "EUR", "SFR": "CHF", "FR.": "CHF", "STG": "GBP"}
Cells = dict[Meaning, str]


@dataclass(frozen=True, slots=True)
class Usual:
    """What a client gets where its row says nothing; `owners` are (id, initials, name) of the firm's people."""

    country: str
    language: str
    currency: str
    owners: tuple[tuple[int, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row as it was read: a client, or the reason why not and in which column it lies. `name` is as written."""

    line: int
    cells: tuple[str, ...]
    name: str
    draft: ClientDraft | None
    reason: str = ""
    at: Meaning | None = None


def read_rows(
    records: Sequence[Record], mapping: Mapping, usual: Usual, between: Callable[[int], object] = lambda _done: None
) -> tuple[ReadRow, ...]:
    """What each record gives. `between` is called with the count of those that are read."""
    reader = _Reader(mapping, usual)
    rows = []
    for place, record in enumerate(records):
        if place % PIECE == 0:
            between(place)
        rows.append(reader.row(record))
    return tuple(rows)


class _Reader:
    def __init__(self, mapping: Mapping, usual: Usual) -> None:
        self._mapping = mapping
        self._usual = usual
        self._owners: dict[str, int] = {}
        for person_id, initials, name in usual.owners:
            for word in (initials, name):
                self._owners.setdefault(word.casefold(), person_id)
        self._abroad: dict[str, str] = {}

    def row(self, record: Record) -> ReadRow:
        """A record as a client, or with its reason."""
        cells, address = self._meant(record.cells)
        person = cells.get(Meaning.CONTACT) or " ".join(
            part for part in (cells.get(Meaning.FIRST_NAME, ""), cells.get(Meaning.LAST_NAME, "")) if part
        )
        name = cells.get(Meaning.NAME) or person
        if record.fault:
            return ReadRow(record.line, record.cells, name, None, record.fault)
        at: Meaning | None = None
        try:
            draft = ClientDraft(line=record.line, **self._values(cells, name, person, address))
        except _Failed as failed:
            at, problem = failed.at, failed.problem
            return ReadRow(record.line, record.cells, name, None, f"{problem.message} {problem.hint}".strip(), at)
        return ReadRow(record.line, record.cells, draft.name, draft)

    def _meant(self, record: Sequence[str]) -> tuple[Cells, list[str]]:
        cells: Cells = {}
        address: list[str] = []
        for meaning, cell in zip(self._mapping, record, strict=False):
            if meaning is None or not cell:
                continue
            if meaning is Meaning.ADDRESS:
                if address and _HOUSE.fullmatch(cell):
                    address[-1] += f" {cell}"  # the number of the house in a column of its own
                else:
                    address += cell.splitlines()
            else:
                cells[meaning] = cell
        return cells, address

    def _values(self, cells: Cells, name: str, person: str, address: list[str]) -> dict[str, Any]:
        get = cells.get
        known = _at(Meaning.NAME, _named, name)
        country = _at(Meaning.COUNTRY, self._country, get(Meaning.COUNTRY, ""))
        kind, number = _at(Meaning.TERMS, _terms, get(Meaning.TERMS, ""))
        mail = _at(Meaning.EMAIL, email, get(Meaning.EMAIL, ""))
        phone = _at(Meaning.PHONE, _short, get(Meaning.PHONE, ""))
        payer = _at(Meaning.CONTACT, _line, person) or (known if mail or phone else "")
        return {
            "name": known,
            "legal_name": _at(Meaning.LEGAL_NAME, _line, get(Meaning.LEGAL_NAME, "")),
            "country": country,
            "language": _at(Meaning.LANGUAGE, self._language, get(Meaning.LANGUAGE, ""), country),
            "currency": _at(Meaning.CURRENCY, self._currency, get(Meaning.CURRENCY, "")),
            "address": _at(Meaning.ADDRESS, self._address, address, cells, country),
            "tax_number": _at(Meaning.TAX_NUMBER, _number, country, get(Meaning.TAX_NUMBER, "")),
            "owner_id": _at(Meaning.OWNER, self._owner, get(Meaning.OWNER, "")),
            "po_rule": _at(Meaning.PO_RULE, _po_rule, get(Meaning.PO_RULE, "")),
            "email_domains": _at(Meaning.DOMAINS, domains, get(Meaning.DOMAINS, "")),
            "website": _at(Meaning.WEBSITE, _line, get(Meaning.WEBSITE, "")),
            "terms_kind": kind,
            "terms_number": number,
            "payer_name": payer,
            "payer_job": _at(Meaning.JOB, _line, get(Meaning.JOB, "")) if payer else "",
            "payer_email": mail,
            "payer_phone": phone,
        }

    def _country(self, text: str) -> str:
        return places.country_named(text) if text else self._usual.country

    def _language(self, text: str, country: str) -> str:
        if not text:
            return self._usual.language
        if len(text) == 2 and text.isalpha():
            usual = self._usual.language
            wanted = f"{text.lower()}-{country}"
            fits = usual if usual.partition("-")[0] == text.lower() else wanted
            return places.language(wanted if wanted in places.LANGUAGES else fits)
        return places.language(text)

    def _currency(self, text: str) -> str:
        return places.currency(_SIGNS.get(text.upper(), text)) if text else self._usual.currency

    def _owner(self, text: str) -> int | None:
        if not text:
            return None
        found = self._owners.get(" ".join(text.casefold().split()))
        if found is None:
            raise Problem(
                "clients_file.owner",
                _("Nobody here is called \u201c{name}\u201d.").format(name=text),
                hint=_("Write initials or the whole name, or leave this column out."),
            )
        return found

    def _address(self, street: list[str], cells: Cells, country: str) -> str:
        """The lines as they are printed; abroad the country is the last one."""
        postcode, city, region = (cells.get(one, "") for one in (Meaning.POSTCODE, Meaning.CITY, Meaning.REGION))
        if country == "US":
            town = " ".join(
                part for part in (f"{city}, {region}" if city and region else city or region, postcode) if part
            )
            parts = [town]
        elif country in _CITY_FIRST:
            parts = [" ".join(part for part in (city, region if country in {"AU", "CA"} else "", postcode) if part)]
            if region and country not in {"AU", "CA"}:
                parts.append(region)
        else:
            parts = [" ".join(part for part in (postcode, city) if part), region if not city else ""]
        every = [part for part in (*street, *parts) if part.strip()]
        if every and country != self._usual.country:
            name = self._abroad.setdefault(country, places.country_name(country, self._usual.language))
            if every[-1].casefold() not in {
                name.casefold(),
                country.casefold(),
                cells.get(Meaning.COUNTRY, "").casefold(),
            }:
                every.append(name)
        return lines("\n".join(every), "address")


class _Failed(Exception):
    """A value that cannot stay, and the meaning of its column."""

    def __init__(self, at: Meaning, problem: Problem) -> None:
        super().__init__(at, problem)
        self.at = at
        self.problem = problem


def _at(at: Meaning, read: Callable[..., T], *values: object) -> T:
    try:
        return read(*values)
    except Problem as problem:
        raise _Failed(at, problem) from None


def _named(text: str) -> str:
    clean = line(text, "name", required=False)
    if not clean:
        raise Problem("clients_file.nameless", _("This row names no client."))
    return clean


def _line(text: str) -> str:
    return line(text, "", required=False)


def _short(text: str) -> str:
    return line(text, "", required=False, limit=40)


def _number(country: str, text: str) -> str:
    return check_tax_number(country, text).text


def _po_rule(text: str) -> PoRule:
    word = " ".join(text.casefold().split())
    if not word or word in _NO:
        return PoRule.NONE
    if word in _YES:
        return PoRule.EVERY_INVOICE
    raise Problem(
        "clients_file.po_rule",
        _("\u201c{text}\u201d is neither yes nor no.").format(text=text),
        hint=_("Write yes or no."),
    )


def _terms(text: str) -> tuple[TermsKind, int | None]:
    """Days after issue as people write them: 30, "30 Tage netto", "2/10 net 30"; or "day 24 of the next month"."""
    word = " ".join(text.casefold().split()).rstrip(".")
    if not word:
        return TermsKind.DAYS, None
    if word in _AT_ONCE:
        return TermsKind.DAYS, 0
    of_month = _DAY_OF_MONTH.fullmatch(word)
    if of_month is not None:
        kind, number = TermsKind.DAY_OF_NEXT_MONTH, int(of_month[1])
    else:
        found = _DAYS.fullmatch(word) or _NET.fullmatch(word)
        if found is None:
            raise Problem(
                "clients_file.terms",
                _("\u201c{text}\u201d are no payment terms that can be read.").format(text=text),
                hint=_("Write a number of days, such as 30."),
            )
        kind, number = TermsKind.DAYS, int(found[1])
    return kind, terms_number(kind, number)
