"""The press: what is drawn beside the program is what is drawn in it, whatever becomes of the press."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from app.paper import press


def place(text: str) -> tuple[str, int]:
    """Says where it ran."""
    return text, os.getpid()


def refuse(text: str) -> str:
    """Draws nothing."""
    raise ValueError(text)


def dies_elsewhere(home: int) -> int:
    """Ends any process but one."""
    if os.getpid() != home:
        os._exit(1)
    return home


@pytest.fixture(scope="module")
def ready() -> Iterator[press.Press]:
    made = press.Press()
    assert made.draw(place, "first") == ("first", os.getpid()), "before it is there, it is drawn here"
    assert made.wait()
    yield made
    made.close()


def test_a_document_is_drawn_in_a_process_of_its_own_once_it_is_there(ready: press.Press) -> None:
    first, second = ready.draw(place, "a"), ready.draw(place, text="b")
    assert (first[0], second[0]) == ("a", "b")
    assert first[1] == second[1] != os.getpid()


def test_what_cannot_be_drawn_says_why_as_if_it_were_drawn_here(ready: press.Press) -> None:
    with pytest.raises(ValueError, match="no such letter"):
        ready.draw(refuse, "no such letter")
    with pytest.raises(AttributeError):  # what cannot travel to it is drawn here
        ready.draw(lambda: None.nothing)  # type: ignore[attr-defined]
    assert ready.draw(place, "goes on")[1] != os.getpid()


def test_a_press_that_dies_or_is_closed_leaves_the_work_to_the_program() -> None:
    made = press.Press()
    made.draw(place, "")
    assert made.wait()
    assert made.draw(dies_elsewhere, os.getpid()) == os.getpid()
    assert made.draw(place, "after")[1] == os.getpid()
    made.close()
    assert made.draw(place, "closed")[1] == os.getpid()


def test_a_press_is_open_only_while_many_documents_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    monkeypatch.setattr(press.Press, "draw", lambda _press, _function, text: drawn.append(text))
    with press.open_for(press.WORTH_IT - 1):
        assert press.printed(place, "few") == ("few", os.getpid())
    with press.open_for(press.WORTH_IT):
        press.printed(place, "many")
    assert press.printed(place, "none") == ("none", os.getpid())
    assert drawn == ["many"]
