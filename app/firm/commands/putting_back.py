"""What must still hold of the firm when a command is taken back."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from app.firm.commands.numbers import set_series
from app.firm.commands.people import somebody_can_still_change_the_firm
from app.firm.records import Person
from app.kernel.problems import Problem
from app.kernel.words import _
from app.storage.audit import AuditEntry
from app.storage.reversal import Image
from app.storage.taking_back import named_as_before, refuses
from app.storage.work import Work

named_as_before(set_series)  # whoever else moved a counter is a document that took a number


@refuses(Person)
def somebody_is_left(work: Work, images: Sequence[Image]) -> None:
    """Somebody can still change the firm, and nobody goes who has done something in the book."""
    somebody_can_still_change_the_firm(work)
    gone = [image.id for image in images if image.before is None]
    acted = select(func.count()).select_from(AuditEntry).where(AuditEntry.actor_id.in_(gone))
    if gone and work.session.scalar(acted):
        raise Problem(
            "person.has_acted",
            _("This person has worked in the book."),
            hint=_("The history names who did what. Let the person leave the firm instead."),
        )
