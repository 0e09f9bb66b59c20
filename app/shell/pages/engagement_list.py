"""Engagements as several rooms know them: the statement of work, what it has used of its budget, what is unbilled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from app.burn.domain import Forecast
from app.burn.queries import BurnOutlook, burn_outlook
from app.burn.ui import forecast_tone, rounded_to_ten
from app.clients.queries import clients
from app.engagements.domain import SowState, state_words
from app.engagements.queries import SowListRow, SowListView, finished_count
from app.firm.domain import Right, allowed
from app.invoices.queries import unbilled
from app.kernel.formats import Formats
from app.kernel.money import Money
from app.kernel.words import _
from app.qt.columns import Column
from app.shell.pages.my_engagements import list_for
from app.storage.asking import query, together
from app.storage.reading import Reads

TONES = {SowState.DRAFT: "", SowState.SOLD: "info", SowState.OPEN: "ok", SowState.FINISHED: ""}
RUNNING = (SowState.DRAFT, SowState.SOLD, SowState.OPEN)
FULL = 100


@dataclass(frozen=True, slots=True)
class EngagementListRow:
    """A statement of work in the list. `used`, `percent` and `unbilled` are None for those who see no money."""

    sow: SowListRow
    late: bool
    """Open although its end is past."""
    used: Money | None = None
    percent: Decimal | None = None
    unbilled: Money | None = None
    ahead: Forecast | None = None
    """Where it is going; None where it is too early, or over."""
    warns: bool = False
    """It has crossed a line of its budget."""

    @property
    def id(self) -> int:
        """The key of lists."""
        return self.sow.sow_id

    @property
    def sow_id(self) -> int:
        """The statement of work."""
        return self.sow.sow_id

    @property
    def number(self) -> str:
        """Its number."""
        return self.sow.number

    @property
    def running(self) -> bool:
        """Whether it is not finished."""
        return self.sow.state in RUNNING

    @property
    def watch(self) -> bool:
        """Whether somebody should look at it: over a line of its budget, or past its end."""
        return self.running and (self.late or self.warns)

    @property
    def tone(self) -> str:
        """Of its budget: watch over a line, act when it is used up."""
        if self.percent is None or not self.warns:
            return ""
        return "bad" if self.percent >= FULL else "warn"


@dataclass(frozen=True, slots=True)
class EngagementsView:
    """The list, and what its reader may see and do; `count` is how many there are with those finished long ago."""

    rows: tuple[EngagementListRow, ...]
    sees_money: bool
    may_edit: bool
    count: int
    ended_from: date
    needs_client: bool = False
    """There is no client yet to agree with."""


@query
async def engagement_list(reads: Reads, *, years: int = 1, text: str = "") -> EngagementsView:
    """The statements of work a person sees, finished ones of the last years or with the words of a text.

    With budget, use and unbilled work for who sees other people's time: three ways.
    """
    ended_from = reads.today - years * timedelta(365)
    if not allowed(reads.actor.role, Right.SEE_OTHERS_TIME):
        view = await list_for.asks(reads, ended_from=ended_from)
        rows = tuple(_row(sow, view.today) for sow in view.rows)
        return EngagementsView(rows, sees_money=False, may_edit=view.may_edit, count=len(rows), ended_from=ended_from)
    (view, outlook), to_bill, finished = await together(
        _with_outlook(reads, ended_from, text), unbilled.asks(reads), finished_count.asks(reads)
    )
    use = {row.view.sow_id: row for row in outlook}
    waiting = {row.sow_id: row.value for row in to_bill}
    running = sum(sow.state in RUNNING for sow in view.rows)
    return EngagementsView(
        tuple(_row(sow, view.today, use.get(sow.sow_id), waiting.get(sow.sow_id)) for sow in view.rows),
        sees_money=True,
        may_edit=view.may_edit,
        count=running + finished,
        ended_from=ended_from,
        needs_client=not view.rows and not await clients.asks(reads),
    )


async def _with_outlook(reads: Reads, ended_from: date, text: str) -> tuple[SowListView, list[BurnOutlook]]:
    view = await list_for.asks(reads, ended_from=ended_from, text=text)
    return view, await burn_outlook.asks(reads, sow_ids=[sow.sow_id for sow in view.rows])


def _row(
    sow: SowListRow, today: date, outlook: BurnOutlook | None = None, waiting: Money | None = None
) -> EngagementListRow:
    late = sow.state is SowState.OPEN and sow.end_on < today
    if outlook is None:
        return EngagementListRow(sow, late, unbilled=waiting)
    burned = outlook.view
    return EngagementListRow(
        sow,
        late,
        used=burned.used,
        percent=burned.percent if sow.budget else None,
        unbilled=waiting,
        ahead=outlook.forecast,
        warns=bool(burned.reached),
    )


def _state(row: EngagementListRow) -> str:
    """Where it stands, and what to look at in a word: the color of the bar alone would say it to few."""
    if row.late:
        return _("Past its end")
    if row.watch:
        return _("Used up") if row.tone == "bad" else _("Watch")
    return state_words(row.sow.state)


def _state_tone(row: EngagementListRow) -> str:
    return (row.tone or "warn") if row.watch else TONES[row.sow.state]


def _share(row: EngagementListRow) -> Decimal | None:
    return None if row.percent is None else row.percent / FULL


def engagement_columns(formats: Formats, *, sees_money: bool) -> list[Column]:
    """What a role may see: consultants no sums."""
    columns = [
        Column(
            "title",
            _("Engagement"),
            lambda row: row.sow.title,
            kind="two_line",
            sub=lambda row: row.sow.client_name,
            bold=True,
            least=190,
        ),
        Column("number", _("SOW"), lambda row: row.sow.number, width=122, gives_way=4),
        Column("kind", _("Kind"), lambda row: row.sow.kind, width=150, gives_way=6),
        Column(
            "end",
            _("Ends"),
            lambda row: row.sow.end_on,
            kind="date",
            width=104,
            tone=lambda row: "warn" if row.late else "",
        ),
        Column(
            "lead",
            _("Lead"),
            lambda row: row.sow.lead_initials or None,
            kind="avatar",
            sub=lambda row: row.sow.lead_name,
            width=52,
            gives_way=5,
        ),
        Column("state", _("State"), _state, kind="chip", width=104, tone=_state_tone),
    ]
    return [*columns[:3], *_money_columns(formats), *columns[3:]] if sees_money else columns


def _ahead_tone(row: EngagementListRow) -> str:
    tone = forecast_tone(row.ahead, row.sow.budget) if row.ahead is not None else ""
    return "" if tone == "ok" else tone


def _ahead_words(row: EngagementListRow) -> str:
    """What the color of a forecast means."""
    return {"bad": _("over the budget"), "warn": _("may go over")}.get(_ahead_tone(row), "")


def _money_columns(formats: Formats) -> list[Column]:
    def ahead(row: EngagementListRow) -> str | None:
        return None if row.ahead is None else formats.money_rounded(rounded_to_ten(row.ahead.middle))

    return [
        Column(
            "budget",
            _("Budget"),
            lambda row: row.sow.budget or None,
            kind="money",
            width=108,
            total="sum",
            gives_way=1,
        ),
        Column("used", _("Used"), lambda row: row.used or None, kind="money", width=108, total="sum", bold=True),
        Column(
            "share", "", _share, kind="bar", name=_("Part of the budget used"), tone=lambda row: row.tone, width=110
        ),
        Column(
            "forecast",
            _("Forecast"),
            ahead,
            width=92,
            right=True,
            sub=_ahead_words,
            sub_tone=_ahead_tone,
            tone=_ahead_tone,
            sort=lambda row: None if row.ahead is None else row.ahead.middle,
            gives_way=2,
        ),
        Column(
            "unbilled",
            _("Unbilled"),
            lambda row: row.unbilled or None,
            kind="money",
            width=104,
            total="sum",
            gives_way=3,
        ),
    ]
