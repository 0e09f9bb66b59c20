"""What of a draft is printed: its parts and its paper, remembered for the client's next one."""

from __future__ import annotations

from sqlalchemy import select

from app.firm.domain import Right, require
from app.invoices.commands import drafts
from app.invoices.commands.deciding import Decided
from app.invoices.domain import PaperSize, parts_text
from app.invoices.records import Draft, PrintChoice
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.work import Work


def choose_parts(
    work: Work, *, draft_id: int, left_out: tuple[str, ...], paper: PaperSize | None = None, version: int
) -> Decided:
    """Choose which parts are not printed, and the paper (None: by the client's country).

    Number, dates, both parties and the tax summary are no such parts: they cannot be left out.
    """
    require(work.actor.role, Right.DRAFT_INVOICES)
    draft = work.get(Draft, draft_id, version=version)
    drafts.require_open(draft)
    try:
        kept = parts_text(left_out)
    except ValueError:
        raise Problem(
            "draft.part",
            _("This part stands on every invoice."),
            field="left_out",
            hint=_("Number, dates, both parties and the tax summary are always printed."),
        ) from None
    draft.left_out, draft.paper = kept, paper
    _remember(work, draft)
    work.session.flush()
    return Decided(draft.id, draft.state, draft.version)


def _remember(work: Work, draft: Draft) -> None:
    known = work.session.scalars(select(PrintChoice).where(PrintChoice.client_id == draft.client_id)).one_or_none()
    if known is None:
        work.add(PrintChoice(client_id=draft.client_id, left_out=draft.left_out, paper=draft.paper))
    else:
        known.left_out, known.paper = draft.left_out, draft.paper
