"""Everybody's screens in German: not a word of English is left beside what people of the demo wrote themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from app.bootstrap.doors import CONSULTANT, LEAD, OFFICE, PARTNER, area_doors
from app.bootstrap.gates.named import NAME, tree
from app.bootstrap.passing import become, enter, leave
from app.bootstrap.screens import Gallery, View, opened_demo
from app.kernel.catalogs import Catalog, catalog

pytestmark = pytest.mark.xdist_group("screens")

DATA = frozenset({"Consultant", "Partner", "Expenses", "Billing controls review"})
"""Words of the catalogs that people of the demo use as names: grades, a group of receipts, an engagement."""


def english() -> dict[str, re.Pattern[str]]:
    """Every English text that German says otherwise, as a pattern of what it looks like on a screen."""
    german = catalog("de")
    assert isinstance(german, Catalog)
    found = {}
    for key, said in german.texts.items():
        text = key.rpartition("\x04")[2]
        if text not in said and len(re.findall(r"[A-Za-z]{2,}", re.sub(r"\{[^}]*\}", "", text))) > ("{" in text):
            found[text] = re.compile(re.sub(r"\\\{[^}]*\\\}", ".+", re.escape(text)), re.DOTALL)
    return found


def texts(shown: QWidget) -> Iterator[str]:
    """What is seen or read aloud."""
    for one in [shown, *shown.findChildren(QWidget)]:
        if one.isVisible():
            yield from (one.accessibleName(), one.accessibleDescription(), one.toolTip(), one.windowTitle())
            if isinstance(one, QLabel | QAbstractButton | QLineEdit):
                yield one.text()
            if isinstance(one, QLineEdit):
                yield one.placeholderText()
    for _depth, part in tree(shown):
        yield from (part.text(NAME), part.text(QAccessible.Text.Description))


def test_no_english_is_left_on_the_screens(qapp: QApplication) -> None:
    patterns = english()
    left = set()
    with opened_demo(qapp, "de") as desk:
        gallery = Gallery(desk, None)
        gallery.wear(View("german", language="de"))
        for who in (PARTNER, OFFICE, LEAD, CONSULTANT):
            become(desk, gallery.player, who)
            for door in area_doors(desk, who):
                shown = enter(desk, gallery.player, door)
                for text in set(texts(shown)) - DATA:
                    left |= {f"{door.name}: {text}" for one in patterns.values() if one.fullmatch(text)}
                leave(desk, gallery.player)
    assert sorted(left) == []
