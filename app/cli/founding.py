"""The verb that begins: a new book with its firm and first person, in a file or an empty PostgreSQL database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.keys import code_lines, ways_of_new
from app.cli.tools import Tools, answer, verb
from app.cli.unlocking import PASSPHRASE_FILE, warn_of_password
from app.cli.verbs import watertight
from app.kernel.words import _

if TYPE_CHECKING:
    from app.storage.making import Ways
    from app.storage.secrets import Secret


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
@click.option("--plain", is_flag=True, help="Do not encrypt the file: everybody who finds it can read it.")
@click.option(
    "--passphrase-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    envvar=PASSPHRASE_FILE,
    help="File whose first line is a passphrase to open the book with; asked for at a terminal if not given.",
)
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
    plain: bool,
    passphrase_file: Path | None,
) -> None:
    """Make a new book at PATH, or in the empty database at a postgresql:// URL an office shares.

    A file is encrypted. Its recovery code is shown once: print it or write it down.
    """
    from app.firm.places import usual_currency
    from app.kernel.account import account_name

    warn_of_password(place)
    letters = "".join(word[0] for word in name.split() if word[0].isalnum())[:4].upper()
    root, ways = _keys(tools, place, passphrase_file, plain=plain)
    fields = {
        "name": firm,
        "country": country,
        "language": language,
        "zone": zone,
        "currency": currency or usual_currency(country),
        "person_name": name,
        "initials": initials or letters,
        "grade": grade,
        "os_account": account_name(),
    }
    book, founded = tools.found_book(place, root, ways, fields)
    book.close()
    text = _("{firm} begins at {place}.").format(firm=firm, place=book.place)
    code = [] if book.root is None else code_lines(book.root)
    answer(tools, {"book": book.place, "person_id": founded.person_id} | _code(book.root), [text, *code])


def _code(root: Secret | None) -> dict[str, str]:
    from app.storage.secrets import code_of

    return {} if root is None else {"recovery_code": code_of(root)}


def _keys(tools: Tools, place: str, passphrase_file: Path | None, *, plain: bool) -> tuple[Secret | None, Ways | None]:
    """The root of a new book and what opens it besides its code; nothing for a plain one, or one of a server."""
    from app.storage.book import is_url
    from app.storage.making import Ways
    from app.storage.secrets import new_root

    if plain or is_url(place):
        return None, None
    return new_root(), Ways(*ways_of_new(passphrase_file, ask=not tools.as_json))
