"""What was done with the keys of the book stands in its history."""

from __future__ import annotations

from app.firm import domain
from app.firm.domain import KeyAct
from app.firm.records import KeyChange
from app.kernel.problems import Problem
from app.kernel.ways_back import final
from app.kernel.words import _
from app.storage.work import Work


@final(lambda: _("What was done with the keys stands in the history."))
def note_key_change(work: Work, *, act: KeyAct, label: str) -> int:
    """Note what somebody of the firm has done with the keys, and at which computer (`label`). No secret is told here.

    Who could do it has the keys and did it: the note is refused to nobody of the firm. Answers its id.
    """
    if work.actor.person_id is None:
        raise Problem("right.missing", _("Nobody of the firm is at the desk yet."), hint=_("Found the firm first."))
    where = domain.line(label, "label", limit=500)
    return work.add(KeyChange(act=act, label=where, at=work.now, person_id=work.actor.person_id)).id
