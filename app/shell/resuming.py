"""Going on with what was typed: each form is opened where it stands in the window, and fills itself with what was left.

A form that can be opened in one place only, from a row that may be gone, is not opened for the person: its place is,
and what was typed stands in it as soon as it is opened there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from app.kernel.periods import Period
from app.kernel.typed import LeftTyped, Typed
from app.kernel.words import _
from app.shell import areas
from app.shell.settings_places import DOORS, FIRM, PEOPLE, RATES, TAX

if TYPE_CHECKING:
    from app.engagements.queries import TaskRow
    from app.shell.typed import TypedDesk
    from app.shell.window import MainWindow

TURN, TURNS = 40, 150
"""Milliseconds between two looks whether a page has what its form needs, and how often it is looked."""
Act = Callable[["MainWindow", Any, Typed], object]


@dataclass(frozen=True, slots=True)
class Way:
    """Where a form stands: an area, what is shown there, what the page must have read, and what opens the form.

    Without `act` the form is opened by the person.
    """

    area: str
    act: Act | None = None
    argument: Callable[[Typed], object] = lambda _typed: None
    ready: Callable[[Any, Typed], bool] = lambda _page, _typed: True


def _client(act: Callable[[Any, Any], object]) -> Way:
    return Way(areas.CLIENTS, lambda _window, page, typed: act(page.dialogs, typed.record_id))


def _sow(act: Callable[[Any], object]) -> Way:
    return Way(
        areas.ENGAGEMENT,
        lambda _window, page, _typed: act(page.steps),
        argument=lambda typed: typed.record_id,
        ready=lambda page, typed: page.view is not None and page.view.sow.sow_id == typed.record_id,
    )


def _week(act: Act) -> Way:
    return Way(areas.WEEK, act, ready=lambda page, _typed: not page.column.isHidden())


def _place(name: str) -> Way:
    return Way(areas.SETTINGS, argument=lambda _typed: (name, None))


def _people(act: Callable[[Any, Any], object]) -> Way:
    return Way(
        areas.SETTINGS,
        lambda _window, page, typed: act(page.section(PEOPLE).page, typed.record_id),
        argument=lambda _typed: (PEOPLE, None),
    )


def _change_entry(window: MainWindow, page: Any, typed: Typed) -> None:
    """An entry may lie in another week than the one that is shown."""
    from app.engagements.queries import tasks_near
    from app.timesheets.queries import EntryRow, entries
    from app.timesheets.ui.entry_forms import EntryDialog

    operations, session = window.operations, window.session

    def found(rows: list[EntryRow]) -> None:
        if not rows:
            window.frame.notify(_("This entry is no longer in the book."))
            return
        near = Period(rows[0].day, rows[0].day)
        operations.read(tasks_near, partial(ask, rows[0]), person_id=rows[0].person_id, period=near)

    def ask(entry: EntryRow, tasks: list[TaskRow]) -> None:
        dialog = EntryDialog(
            operations,
            session.formats,
            entry,
            tasks,
            today=session.today,
            then=page.acts.changed,
            parent=window.frame,
        )
        dialog.open()

    operations.read(entries, found, entry_ids=(typed.record_id or 0,))


def _take_up_note(window: MainWindow, page: Any, typed: Typed) -> None:
    """The cell has to be there: a row that was only added to type in it is added again by the person."""
    task_id, day = int(typed.content["task"]), date.fromisoformat(typed.content["day"])
    page.bar.shape.choose("week")
    page.grid.go_to(task_id, day)
    here = page.grid.here()
    if here is not None and (here[0].task_id, here[1].day) == (task_id, day):
        page.note.take_up(task_id, day)
    else:
        window.frame.notify(_("Add the row of this task once more, then go on with the note."), seconds=30)


def _ways() -> Mapping[str, Way]:
    draft = Way(areas.BILLING, argument=lambda typed: typed.record_id)
    of_sow = Way(areas.ENGAGEMENTS)
    return {
        "add_client": _client(lambda dialogs, _id: dialogs.add()),
        "change_client": _client(lambda dialogs, record_id: dialogs.edit(record_id)),
        "set_terms": _client(lambda dialogs, record_id: dialogs.terms(record_id)),
        "add_contact": _client(lambda dialogs, record_id: dialogs.add_contact(record_id)),
        "change_contact": _client(lambda dialogs, record_id: dialogs.change_contact(record_id)),
        "agree_sow": Way(
            areas.ENGAGEMENTS, lambda _window, page, _typed: page.ask(), ready=lambda page, _t: page.is_read
        ),
        "change_sow": _sow(lambda steps: steps.edit_terms()),
        "add_task": _sow(lambda steps: steps.new_task()),
        "add_rate": _sow(lambda steps: steps.new_rate()),
        "add_purchase_order": _sow(lambda steps: steps.new_purchase_order()),
        "add_change_order": _sow(lambda steps: steps.new_order()),
        "change_entry": _week(_change_entry),
        "week_line": Way(areas.WEEK, lambda _window, page, _typed: page.line.take_up()),
        "week_note": Way(
            areas.WEEK,
            _take_up_note,
            argument=lambda typed: date.fromisoformat(typed.content["day"]),
            ready=lambda page, typed: page.grid.place_of(date.fromisoformat(typed.content["day"])) >= 0,
        ),
        "log_time": _week(lambda _window, page, _typed: page.ask_entry()),
        "add_expense": _week(lambda _window, page, _typed: page.ask_expense()),
        "add_person": _people(lambda page, _id: page.add()),
        "change_person": _people(lambda page, record_id: page.change_person(record_id)),
        "collect": Way(areas.BILLING, lambda _window, page, _typed: page.collect()),
        "accept_suggestion": Way(areas.WEEK),
        "return_time": Way(areas.APPROVALS),
        "record_payment": Way(areas.COLLECTIONS),
        "allocate_left_over": Way(areas.COLLECTIONS),
        "change_firm": _place(FIRM),
        "set_tax_code": _place(TAX),
        "set_series": _place(TAX),
        "add_rate_card": _place(RATES),
        "bring_opening_invoice": _place(DOORS),
        "last_number": _place(DOORS),
        "bring_billed_before": Way(areas.COLLECTIONS),
        "hold_draft": draft,
        "adjust_draft": draft,
        "set_po": draft,
        "record_order": draft,
        "record_acceptance": draft,
        "keep_finding": draft,
        "change_task": of_sow,
        "send_change_order": of_sow,
        "accept_change_order": of_sow,
        "decline_change_order": of_sow,
        "deliver_milestone": of_sow,
        "accept_milestone": of_sow,
        "acknowledge": of_sow,
    }


def forms() -> frozenset[str]:
    """The names of the forms that can be gone on with."""
    return frozenset(_ways())


def go_on(window: MainWindow, keeper: TypedDesk, left: LeftTyped) -> None:
    """Open the form with what was typed in it, or the place where it can be opened."""
    typed = left.typed
    keeper.take_up(left)
    way = _ways().get(typed.form)
    if way is None or way.area not in window.frame.known:
        window.frame.notify(_("You cannot open this form any more. What was typed can be copied here."))
        return
    page = window.frame.show_page(way.area, way.argument(typed))
    if way.act is None:
        text = _("Open \u201c{form}\u201d here once more: what was typed stands in it then.")
        window.frame.notify(text.format(form=typed.title), seconds=30)
        return
    _When(window, partial(way.ready, page, typed), partial(way.act, window, page, typed))


class _When(QObject):
    """Does something as soon as a page has read what it needs; never, where it does not come."""

    def __init__(self, window: QObject, ready: Callable[[], bool], act: Callable[[], object]) -> None:
        super().__init__(window)
        self._ready, self._act = ready, act
        self._turns = TURNS
        self._timer = QTimer(self, interval=TURN)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        self._look()

    def _look(self) -> None:
        self._turns -= 1
        if self._ready():
            self._timer.stop()
            self._act()
            self.deleteLater()
        elif not self._turns:
            self._timer.stop()
            self.deleteLater()
