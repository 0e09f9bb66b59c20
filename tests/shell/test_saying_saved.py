"""What the window claims: before a book is open, after a book that did not open, and when nothing can be saved."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.bootstrap.desk import Desk
from app.bootstrap.player import Player
from app.shell import areas
from app.shell.failure_view import FailureDialog
from app.shell.pages.my_week import MyWeekPage
from app.shell.pages.not_opened import NotOpenedPage
from app.storage.reading import Reads
from tests.shell.conftest import Demo

pytestmark = pytest.mark.xdist_group("demo")


def failing(_reads: Reads) -> None:
    raise RuntimeError("a bug")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(None, "There is no book at"), (b"not a book" * 300, "is not a Watertight book"), (b"", "is empty")],
)
def test_a_book_that_does_not_open_says_why_on_a_page_of_its_own(
    bare: Desk, tmp_path: Path, content: bytes | None, sentence: str
) -> None:
    place = tmp_path / "office.watertight"
    if content is not None:
        place.write_bytes(content)
    player = Player(bare.window)
    bare.open_place(str(place))
    player.until(lambda: bare.window.frame.current_key == areas.NOT_OPENED, "no page about it")
    page = bare.window.frame.current
    assert isinstance(page, NotOpenedPage)
    assert sentence in page.sentence.text()
    assert bare.window.frame.bottom.state.text() == ""


def test_without_a_book_nothing_is_offered_that_would_do_nothing(bare: Desk) -> None:
    bare.start(None, use_demo=False)
    frame = bare.window.frame
    assert frame.rail.settings_button.isHidden()
    assert frame.top.search.isHidden()
    assert frame.palette_layer.shown() == []


def test_a_line_that_cannot_be_saved_stays_typed_and_nothing_claims_to_be_saved(demo: Demo) -> None:
    demo.become("PR")
    page = demo.player.go(areas.WEEK, MyWeekPage)
    assert demo.frame.bottom.state.text() == "Saved on this computer"
    Path(demo.window.session.place).unlink()
    demo.player.press("Ctrl+L")
    demo.player.type("bri field 1.5 interviews")
    demo.player.press("Return")
    assert page.line.edit.text() == "bri field 1.5 interviews"
    assert page.line.message.isVisible()
    assert "no longer where it was opened" in page.line.message.text()
    assert page.line.message.heightForWidth(page.line.message.width()) <= page.line.message.height()
    assert demo.frame.bottom.state.text() == "Last change not saved"
    demo.frame.show_page(areas.CLIENTS)
    assert demo.frame.bottom.state.text() == "Last change not saved"


def test_what_a_rule_refuses_is_not_called_saved_and_the_next_change_is(demo: Demo) -> None:
    demo.become("PR")
    page = demo.player.go(areas.WEEK, MyWeekPage)
    for text, state in (
        ("bri field 24 too much", "Last change not saved"),
        ("bri field 0.5 a little more", "Saved on this computer"),
    ):
        page.line.edit.clear()
        page.line.edit.setFocus()
        demo.player.type(text, page.line.edit)
        demo.player.press("Return", page.line.edit)
        assert demo.frame.bottom.state.text() == state


def test_a_bug_in_a_job_is_told_and_the_window_lives(demo: Demo) -> None:
    demo.become("EF")
    demo.window.operations.read(failing, lambda _nothing: None)
    seen = demo.player.crashes
    while not seen:
        demo.desk.app.processEvents()
    seen.clear()
    dialog = demo.player.dialog(FailureDialog)
    assert "Nothing half-done was saved" in dialog.sentence.text()
    assert "in failing" in dialog.text.toPlainText()
    demo.player.press("Escape", dialog)
    assert not dialog.isVisible()
    assert demo.frame.bottom.state.text() == "Last change not saved"
    demo.at(areas.CLIENTS)
    assert demo.player.problems == []
