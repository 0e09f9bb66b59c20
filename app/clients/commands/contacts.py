"""The people at a client: one gets the invoices, one wanted the work."""

from __future__ import annotations

from typing import TypedDict, Unpack

from sqlalchemy import select

from app.clients.records import Client, Contact
from app.firm import domain
from app.firm.domain import Right, require
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.work import Work


class ContactFields(TypedDict, total=False):
    """What can be changed about a contact."""

    name: str
    job: str
    email: str
    phone: str
    sponsor: bool
    payer: bool


def add_contact(
    work: Work,
    *,
    client_id: int,
    name: str,
    job: str = "",
    email: str = "",
    phone: str = "",
    sponsor: bool = False,
    payer: bool = False,
) -> int:
    """Add a person at a client. The new payer or sponsor takes over from the one before. Answers the contact's id."""
    require(work.actor.role, Right.EDIT_CLIENTS)
    work.lock(Client, client_id)
    address = domain.email(email)
    _refuse_twin(work, client_id, address, None)
    contact = Contact(
        client_id=client_id,
        name=domain.line(name, "name"),
        job=domain.line(job, "job", required=False),
        email=address,
        phone=domain.line(phone, "phone", required=False, limit=40),
        sponsor=sponsor,
        payer=payer,
    )
    work.add(contact)
    _take_over(work, contact)
    return contact.id


def change_contact(work: Work, *, contact_id: int, version: int, **fields: Unpack[ContactFields]) -> int:
    """Change a contact; `version` is the one that was on screen. Answers the new version."""
    require(work.actor.role, Right.EDIT_CLIENTS)
    contact = work.get(Contact, contact_id, version=version)
    work.lock(Client, contact.client_id)
    if "name" in fields:
        contact.name = domain.line(fields["name"], "name")
    if "job" in fields:
        contact.job = domain.line(fields["job"], "job", required=False)
    if "email" in fields:
        address = domain.email(fields["email"])
        _refuse_twin(work, contact.client_id, address, contact_id)
        contact.email = address
    if "phone" in fields:
        contact.phone = domain.line(fields["phone"], "phone", required=False, limit=40)
    contact.sponsor = fields.get("sponsor", contact.sponsor)
    contact.payer = fields.get("payer", contact.payer)
    _take_over(work, contact)
    return contact.version


def remove_contact(work: Work, *, contact_id: int, version: int) -> None:
    """Remove a contact; documents that named it keep what they say."""
    require(work.actor.role, Right.EDIT_CLIENTS)
    work.delete(work.get(Contact, contact_id, version=version))


def _take_over(work: Work, contact: Contact) -> None:
    """One payer and one sponsor for each client: the one before steps back."""
    others = work.session.scalars(
        select(Contact).where(Contact.client_id == contact.client_id, Contact.id != contact.id)
    ).all()
    for other in others:
        if contact.sponsor and other.sponsor:
            other.sponsor = False
        if contact.payer and other.payer:
            other.payer = False
    work.session.flush()


def _refuse_twin(work: Work, client_id: int, address: str, contact_id: int | None) -> None:
    if not address:
        return
    others = work.session.scalars(
        select(Contact).where(Contact.client_id == client_id, Contact.id != (contact_id or 0))
    ).all()
    twin = next((other for other in others if other.email.casefold() == address.casefold()), None)
    if twin is not None:
        raise Problem(
            "contact.twin",
            _("{name} has this address already.").format(name=twin.name),
            field="email",
            hint=_("Change that contact instead."),
        )
