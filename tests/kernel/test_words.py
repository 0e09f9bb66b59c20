"""The words on screen and paper: catalogs, plural forms, the pseudo-locale, documents in their reader's language."""

from __future__ import annotations

import threading

import pytest

from app.kernel import words
from app.kernel.catalogs import catalog, languages, parse, pseudo, spoken
from app.kernel.words import _, formats_beside, install, later, ngettext, remembered, speaking

SMALL = """\
# A head.
msgid ""
msgstr ""
"Language: xx\\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n<5 ? 1 : 2);\\n"

#. A note.
#, python-brace-format
msgid "Hello \\"{name}\\"\\n"
msgstr "Ahoj \\"{name}\\"\\n"

msgid "{n} week"
msgid_plural "{n} weeks"
msgstr[0] "{n} týden"
msgstr[1] "{n} týdny"
msgstr[2] "{n} týdnů"

#, fuzzy
msgid "Guessed"
msgstr "Hádáno"

msgid "Long "
"one"
msgstr ""
"Dlou"
"hý"

msgid "Empty"
msgstr ""

msgid "open"
msgstr "otevřít"

msgctxt "state"
msgid "open"
msgstr "otevřeno"
"""


def test_a_catalog_is_read_as_it_stands_in_its_file() -> None:
    small = parse(SMALL)
    assert small.gettext('Hello "{name}"\n') == 'Ahoj "{name}"\n'
    assert small.gettext("Long one") == "Dlouhý"


def test_plural_forms_follow_the_rule_of_the_language() -> None:
    small = parse(SMALL)
    assert [small.ngettext("{n} week", "{n} weeks", n) for n in (1, 3, 7)] == ["{n} týden", "{n} týdny", "{n} týdnů"]


@pytest.mark.parametrize("text", ["Guessed", "Empty", "Unknown"])
def test_what_is_not_translated_stays_in_the_language_of_the_source(text: str) -> None:
    assert parse(SMALL).gettext(text) == text
    assert parse(SMALL).ngettext(text, "many", 2) == "many"


def test_the_same_word_may_mean_something_else_in_a_context() -> None:
    small = parse(SMALL)
    assert (small.gettext("open"), small.pgettext("state", "open")) == ("otevřít", "otevřeno")
    assert small.pgettext("unknown", "open") == "open"


def test_our_reader_and_babel_agree() -> None:
    from importlib.resources import files

    from babel.messages.pofile import read_po

    assert languages()[1:]
    for language in languages()[1:]:
        place = files("app.resources") / "locale" / language / "LC_MESSAGES" / "watertight.po"
        with place.open("rb") as file:
            other = read_po(file, locale=language)
        ours = parse(place.read_text(encoding="utf-8"))
        theirs = {
            (f"{one.context}\x04" if one.context else "") + (one.id if isinstance(one.id, str) else one.id[0]): (
                one.string,
            )
            if isinstance(one.string, str)
            else tuple(one.string or ())
            for one in other
            if one.id and not one.fuzzy
        }
        assert {text: said for text, said in theirs.items() if all(said)} == ours.texts


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("de-AT", "de"),
        ("de_DE.UTF-8", "de"),
        ("en-US", "en"),
        ("pseudo", "pseudo"),
        ("C.UTF-8", None),
        ("tlh", None),
        ("../de", None),
        ("", None),
    ],
)
def test_a_wanted_language_becomes_one_the_program_speaks(wanted: str, found: str | None) -> None:
    assert spoken(wanted) == found


def test_a_language_without_catalog_gets_english_words() -> None:
    assert install("tlh") == "en"
    assert _("Invoice") == "Invoice"


def test_the_screen_speaks_what_was_installed() -> None:
    assert install("de-AT") == words.language() == "de"
    assert _("Invoice") == "Rechnung"


def test_a_document_speaks_its_readers_language_whatever_the_screen_speaks() -> None:
    install("pseudo")
    with speaking("de-DE"):
        assert _("Invoice") == "Rechnung"
        with speaking("fr-FR"):
            assert _("Invoice") == "Invoice"
        assert _("Invoice") == "Rechnung"
    assert _("Invoice") != "Invoice"


def test_a_document_made_in_one_thread_does_not_change_the_words_of_another() -> None:
    heard: list[str] = []
    with speaking("de"):
        other = threading.Thread(target=lambda: heard.append(_("Invoice")))
        other.start()
        other.join()
    assert heard == ["Invoice"]


def test_a_count_stands_in_the_form_that_fits_it() -> None:
    assert ngettext("{n} invoice", "{n} invoices", 1) == "1 invoice"
    assert ngettext("{n} invoice", "{n} invoices", 3) == "3 invoices"


def test_a_text_named_early_is_translated_when_shown() -> None:
    named = later("Invoice")
    install("de")
    assert (named, _(named)) == ("Invoice", "Rechnung")


def test_formats_go_with_the_words_on_screen() -> None:
    assert formats_beside("en-GB") == "en-GB"
    assert formats_beside("sv-SE") == "sv-SE"
    install("de")
    assert formats_beside("de-CH") == "de-CH"
    assert formats_beside("en-GB") == "de"


def test_the_pseudo_locale_is_longer_and_keeps_what_is_filled_in() -> None:
    text = pseudo("Approve {n} entries of {name} · <b>{hours}</b>")
    assert text.startswith("[")
    assert text.endswith("]")
    assert text.format(n=3, name="Ana", hours="1.5").count("Ana") == 1
    assert "<b>{hours}</b>" in text
    assert len(pseudo("Approve the entries")) >= 1.4 * len("Approve the entries")
    assert pseudo("") == ""


def test_an_answer_with_words_is_remembered_for_each_language() -> None:
    asked: list[str] = []

    @remembered
    def title(number: int) -> str:
        asked.append(words.language())
        return _("Invoice") + str(number)

    assert [title(1), title(1)] == ["Invoice1", "Invoice1"]
    install("de")
    assert [title(1), title(1)] == ["Rechnung1", "Rechnung1"]
    with speaking("en"):
        assert title(1) == "Invoice1"
    assert asked == ["en", "de"]


def test_catalogs_are_read_once() -> None:
    assert catalog("de") is catalog("de")
