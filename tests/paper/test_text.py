"""Text before it is placed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.paper.fonts import Font, width
from app.paper.style import BASE
from app.paper.text import clean, ellipsis, wrap

WORDS = st.text(alphabet=st.sampled_from("abcXYZäöüßŁódź0123456789-/.,()&@€£−"), min_size=1, max_size=40)
TEXTS = st.lists(WORDS, max_size=30).map(" ".join)
ROOMS = st.floats(min_value=12.0, max_value=400.0)


def squeezed(text: str) -> str:
    return "".join(text.split())


@given(TEXTS, ROOMS)
def test_wrapping_conserves_every_word_in_order(text: str, room: float) -> None:
    assert squeezed("".join(wrap(text, Font.REGULAR, 9, room))) == squeezed(text)


@given(TEXTS, ROOMS)
def test_no_wrapped_line_is_wider_than_its_room(text: str, room: float) -> None:
    assert all(width(line, Font.REGULAR, 9) <= room + 1e-6 for line in wrap(text, Font.REGULAR, 9, room))


@given(TEXTS, ROOMS)
def test_a_word_that_fits_a_line_is_never_cut(text: str, room: float) -> None:
    whole = [word for word in text.split() if width(word, Font.REGULAR, 9) <= room]
    pieces = [piece for line in wrap(text, Font.REGULAR, 9, room) for piece in line.split()]
    assert all(pieces.count(word) >= whole.count(word) for word in whole)


def test_ends_of_lines_in_the_text_are_kept() -> None:
    assert BASE.wrap("one\ntwo words\n\nthree", 300) == ("one", "two words", "", "three")


def test_no_text_is_no_line() -> None:
    assert BASE.wrap("", 100) == ()


def test_a_long_word_is_cut_after_a_hyphen_if_it_has_one() -> None:
    room = width("Steuerberatungs-gesell", Font.REGULAR, 9)
    assert wrap("Steuerberatungs-gesellschaft", Font.REGULAR, 9, room)[0] == "Steuerberatungs-"


def test_a_letter_keeps_its_marks_when_a_word_is_cut() -> None:
    word = "x̂" * 20
    lines = wrap(word, Font.REGULAR, 9, width("xxx", Font.REGULAR, 9))
    assert "".join(lines) == word
    for line in lines:
        assert line.startswith("x")
        assert line.count("x") == line.count("̂")


def test_a_sum_and_its_currency_stay_on_one_line() -> None:
    lines = wrap("Betrag 1\u202f234,50\u00a0€ fällig", Font.REGULAR, 9, width("Betrag 1\u202f234", Font.REGULAR, 9))
    assert any("1\u202f234,50\u00a0€" in line for line in lines)


def test_a_short_text_is_not_shortened_and_a_long_one_ends_with_an_ellipsis() -> None:
    assert ellipsis("Alder & Finch", Font.REGULAR, 9, 200) == "Alder & Finch"
    short = ellipsis("Alder & Finch Advisory LLP", Font.REGULAR, 9, 60)
    assert short.endswith("…")
    assert width(short, Font.REGULAR, 9) <= 60


def test_a_bidi_override_is_stripped() -> None:
    assert clean("Smith\u202egnp.exe") == "Smithgnp.exe"
    assert clean("\u2066a\u2069\u200eb\u061c") == "ab"


def test_zero_width_blanks_soft_hyphens_and_controls_are_stripped() -> None:
    assert clean("Al\u200bder\ufeff\u00ad & Fi\x00n\x1bch\x7f") == "Alder & Finch"


def test_joiners_stay_inside_a_word_only() -> None:
    assert clean("می\u200cخواهم") == "می\u200cخواهم"
    assert clean("a\u200d b\u200c") == "a b"


def test_text_is_composed_and_lines_end_alike() -> None:
    assert clean("Cafe\u0301\tParis\r\nLyon\u2028Metz\x0bBrest") == "Café Paris\nLyon\nMetz\nBrest"


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)
