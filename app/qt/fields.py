"""Fields: a form's fields declared as data, and the box that stands for one: label, editor, help, error."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import date
from typing import Any, Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.kernel.formats import Formats
from app.kernel.problems import Problem
from app.kernel.words import _
from app.qt.editors import Check, Choice, Line, Long, ParsedLine, date_line, decimal_line, hours_line, money_line
from app.qt.labels import announce, label, polish, set_role

FieldKind = Literal["text", "long", "choice", "money", "decimal", "date", "hours", "check", "password", "lines"]


@dataclass(frozen=True)
class Field:
    """One field of a form.

    Values by kind: text, long, password `str`; choice the value of `choices`; money `Money`; decimal `Decimal`; date
    `date`; hours whole seconds; check `bool`; lines a tuple of texts, or with `columns` a tuple of dicts. An empty
    optional field gives "" for texts, () for lines and None for the rest. `beside` puts it into the row of the field
    before, `section` starts a part with that heading.
    """

    name: str
    label: str
    kind: FieldKind = "text"
    _: KW_ONLY
    required: bool = False
    choices: Sequence[tuple[Any, str]] = ()
    help: str = ""
    default: Any = None
    placeholder: str = ""
    currency: str = ""
    section: str = ""
    beside: bool = False
    columns: tuple[Field, ...] = ()
    rows: int = 4
    width: int = 0


AnyEditor = Line | ParsedLine | Long | Choice | Check


def make_editor(field: Field, formats: Formats, today: Callable[[], date], currency: Callable[[], str]) -> AnyEditor:
    """The editor of a field's kind."""
    narrow = field.width or 180
    match field.kind:
        case "money":
            return money_line(formats, currency, narrow)
        case "decimal":
            return decimal_line(formats, narrow)
        case "date":
            return date_line(formats, today, narrow)
        case "hours":
            return hours_line(formats, narrow)
        case "choice":
            return Choice(field.choices, optional=not field.required or field.default is None)
        case "check":
            return Check(field.label)
        case "long":
            return Long(field.rows)
        case "lines":
            return Long(field.rows, by_line=True)
    return Line(secret=field.kind == "password", width=field.width)


def missing(field: Field) -> Problem:
    """What an empty required field says."""
    text = _("Please choose: {field}.") if field.kind == "choice" else _("Please fill in: {field}.")
    return Problem("field.missing", text.format(field=field.label), field=field.name)


class FieldBox(QWidget):
    """A field in a form."""

    edited = Signal()

    def __init__(
        self, field: Field, formats: Formats, today: Callable[[], date], editor: QWidget | None = None
    ) -> None:
        """The box of a field; `editor` replaces the usual one (rows of lines)."""
        super().__init__()
        self.field = field
        self.currency = field.currency
        self._own: AnyEditor | None = None
        if editor is None:
            self._own = make_editor(field, formats, today, lambda: self.currency)
            editor = self._own
        self.control: QWidget = editor
        self._below = label("", "hint", wrap=True)
        self._error = ""
        self._word = ""
        self._build()
        if self._own is not None:
            self._own.left.connect(self._left)
            self._watch(self._own)
        self._say_below()

    def _build(self) -> None:
        field = self.field
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        if field.kind != "check":
            head = QHBoxLayout()
            head.setSpacing(6)
            caption = label(field.label, "label")
            caption.setBuddy(self.control)
            head.addWidget(caption)
            if field.required:
                head.addWidget(label(_("needed"), "hint"))
            head.addStretch()
            box.addLayout(head)
            self.control.setAccessibleName(field.label)
        if isinstance(self.control, (Line, Long)):
            self.control.setPlaceholderText(field.placeholder)
        if isinstance(self.control, Choice):
            self.control.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            box.addWidget(self.control, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            box.addWidget(self.control)
        box.addWidget(self._below)
        box.addStretch()
        self.setFocusProxy(self.control)

    def _watch(self, editor: AnyEditor) -> None:
        if isinstance(editor, Line):
            editor.textEdited.connect(self._changed)
        elif isinstance(editor, Long):
            editor.textChanged.connect(self._changed)
        elif isinstance(editor, Choice):
            editor.currentIndexChanged.connect(self._changed)
        else:
            editor.toggled.connect(self._changed)

    def _changed(self) -> None:
        self._word = ""
        if self._error:
            self.refuse("")
        else:
            self._say_below()
        self.edited.emit()

    def _left(self) -> None:
        """On leaving, what cannot be read is said; what is merely missing waits for the form."""
        problem = self.problem(at_submit=False)
        if problem is not None:
            self.refuse(str(problem))
        elif not self._error:
            self._say_below()

    # ------------------------------------------------------------------ value

    def read(self) -> Any:
        """The value; Problem when the text cannot be read."""
        return self._own.read() if self._own is not None else None

    def write(self, value: Any) -> None:
        """Show a value."""
        if self._own is not None:
            self._own.write(value)
            self._word = ""
            self.refuse("")

    def problem(self, *, at_submit: bool = True) -> Problem | None:
        """What keeps this field from being used."""
        if self._own is None:
            return None
        if at_submit and self.field.required and self._own.is_empty() and self.field.kind != "check":
            return missing(self.field)
        try:
            self._own.read()
        except Problem as problem:
            return problem
        return None

    # ------------------------------------------------------------------ error

    def refuse(self, text: str) -> None:
        """Say under the field why it is refused; "" takes it back."""
        self._error = text
        if self.control.property("refused") != ("true" if text else "false"):
            self.control.setProperty("refused", "true" if text else "false")
            polish(self.control)
        self._say_below()
        if text:
            announce(self.control)

    def remark(self, text: str) -> None:
        """Say under the field what a check found; it holds until the next key."""
        self._word = text
        self._say_below()

    def error(self) -> str:
        """What is said under the field as an error."""
        return self._error

    def below(self) -> str:
        """What stands under the field."""
        return self._below.text()

    def _say_below(self) -> None:
        preview = self._word or (self._own.preview() if self._own is not None else "")
        text, role = (
            (self._error, "error") if self._error else (preview, "value") if preview else (self.field.help, "hint")
        )
        set_role(self._below, role)
        self._below.setText(text)
        self._below.setVisible(bool(text))
        needed = _("needed") if self.field.required else ""
        self.control.setAccessibleDescription(", ".join(part for part in (text, needed) if part))
