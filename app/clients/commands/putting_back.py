"""What must still hold of clients when a command is taken back: what the database itself does not know."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from app.clients.commands.clients import refuse_namesake
from app.clients.records import Client, Contact
from app.firm.records import TaxCode
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.reversal import Image
from app.storage.taking_back import refuses
from app.storage.work import Work


@refuses(Client)
def one_of_a_name(work: Work, images: Sequence[Image]) -> None:
    """No client has the name that one gets again."""
    for image in images:
        if image.before is not None and (image.after is None or image.after["name"] != image.before["name"]):
            refuse_namesake(work, image.before["name"], image.id)


@refuses(Contact)
def one_of_a_kind(work: Work, images: Sequence[Image]) -> None:
    """A client has one payer and one sponsor."""
    clients = sorted({image.before["client_id"] for image in images if image.before is not None})
    for role in (Contact.payer, Contact.sponsor):
        twice = (
            select(Contact.client_id)
            .where(Contact.client_id.in_(clients), role)
            .group_by(Contact.client_id)
            .having(func.count() > 1)
        )
        if work.session.scalars(twice).first() is not None:
            raise Problem(
                "contact.taken_over",
                _("Somebody else took this over in the meantime."),
                hint=_("It stays as it is now. Look at it, then change it."),
            )


@refuses(TaxCode)
def not_of_a_client(work: Work, images: Sequence[Image]) -> None:
    """A tax code goes only while no client has it, or an older rule of the code is there."""
    for image in images:
        if image.after is None or image.before is not None:
            continue
        code = str(image.after["code"])
        left = work.session.scalar(select(func.count()).select_from(TaxCode).where(TaxCode.code == code))
        name = work.session.scalars(select(Client.name).where(Client.tax_code == code).order_by(Client.name)).first()
        if name is not None and not left:
            raise Problem(
                "tax.used",
                _("{client} has this tax code by now.").format(client=name),
                hint=_("Give it another one first. Nothing was taken back."),
            )
