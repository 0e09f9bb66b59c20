"""Where books go and which one was open last."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.bootstrap.places import LONGEST, MOST, Places, safe_name
from app.shell.books import KnownBook


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "books", tmp_path / "config", tmp_path / "logs", tmp_path / "data")


# ------------------------------------------------------------------------------------------------ the last book


def test_nothing_was_open_on_a_new_computer(places: Places) -> None:
    assert places.last_book() is None


@pytest.mark.parametrize(
    "book", ["/books/Alder & Finch.watertight", "postgresql://grace@office/book", "C:\\Bücher\\ß.watertight"]
)
def test_the_last_book_is_remembered(places: Places, book: str) -> None:
    places.remember("/another")
    places.remember(book)
    assert places.last_book() == book


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"book": 7}', '{"book": ""}', "{}", "\x00\x01"])
def test_a_damaged_note_of_the_last_book_counts_as_none(places: Places, content: str) -> None:
    places.config.mkdir()
    (places.config / "last.json").write_text(content)
    assert places.last_book() is None


def test_a_note_that_is_no_text_counts_as_none(places: Places) -> None:
    places.config.mkdir()
    (places.config / "last.json").write_bytes(b"\xff\xfe\x80")
    assert places.last_book() is None


def test_remembering_leaves_one_whole_file(places: Places) -> None:
    places.remember("/a")
    places.remember("/b")
    assert [path.name for path in places.config.iterdir()] == ["last.json"]


def test_books_are_remembered_once_each_the_newest_first_and_not_without_end(places: Places) -> None:
    for number in range(MOST + 5):
        places.remember(f"/book {number}")
    places.remember("/book 10")
    known = places.books_known()
    assert [one.place for one in known[:3]] == ["/book 10", f"/book {MOST + 4}", f"/book {MOST + 3}"]
    assert len({one.place for one in known}) == len(known) == MOST
    assert all(one.opened for one in known)


def test_what_an_earlier_program_kept_counts_as_the_first_of_the_list(places: Places) -> None:
    places.config.mkdir()
    (places.config / "last.json").write_text('{"book": "/old"}')
    assert places.books_known() == [KnownBook("/old")]
    places.remember("/new", datetime(2026, 4, 30, tzinfo=UTC))
    assert places.books_known() == [KnownBook("/new", "2026-04-30T00:00:00+00:00"), KnownBook("/old")]


@pytest.mark.parametrize("listed", ["7", '"x"', "[7]", '[{"place": 3}]', '[{"opened": ""}]', "{}", '[{"place": ""}]'])
def test_a_damaged_list_counts_as_none(places: Places, listed: str) -> None:
    places.config.mkdir()
    (places.config / "last.json").write_text(f'{{"books": {listed}}}')
    assert places.books_known() == []


# ------------------------------------------------------------------------------------------------ new books


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Alder & Finch", "Alder & Finch"),
        ("A.B. Smith, Sons (Ltd.)", "A.B. Smith, Sons (Ltd.)"),
        ("  O'Brien \u2013 Partners ", "O'Brien Partners"),
        ("../../etc/passwd", "etc passwd"),
        ("..", "Book"),
        (".hidden", "hidden"),
        ("trailing. . .", "trailing"),
        ("", "Book"),
        ("///", "Book"),
        ("C:\\Windows\\system32", "C Windows system32"),
        ("a\x00b\nc\td", "a b c d"),
        ('what? <now> | "never" *', "what now never"),
        ("CON", "Book CON"),
        ("con", "Book con"),
        ("nul.2026", "Book nul.2026"),
        ("COM1", "Book COM1"),
        ("LPT\u00b2", "Book LPT\u00b2"),
        ("Console", "Console"),
        ("M\u00fcller", "M\u00fcller"),
        (unicodedata.normalize("NFD", "M\u00fcller"), "M\u00fcller"),
        ("\u0939\u093f\u0928\u094d\u0926\u0940", "\u0939\u093f\u0928\u094d\u0926\u0940"),
        ("\u6771\u4eac\u682a\u5f0f\u4f1a\u793e", "\u6771\u4eac\u682a\u5f0f\u4f1a\u793e"),
        ("x" * 300, "x" * LONGEST),
    ],
)
def test_a_typed_name_becomes_a_name_every_file_system_takes(places: Places, typed: str, name: str) -> None:
    assert places.new_book(typed) == places.books / name / f"{name}.watertight"


def test_a_long_name_is_not_cut_inside_a_letter() -> None:
    assert safe_name("\u6771" * 100) == "\u6771" * (LONGEST // 3)


@pytest.mark.parametrize("name", ["Office", "x" * LONGEST, "\u6771" * (LONGEST // 3)])
def test_a_new_book_never_gets_the_folder_of_one_that_is_there(places: Places, name: str) -> None:
    there = []
    for _turn in range(11):
        there.append(places.new_book(name))
        there[-1].parent.mkdir(parents=True)
    assert len({place.parent for place in there}) == 11
    assert there[1].stem.endswith(" 2")
    assert there[10].stem.endswith(" 11")
    assert max(len(place.stem.encode()) for place in there) <= LONGEST


@given(st.text(max_size=200))
def test_no_name_leads_out_of_the_folder_of_books(typed: str) -> None:
    books = Path("/books")
    path = Places(books, books, books, books).new_book(typed)
    assert path.parent.parent == books
    assert path.resolve().is_relative_to(books)
    assert path.name == f"{path.parent.name}.watertight"
    assert 0 < len(path.parent.name.encode()) <= LONGEST
    assert path.parent.name.strip(" .") == path.parent.name
    assert safe_name(path.parent.name) == path.parent.name


def test_the_usual_places_are_this_program_s_own() -> None:
    usual = Places.usual()
    assert usual.books.name == "Watertight"
    assert "watertight" in usual.config.parts
    assert "watertight" in usual.data.parts


# ------------------------------------------------------------------------------------------------ passwords


def test_no_password_of_a_shared_book_is_kept(places: Places) -> None:
    places.remember("postgresql://grace:S3cret@office/book")
    places.remember("postgresql://grace@other/book?password=S3cret")
    places.remember("postgresql://grace:S3cret@office/book")
    kept = (places.config / "last.json").read_text(encoding="utf-8")
    assert "S3cret" not in kept
    assert [one.place for one in places.books_known()] == [
        "postgresql://grace@office/book",
        "postgresql://grace@other/book",
    ]


def test_one_that_an_earlier_program_kept_goes_with_the_next_book(places: Places) -> None:
    places.config.mkdir(parents=True)
    (places.config / "last.json").write_text('{"book": "postgresql://grace:S3cret@office/book"}', encoding="utf-8")
    assert places.last_book() == "postgresql://grace:S3cret@office/book"
    places.remember("/books/Office.watertight")
    assert "S3cret" not in (places.config / "last.json").read_text(encoding="utf-8")
    assert [one.place for one in places.books_known()] == [
        "/books/Office.watertight",
        "postgresql://grace@office/book",
    ]
