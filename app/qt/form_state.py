"""A form as it stands: each field with its value, with what stands in its editor, and with words for a reader.

What stands in an editor is plain JSON, also where it cannot be read as a value yet; so it can be kept and put back.
A value that was read goes with its text: "1.500" means something else in another language, "+1" on another day.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from app.kernel.problems import Problem
from app.kernel.values import from_json, to_json
from app.kernel.words import _
from app.qt.editors import Check, Choice, Line, Long, ParsedLine
from app.qt.fields import Field
from app.qt.form_lines import LineRows
from app.qt.forms import Form


@dataclass(frozen=True, slots=True)
class Cell:
    """A field as it stands; two of them are the same when their values are."""

    value: object
    raw: Any = field(compare=False)
    shown: str = field(compare=False)


Cells = Mapping[str, Cell]


def fields_kept(form: Form) -> Iterator[Field]:
    """The fields of a form that may be kept: what is typed unseen never is."""
    return (one for one in form.fields if one.kind != "password")


def cells_of(form: Form) -> dict[str, Cell]:
    """The fields of a form as they stand."""
    return {one.name: _cell(form.editor(one.name)) for one in fields_kept(form)}


def put(form: Form, raws: Mapping[str, Any]) -> None:
    """Put into the editors what stood there; fields that the form does not have any more are left out.

    A choice may change what later fields offer, so each is told before the next is filled; and what a form then fills
    in by itself does not replace what stood there.
    """
    known = [one.name for one in fields_kept(form) if one.name in raws]
    for name in known:
        _write(form.editor(name), raws[name])
        form.edited.emit(name)
    for name in known:
        if _cell(form.editor(name)).raw != raws[name]:
            _write(form.editor(name), raws[name])


def cells_if(form: Form, *, values: Mapping[str, Any] | None = None, raws: Mapping[str, Any] | None = None) -> Cells:
    """How the fields would stand with these values in them, or with this in their editors. The form stays as it is."""
    with _unheard(form):
        before = {name: cell.raw for name, cell in cells_of(form).items()}
        for one in form.fields:
            if one.name in (values or {}):
                _set(form, one.name, (values or {})[one.name])
        for name, raw in (raws or {}).items():
            if name in before:
                _write(form.editor(name), raw)
        found = cells_of(form)
        for name, raw in before.items():
            if found[name].raw != raw:
                _write(form.editor(name), raw)
    return found


@contextmanager
def _unheard(form: Form) -> Iterator[None]:
    blocked = form.blockSignals(True)
    try:
        yield
    finally:
        form.blockSignals(blocked)


def _set(form: Form, name: str, value: Any) -> None:
    editor = form.editor(name)
    if isinstance(editor, Choice) and value is not None:
        editor.offer(value, _("another choice"))  # somebody else chose what was not there when this form was filled
    form.set_values({name: value})


def _cell(editor: object) -> Cell:
    if isinstance(editor, LineRows):
        rows = [{name: _cell(one) for name, one in row.items()} for row in editor.filled_editors()]
        value = tuple(tuple((name, cell.value) for name, cell in row.items()) for row in rows)
        raw = [{name: cell.raw for name, cell in row.items()} for row in rows]
        return Cell(value, raw, "\n".join(" \u00b7 ".join(c.shown for c in row.values() if c.shown) for row in rows))
    if isinstance(editor, Choice):
        chosen = editor.read()
        return Cell(
            chosen, None if chosen is None else _spelled(chosen), "" if chosen is None else editor.currentText()
        )
    if isinstance(editor, Check):
        return Cell(editor.isChecked(), editor.isChecked(), _("Yes") if editor.isChecked() else _("No"))
    if isinstance(editor, ParsedLine):
        return Cell(_read(editor, editor.text()), raw_of(editor), editor.usual().strip())
    text = editor.toPlainText() if isinstance(editor, Long) else editor.text() if isinstance(editor, Line) else ""
    return Cell(_read(editor, text), text, text.strip())


def raw_of(line: ParsedLine) -> Any:
    """What stands in the line, with what it means if it can be read."""
    text = line.text()
    try:
        value = line.read()
    except Problem:
        return text
    return text if value is None else {"text": text, "value": to_json(value)}


def write_raw(line: ParsedLine, raw: Any) -> None:
    """Put back what stood there; where the text would mean something else by now, what it meant then."""
    if not isinstance(raw, Mapping):
        line.setText(str(raw))
        return
    line.setText(str(raw["text"]))
    now = raw_of(line)
    if not isinstance(now, Mapping) or now["value"] != raw["value"]:
        line.write(from_json(raw["value"], line.kind))


def _read(editor: object, text: str) -> object:
    try:
        return editor.read() if isinstance(editor, (Line, Long)) else text
    except Problem:
        return ("unread", text)


def _write(editor: object, raw: Any) -> None:
    if isinstance(editor, LineRows):
        editor.write([{} for _row in raw] if isinstance(raw, list) else None)
        for place, row in enumerate(raw if isinstance(raw, list) else ()):
            for name, one in row.items():
                if editor.has_column(name):
                    _write(editor.editor(place, name), one)
    elif isinstance(editor, Choice):
        editor.write(next((value for value in editor.values() if _spelled(value) == raw), None))
    elif isinstance(editor, Check):
        editor.setChecked(bool(raw))
    elif isinstance(editor, Long):
        editor.setPlainText(str(raw))
    elif isinstance(editor, ParsedLine):
        write_raw(editor, raw)
    elif isinstance(editor, Line):
        editor.setText(str(raw))


def _spelled(value: object) -> str:
    """A value of a choice as text; one that has no plain form is told by what it is."""
    try:
        return to_json(value)
    except TypeError:
        return json.dumps(type(value).__name__)
