"""What a person's acts teach: this title went to this task, or was not work. Titles are folded, numbers kept."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from app.harvest.domain import fold_title
from app.harvest.records import MatchRule
from app.storage.work import Work

_RULES = (
    select(MatchRule)
    .where(MatchRule.person_id == bindparam("person_id"), MatchRule.title == bindparam("title"))
    .order_by(MatchRule.id)
)


def _rules(work: Work, person_id: int, title: str) -> list[MatchRule]:
    return list(work.session.scalars(_RULES, {"person_id": person_id, "title": title}))


def learn(work: Work, *, person_id: int, title: str, task_id: int | None) -> int:
    """The title went to a task, or (None) was not work; says how often by now. The opposite is forgotten by half."""
    folded = fold_title(title)
    if not folded:
        return 0
    times = 1
    known = False
    for rule in _rules(work, person_id, folded):
        if rule.task_id == task_id:
            rule.times += 1
            times, known = rule.times, True
        else:
            _set(work, rule, rule.times // 2 if task_id is not None else rule.times)
    if not known:
        work.add(MatchRule(person_id=person_id, title=folded, task_id=task_id))
    work.session.flush()
    return times


def unlearn(work: Work, *, person_id: int, title: str, task_id: int | None) -> None:
    """Take one such act back."""
    for rule in _rules(work, person_id, fold_title(title)):
        if rule.task_id == task_id:
            _set(work, rule, rule.times - 1)
    work.session.flush()


def _set(work: Work, rule: MatchRule, times: int) -> None:
    if times > 0:
        rule.times = times
    else:
        work.delete(rule)
