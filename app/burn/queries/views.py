"""The burn of many statements of work at a glance: lists, and the command that watches the thresholds."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.burn.domain import Crossing, Gap, crossings, gap_sentence, money_of, percent_used, reached
from app.burn.queries.accounts import Account, accounts
from app.burn.queries.work import EVER
from app.engagements.domain import SowState
from app.firm.domain import Right, require
from app.kernel.formats import Formats
from app.kernel.money import Money
from app.storage.asking import query
from app.storage.reading import Reads


@dataclass(frozen=True, slots=True)
class BurnView:
    """What a statement of work has used of its budget.

    `used` is the value of all billable time that is not held, in any state, at the agreed rates, and what was brought
    in from before the book. `held` waits for a change order. `gaps` is time that nothing prices, in neither of them.
    `reached` are the thresholds it stands at or above, in per cent.
    """

    sow_id: int
    number: str
    title: str
    client_id: int
    client_name: str
    currency: str
    state: SowState
    start_on: date
    end_on: date
    budget: Money
    used: Money
    held: Money
    held_seconds: int
    percent: Decimal
    reached: tuple[int, ...]
    gaps: tuple[Gap, ...]
    locale: str

    @property
    def id(self) -> int:
        """The key of lists."""
        return self.sow_id

    @property
    def unpriced(self) -> str:
        """What has no rate, in the firm's language; pages say it in the reader's with `gap_sentence`."""
        return gap_sentence(self.gaps, Formats(self.locale))


def view_of(account: Account, locale: str) -> BurnView:
    """An account at a glance."""
    budget = account.budget
    spent = money_of(account.used, account.currency)
    return BurnView(
        sow_id=account.sow_id,
        number=account.number,
        title=account.title,
        client_id=account.client_id,
        client_name=account.client_name,
        currency=account.currency,
        state=account.state,
        start_on=account.start_on,
        end_on=account.end_on,
        budget=budget,
        used=spent,
        held=money_of(account.held, account.currency),
        held_seconds=account.held_seconds,
        percent=percent_used(spent, budget),
        reached=reached(spent, budget, account.percents),
        gaps=tuple(account.gaps.values()),
        locale=locale,
    )


@query
async def burn_views(
    reads: Reads, *, sow_ids: Collection[int] | None = None, states: Collection[SowState] | None = None
) -> list[BurnView]:
    """The burn of all statements of work, or of some, by client and number; asks for no right (see `burn`)."""
    books = await accounts(reads, sow_ids=sow_ids, states=states)
    return [view_of(account, books.rates.locale) for account in books.accounts]


@query
async def crossings_of(reads: Reads, *, sow_ids: Collection[int]) -> list[tuple[int, Crossing]]:
    """The thresholds some statements of work have reached, with the day and what was used by its end."""
    books = await accounts(reads, sow_ids=sow_ids, days_from=EVER)
    return [
        (account.sow_id, crossing)
        for account in books.accounts
        for crossing in crossings(account.uses, account.budget, account.percents)
    ]


@query
async def burn(reads: Reads, *, sow_ids: Collection[int] | None = None) -> list[BurnView]:
    """The same for a person, who must be allowed to see other people's work."""
    require(reads.actor.role, Right.SEE_OTHERS_TIME)
    return await burn_views.asks(reads, sow_ids=sow_ids)
