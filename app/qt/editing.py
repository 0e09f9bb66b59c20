"""Editing a record that others edit too: what was changed meanwhile is merged, and asked about where it cannot be.

A form says what it edits by an `Edited`. When saving is refused because somebody was faster, the record is read anew
and both edits are put together field by field: what only one side changed is taken and saved, what both changed is
shown side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Any

from PySide6.QtWidgets import QWidget

from app.kernel.formats import Formats
from app.kernel.merging import Merged, merge
from app.kernel.words import _, ngettext
from app.qt.editors import Long
from app.qt.form_state import Cell, Cells, cells_if, cells_of, put
from app.qt.forms import Form
from app.qt.keeping import Other
from app.qt.telling import Subject
from app.qt.versions import BOTH, THEIRS, Difference, VersionsDialog


@dataclass(slots=True)
class Edited:
    """A record that a form changes: how it was read, how it is read again, how the form shows it.

    `take` tells the form that it works on another state of the record from now on: the next save sends its version.
    """

    about: Subject
    row: Any
    values: Callable[[Any], Mapping[str, Any]]
    take: Callable[[Any], object]
    read: Callable[..., Any]
    which: Mapping[str, Any] = field(default_factory=dict)
    pick: Callable[[Any], Any] = lambda found: found
    """The record in what `read` answers; None where it is gone."""
    version: Callable[[Any], int] = attrgetter("version")


class Editing:
    """The form's side of it: what it was filled from, and what was merged into it."""

    def __init__(
        self, form: Form, formats: Formats, edited: Edited, *, title: Callable[[], str], over: QWidget
    ) -> None:
        """The form stands as it was filled from the record."""
        self.edited = edited
        self.base: Cells = cells_of(form)
        self.dialog: VersionsDialog | None = None
        self._form, self._formats, self._title, self._over = form, formats, title, over
        self._told: list[str] = []
        self._other: Other | None = None

    def overtaken(self, row: Any, other: Other | None, save: Callable[[], object], back: Callable[[], object]) -> None:
        """The record is another one by now: merge, then save again; or `back`, where somebody chooses not to."""
        theirs = cells_if(self._form, values=self.edited.values(row))
        self._merge(self.base, theirs, other, row, save, back)

    def go_on(self, base: Cells, version: int, other: Other | None, then: Callable[[], object]) -> None:
        """The form stands as it was typed before, from an older state of the record than it was filled from now.

        Who goes back without choosing is asked when it is saved: until then the form counts as filled from that state.
        """
        edited = self.edited

        def back() -> None:
            self.base = base
            edited.row = replace(edited.row, version=version)
            edited.take(edited.row)

        self._merge(base, self.base, other, edited.row, then, back, submit=_("Go on with this version"))

    def _merge(  # noqa: PLR0917 - the three states, and what comes after
        self,
        base: Cells,
        theirs: Cells,
        other: Other | None,
        row: Any,
        then: Callable[[], object],
        back: Callable[[], object],
        submit: str = "",
    ) -> None:
        mine = cells_of(self._form)
        merged = merge(base, mine, theirs)
        self._other = other
        if not merged.conflicts:
            self._take(row, theirs, merged.values, merged.theirs)
            self._told += [name for name in merged.theirs if name not in self._told]
            then()
            return

        def chosen(choice: dict[str, str]) -> None:
            values = dict(merged.values)
            for name, kept in choice.items():
                if kept == THEIRS:
                    values[name] = theirs[name]
                elif kept == BOTH:
                    values[name] = _both(mine[name], theirs[name])
            self._take(row, theirs, values, (*merged.theirs, *choice))
            then()

        self.dialog = self._dialog(base, mine, theirs, merged, submit)
        self.dialog.chosen.connect(chosen)
        self.dialog.rejected.connect(back)
        self.dialog.open()

    def _take(self, row: Any, theirs: Cells, values: Cells, changed: tuple[str, ...]) -> None:
        self.edited.row = row
        self.edited.take(row)
        put(self._form, {name: values[name].raw for name in changed if name in values})
        self.base = theirs

    # ------------------------------------------------------------------ words

    def _label(self, name: str) -> str:
        return next((one.label for one in self._form.fields if one.name == name), name)

    def _meanwhile(self) -> str:
        other = self._other
        if other is None:
            return _("Somebody changed this while you were typing.")
        if other.own:
            return _("This was changed in another window ({when}) while you were typing.").format(when=other.when)
        text = _("{name} changed this ({when}) while you were typing.")
        return text.format(name=other.name, when=other.when)

    def _dialog(self, base: Cells, mine: Cells, theirs: Cells, merged: Merged[Cell], submit: str) -> VersionsDialog:
        empty = Cell(None, "", "")
        differences = [
            Difference(
                name,
                self._label(name),
                mine[name].shown,
                theirs[name].shown,
                base.get(name, empty).shown,
                long=isinstance(self._form.editor(name), Long),
            )
            for name in merged.conflicts
        ]
        asked = ngettext(
            "One field was changed on both sides: choose what is kept. Nothing of yours is saved yet.",
            "{n} fields were changed on both sides: choose what is kept. Nothing of yours is saved yet.",
            len(differences),
        )
        whose = self._other.name if self._other is not None and not self._other.own else _("The other version")
        return VersionsDialog(
            _("Two versions of {title}").format(title=self._title()),
            f"{self._meanwhile()} {asked}",
            whose,
            differences,
            also=self._also(merged),
            submit=submit,
            parent=self._over,
        )

    def _also(self, merged: Merged[Cell]) -> str:
        parts = []
        if merged.theirs:
            parts.append(_("Taken from the other version: {fields}.").format(fields=self._listed(merged.theirs)))
        if merged.mine:
            parts.append(_("Taken from yours: {fields}.").format(fields=self._listed(merged.mine)))
        return " ".join(parts)

    def _listed(self, names: tuple[str, ...] | list[str]) -> str:
        return self._formats.listing([self._label(name) for name in names])

    def told(self) -> str:
        """What was merged into what is saved now, once; "" where nothing was."""
        names, self._told = self._told, []
        if not names:
            return ""
        fields = self._listed(names)
        if self._other is None or self._other.own:
            text = _("Saved. Meanwhile this was changed in another window, too: {fields}. Both are kept.")
            return text.format(fields=fields)
        text = _("Saved. Meanwhile {name} changed this, too: {fields}. Both are kept.")
        return text.format(name=self._other.name, fields=fields)


def _both(mine: Cell, theirs: Cell) -> Cell:
    """Two long texts, one after the other."""
    text = f"{mine.raw}\n{theirs.raw}"
    return Cell(text, text, text)
