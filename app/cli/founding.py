"""The verb that begins: a new book with its firm and first person, in a file or an empty PostgreSQL database."""

from __future__ import annotations

import getpass

import click

from app.cli.tools import Tools, answer, verb
from app.cli.verbs import watertight
from app.kernel.words import _


@watertight.command()
@click.argument("place", metavar="PATH|URL")
@click.option("--firm", required=True, help="Name of the firm.")
@click.option("--name", required=True, help="Name of its first person, who becomes a partner.")
@click.option("--initials", help="Initials of that person; the first letters of the name if not given.")
@click.option("--grade", help="Grade that prices the work, such as Partner.")
@click.option("--country", default="GB", show_default=True, help="Country code of the firm.")
@click.option("--currency", default=None, help="Currency of the books; the country's if not given.")
@click.option("--language", default="en-GB", show_default=True, help="Language and region, such as de-DE.")
@click.option("--zone", default="UTC", show_default=True, help="Time zone, such as Europe/London.")
@verb
def new(
    tools: Tools,
    place: str,
    firm: str,
    name: str,
    initials: str | None,
    grade: str | None,
    country: str,
    currency: str | None,
    language: str,
    zone: str,
) -> None:
    """Make a new book at PATH, or in the empty database at a postgresql:// URL an office shares."""
    from app.firm.commands import found_firm
    from app.firm.places import usual_currency

    letters = "".join(word[0] for word in name.split() if word[0].isalnum())[:4].upper()
    with tools.create_book(place) as book:
        founded = book.perform(
            found_firm,
            name=firm,
            country=country,
            language=language,
            zone=zone,
            currency=currency or usual_currency(country),
            person_name=name,
            initials=initials or letters,
            grade=grade,
            os_account=getpass.getuser(),
        ).result
        text = _("{firm} begins at {place}.").format(firm=firm, place=book.place)
        answer(tools, {"book": book.place, "person_id": founded.person_id}, [text])
