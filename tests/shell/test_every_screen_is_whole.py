"""Every screen of everybody: nothing cut or overlapping, all named, reached by keys, steady while others work."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication

from app.bootstrap import gates
from app.bootstrap.doors import CONSULTANT, LEAD, OFFICE, PARTNER, Door, area_doors, more_doors
from app.bootstrap.gates.named import NAME, tree
from app.bootstrap.passing import become, enter, leave
from app.bootstrap.screens import SMALL, VIEWS, Gallery, View, opened_demo
from app.qt import preferences
from app.qt.table import RecordTable
from app.shell import areas

pytestmark = pytest.mark.xdist_group("screens")

EVERYBODY = (PARTNER, OFFICE, LEAD, CONSULTANT)
BY_NAME = {view.name: view for view in VIEWS}
Role = QAccessible.Role
SAID = frozenset(
    (
        Role.Button, Role.RadioButton, Role.CheckBox, Role.Cell, Role.Chart, Role.EditableText, Role.ComboBox,
        Role.Table, Role.List, Role.ColumnHeader, Role.PushButton,
    )
)  # fmt: skip
"""Roles of what a person acts on or is told: none of them may be silent."""


@pytest.fixture(scope="module")
def galleries(qapp: QApplication) -> Iterator[dict[str, Gallery]]:
    """One open demo a language, kept for all tests here."""
    opened: dict[str, Gallery] = {}
    with opened_demo(qapp, "en") as desk:
        opened["en"] = Gallery(desk, None)
        yield opened


def faults_in(gallery: Gallery, view: View, who: str) -> list[str]:
    gallery.wear(view)
    become(gallery.desk, gallery.player, who)
    gallery.findings.clear()
    gallery.stirs = view.name == "light" and who in {PARTNER, CONSULTANT}
    gallery.visit(area_doors(gallery.desk, who), view)
    return [f"{finding.picture}: {finding.fault}" for finding in gallery.findings]


@pytest.mark.parametrize(
    ("view", "who"),
    [*((view, who) for view in ("light", "large-text-small") for who in EVERYBODY), ("small", OFFICE),
     ("contrast-dark", PARTNER)],
)  # fmt: skip
def test_every_area_is_whole(galleries: dict[str, Gallery], view: str, who: str) -> None:
    try:
        assert faults_in(galleries["en"], BY_NAME[view], who) == []
    finally:
        preferences.current.change(look="light", text_percent=100, contrast="normal")


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_screen_reader_finds_a_word_for_everything_and_each_role_is_right(
    galleries: dict[str, Gallery], who: str
) -> None:
    gallery = galleries["en"]
    gallery.wear(BY_NAME["light"])
    become(gallery.desk, gallery.player, who)
    met = set()
    for door in area_doors(gallery.desk, who):
        shown = enter(gallery.desk, gallery.player, door)
        for _depth, part in tree(shown):
            met.add(part.role())
            if part.role() in SAID:
                assert part.text(NAME).strip(), f"{who} at {door.name}: a silent {part.role().name}"
            if part.role() is Role.Cell:
                assert ": " in part.text(NAME) or ", " in part.text(NAME), (
                    f"{who} at {door.name}: {part.text(NAME)} does not say what it is"
                )
        leave(gallery.desk, gallery.player)
    assert {Role.Button, Role.RadioButton, Role.Cell, Role.Table} <= met
    assert Role.Chart in met or who == CONSULTANT, "the burn of an engagement is read as a chart"


@pytest.mark.parametrize("door", more_doors(), ids=lambda door: door.name)
def test_every_dialog_is_opened_by_keys_whole_and_closed_by_esc(galleries: dict[str, Gallery], door: Door) -> None:
    gallery = galleries["en"]
    gallery.wear(BY_NAME["small"])
    gallery.findings.clear()
    gallery.stirs = True
    gallery.visit([door], BY_NAME["small"])
    assert [finding.fault for finding in gallery.findings] == []


def test_a_list_that_forgets_what_was_chosen_is_found(
    galleries: dict[str, Gallery], monkeypatch: pytest.MonkeyPatch
) -> None:
    gallery = galleries["en"]
    gallery.wear(BY_NAME["light"])
    become(gallery.desk, gallery.player, PARTNER)
    (clients,) = [door for door in area_doors(gallery.desk, PARTNER) if door.name == areas.CLIENTS]
    shown = enter(gallery.desk, gallery.player, clients)
    monkeypatch.setattr(RecordTable, "_settled", lambda _table, change, *_then: change())
    faults = gates.unsteady(gallery.desk, gallery.player, shown)
    leave(gallery.desk, gallery.player)
    assert any("the current row of RecordView Clients" in fault for fault in faults), faults


@pytest.mark.parametrize("language", ["de", "pseudo"])
def test_long_words_are_never_cut(qapp: QApplication, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    monkeypatch.delenv("WATERTIGHT_LANGUAGE")
    small = next(view for view in VIEWS if view.language == language and view.size == SMALL)
    with opened_demo(qapp, language) as desk:
        gallery = Gallery(desk, None)
        assert faults_in(gallery, small, PARTNER) == []
        assert faults_in(gallery, small, CONSULTANT) == []
