"""Adding and changing clients and their payment terms."""

from __future__ import annotations

from datetime import date
from typing import Any, TypedDict, Unpack

from sqlalchemy import select

from app.clients import domain
from app.clients.commands.contacts import add_contact
from app.clients.domain import EVER, ClientState, PoRule, Terms, TermsKind
from app.clients.queries import namesake
from app.clients.records import Client, ClientTerms
from app.firm import places
from app.firm.domain import Right, line, lines, require
from app.firm.identifiers import check_tax_number
from app.firm.queries import person, tax_rule, the_firm
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.work import Work, overtaken


class ClientFields(TypedDict, total=False):
    """What can be changed about a client. An empty legal name means the name; None for no owner or no own tax code."""

    name: str
    legal_name: str
    country: str
    language: str
    currency: str
    address: str
    tax_number: str
    tax_code: str | None
    owner_id: int | None
    po_rule: PoRule
    email_domains: str
    website: str
    state: ClientState


def add_client(
    work: Work,
    *,
    name: str,
    country: str,
    language: str,
    currency: str,
    legal_name: str = "",
    address: str = "",
    tax_number: str = "",
    tax_code: str | None = None,
    owner_id: int | None = None,
    po_rule: PoRule = PoRule.NONE,
    email_domains: str = "",
    website: str = "",
    state: ClientState = ClientState.ACTIVE,
    terms_days: int | None = None,
    terms_kind: TermsKind = TermsKind.DAYS,
    payer_name: str = "",
    payer_job: str = "",
    payer_email: str = "",
) -> int:
    """Add a client, and who pays there where that is known. Answers the client's id.

    `terms_days` are days after issue (the firm's unless given), or by `terms_kind` the day of the next month.
    """
    require(work.actor.role, Right.EDIT_CLIENTS)
    firm = the_firm(work)
    if firm is None:
        raise Problem("firm.missing", _("This book has no firm yet."), hint=_("Found it first."))
    days = domain.terms_number(terms_kind, firm.terms_days if terms_days is None else terms_days, "terms_days")
    values = _checked(
        work,
        None,
        name=name,
        legal_name=legal_name,
        country=country,
        language=language,
        currency=currency,
        address=address,
        tax_number=tax_number,
        tax_code=tax_code,
        owner_id=owner_id,
        po_rule=po_rule,
        email_domains=email_domains,
        website=website,
        state=state,
    )
    client = work.add(Client(**values))
    work.add(ClientTerms(client_id=client.id, kind=TermsKind(terms_kind), number=days, valid_from=EVER))
    if payer_name.strip() or payer_email.strip():
        _add_payer(work, client.id, payer_name, payer_job, payer_email)
    return client.id


def _add_payer(work: Work, client_id: int, name: str, job: str, email: str) -> None:
    try:
        add_contact(work, client_id=client_id, name=name, job=job, email=email, payer=True)
    except Problem as problem:
        raise Problem(problem.code, problem.message, field=f"payer_{problem.field}", hint=problem.hint) from None


def change_client(work: Work, *, client_id: int, version: int, **fields: Unpack[ClientFields]) -> int:
    """Change a client; `version` is the one that was on screen. Answers the new version."""
    require(work.actor.role, Right.EDIT_CLIENTS)
    client = work.get(Client, client_id, version=version)
    for key, value in _checked(work, client, **fields).items():
        setattr(client, key, value)
    work.session.flush()
    return client.version


def set_terms(
    work: Work,
    *,
    client_id: int,
    kind: TermsKind,
    number: int,
    valid_from: date,
    seen: tuple[Terms, ...] | None = None,
) -> int:
    """Set the payment terms from a day on; the same day again is changed. Answers the row's id.

    `seen` are the terms that were on screen: of that day others are written over only if they stood there.
    """
    require(work.actor.role, Right.EDIT_CLIENTS)
    number = domain.terms_number(kind, number)
    work.lock(Client, client_id)
    known = work.session.scalars(
        select(ClientTerms).where(ClientTerms.client_id == client_id, ClientTerms.valid_from == valid_from)
    ).one_or_none()
    if known is None:
        terms = ClientTerms(client_id=client_id, kind=TermsKind(kind), number=number, valid_from=valid_from)
        return work.add(terms).id
    there = Terms(known.kind, known.number, valid_from)
    if seen is not None and there not in {*seen, Terms(TermsKind(kind), number, valid_from)}:
        raise overtaken("valid_from")
    known.kind = TermsKind(kind)
    known.number = number
    return known.id


def _checked(work: Work, client: Client | None, **fields: Unpack[ClientFields]) -> dict[str, Any]:
    """The given fields, each in its clean form; Problem at the first that cannot stay."""
    values = clean_fields(work, client, **fields)
    if "name" in fields:
        refuse_namesake(work, values["name"], None if client is None else client.id)
    return values


def clean_fields(work: Work, client: Client | None, **fields: Unpack[ClientFields]) -> dict[str, Any]:
    """The same without a look for namesakes: who adds many looks once."""
    values: dict[str, Any] = dict(fields)
    if "name" in fields:
        values["name"] = line(fields["name"], "name")
    if "legal_name" in fields:
        name = values["name"] if client is None or "name" in values else client.name
        values["legal_name"] = line(fields["legal_name"], "legal_name", required=False) or name
    if "country" in fields:
        values["country"] = places.country(fields["country"])
    if "language" in fields:
        values["language"] = places.language(fields["language"])
    if "currency" in fields:
        values["currency"] = places.currency(fields["currency"])
    if "address" in fields:
        values["address"] = lines(fields["address"], "address")
    if "tax_number" in fields or "country" in fields:
        country = str(values["country"] if client is None or "country" in values else client.country)
        number = fields["tax_number"] if client is None or "tax_number" in fields else client.tax_number
        values["tax_number"] = check_tax_number(country, number).text
    if "tax_code" in fields:
        values["tax_code"] = _known_tax_code(work, fields["tax_code"])
    if fields.get("owner_id") is not None:
        _check_owner(work, int(fields["owner_id"] or 0))
    if "po_rule" in fields:
        values["po_rule"] = PoRule(fields["po_rule"])
    if "email_domains" in fields:
        values["email_domains"] = domain.domains(fields["email_domains"])
    if "website" in fields:
        values["website"] = line(fields["website"], "website", required=False)
    if "state" in fields:
        values["state"] = ClientState(fields["state"])
    return values


def refuse_namesake(work: Work, name: str, client_id: int | None) -> None:
    other = namesake(work, name=name, client_id=client_id)
    if other is not None:
        raise Problem(
            "client.name_taken",
            _("There is a client called {name} already.").format(name=other),
            field="name",
            hint=_("Open it, or give this one another name."),
        )


def _known_tax_code(work: Work, code: str | None) -> str | None:
    clean = (code or "").strip().upper()
    return tax_rule(work, code=clean, on=work.today).code if clean else None


def _check_owner(work: Work, owner_id: int) -> None:
    owner = person(work, person_id=owner_id)
    if not owner.active:
        raise Problem(
            "client.owner_left",
            _("{name} is no longer active.").format(name=owner.name),
            field="owner_id",
            hint=_("Choose somebody else."),
        )
