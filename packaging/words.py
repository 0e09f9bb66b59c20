"""Collect every text of the program into the catalogs: `make words`. With `--missing`, list what has no translation."""

from __future__ import annotations

import ast
import inspect
import io
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "resources" / "locale"
TEMPLATE = LOCALE / "watertight.pot"
KEYWORDS: dict[str, Any] = {"_": None, "gettext": None, "later": None, "ngettext": (1, 2), "pgettext": None}
NOTE = "Translators:"
PRESSED = "app/bootstrap/passing.py"
"""Names buttons by what they say, and says nothing itself."""
HEAD = """\
# Words of Watertight{language}. Written by `make words`; docs/translation.md says how to translate.
msgid ""
msgstr ""
"Project-Id-Version: Watertight\\n"
{header}"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


class Text(NamedTuple):
    """A text of the source: where it stands, what it says (singular and plural), its context and notes about it."""

    line: int
    said: str | tuple[str, ...]
    notes: tuple[str, ...] = ()
    context: str | None = None


def texts_of(path: Path) -> Iterator[Text]:
    """The texts of a file: what is given to `_` and its like, and help of the command line."""
    source = path.read_bytes()
    calls: Iterator[Any] = extract_python(io.BytesIO(source), KEYWORDS, [NOTE], {})
    for line, name, found, notes in calls:  # `found` is one text, or a tuple of all that stands in the brackets
        said = (found,) if isinstance(found, str) else tuple(found or ())
        wanted = said[: 1 if name in {"_", "gettext", "later"} else 2]
        about = tuple(note.removeprefix(NOTE).strip() for note in notes)
        if not wanted or not all(isinstance(text, str) and text for text in wanted):
            continue
        if name == "pgettext":
            yield Text(line, wanted[1], about, context=wanted[0])
        else:
            yield Text(line, wanted if name == "ngettext" else wanted[0], about)
    if b"import click" in source:
        yield from (Text(line, text, ("Help of the command line.",)) for line, text in _help(ast.parse(source)))


def _help(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """What verbs and options say about themselves; click takes a verb's sentence from its docstring."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            verbs = [ast.unparse(one) for one in node.decorator_list]
            said = ast.get_docstring(node, clean=False)
            if said and any(".command(" in verb or ".group(" in verb for verb in verbs):
                yield node.lineno, inspect.cleandoc(said)
        elif isinstance(node, ast.keyword) and node.arg == "help" and isinstance(node.value, ast.Constant):
            yield node.value.lineno, str(node.value.value)


def template() -> Catalog:
    """All texts of the program as it is now."""
    catalog = Catalog(domain="watertight")
    for path in sorted((ROOT / "app").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if name == PRESSED:
            continue
        for one in texts_of(path):
            catalog.add(one.said, locations=[(name, one.line)], auto_comments=one.notes, context=one.context)
    for message in catalog:
        message.auto_comments = sorted(set(message.auto_comments))
        message.flags &= {"python-brace-format"} if "{" in str(message.id) else set()
    return catalog


def translated(language: str, source: Catalog) -> Catalog:
    """The catalog of a language with today's texts; translations of texts that are gone go with them."""
    path = file_of(language)
    with path.open("rb") as file:
        known = read_po(file, locale=language)
    known.update(source, no_fuzzy_matching=True, update_header_comment=False)
    known.obsolete.clear()
    return known


def file_of(language: str) -> Path:
    """Where the words of a language are kept."""
    return LOCALE / language / "LC_MESSAGES" / "watertight.po"


def written(catalog: Catalog) -> str:
    """The file of a catalog: sorted, one line a text, neither dates nor line numbers, so that a change shows itself."""
    body = io.BytesIO()
    write_po(body, catalog, width=0, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
    header = ""
    if catalog.locale is not None:
        header = f'"Language: {catalog.locale_identifier}\\n"\n"Plural-Forms: {catalog.plural_forms}\\n"\n'
    name = f" in {catalog.locale.english_name}" if catalog.locale is not None else ""
    return HEAD.format(language=name, header=header) + body.getvalue().decode().strip() + "\n"


def missing(catalog: Catalog) -> list[Message]:
    """Texts without a translation."""
    return [one for one in catalog if one.id and (one.fuzzy or not all(_strings(one)))]


def _strings(message: Message) -> tuple[str, ...]:
    said: str | Sequence[str] = message.string or ""
    return (said,) if isinstance(said, str) else tuple(said)


def main(*, show_missing: bool) -> None:
    """Write the template and bring every language up to it."""
    source = template()
    LOCALE.mkdir(exist_ok=True)
    TEMPLATE.write_text(written(source), encoding="utf-8")
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/watertight.po")):
        language = path.parent.parent.name
        catalog = translated(language, source)
        path.write_text(written(catalog), encoding="utf-8")
        waiting = missing(catalog)
        print(f"{language}: {len(source)} texts, {len(waiting)} without a translation")
        if show_missing:
            for message in waiting:
                print(f"  {message.id!r}")


if __name__ == "__main__":
    main(show_missing="--missing" in sys.argv[1:])
