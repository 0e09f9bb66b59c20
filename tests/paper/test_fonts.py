"""The document font."""

from __future__ import annotations

import pytest

from app.kernel.problems import Problem
from app.paper.fonts import Font, check_glyphs, missing_glyphs, width

EUROPEAN = (
    "Łódź Škoda Győr Hafnarfjörður Çeşme Ñandú Ærø Ångström Größe ẞ Ελλάδα Україна Българин "
    "€ £ ¥ ₹ ₺ zł Kč − – — ‘’ “” „“ « » … · × § ° № 1\u202f234,50\u00a0€ ½"
)


def test_every_european_letter_and_sign_of_a_bill_can_be_printed() -> None:
    assert missing_glyphs(EUROPEAN) == ()


def test_a_missing_glyph_is_named_once_each_in_order() -> None:
    assert missing_glyphs("龍 and 龍, then 😀") == ("龍 (CJK UNIFIED IDEOGRAPH-9F8D)", "😀 (GRINNING FACE)")


def test_a_character_without_a_name_is_given_by_its_number() -> None:
    assert missing_glyphs("\ue000\ud800") == ("U+E000", "U+D800")


def test_the_problem_says_which_character_and_where() -> None:
    with pytest.raises(Problem) as caught:
        check_glyphs([("Letterhead", "Alder"), ("Line 3", "Dragon 龍 review")])
    assert caught.value.code == "paper.missing_glyph"
    assert caught.value.field == "Line 3"
    assert "龍 (CJK UNIFIED IDEOGRAPH-9F8D)" in caught.value.message
    assert "Line 3" in caught.value.message


def test_printable_texts_pass() -> None:
    check_glyphs([("Line 1", EUROPEAN), ("Line 2", "two\nlines")])


@pytest.mark.parametrize("font", list(Font))
def test_digits_are_all_of_one_width(font: Font) -> None:
    assert len({width(digit, font, 9) for digit in "0123456789"}) == 1


def test_widths_add_up() -> None:
    assert width("Alder & Finch", Font.MEDIUM, 9) == pytest.approx(
        width("Alder", Font.MEDIUM, 9) + width(" & Finch", Font.MEDIUM, 9)
    )
