"""Whatever is typed in a form survives its window: each form keeps itself, and can be gone on with."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from app.shell.resuming import forms
from tests.house.sources import Source, sources

NOT_KEPT = {
    "app/bootstrap/passwords.py": "a password is never kept",
    "app/shell/key_dialogs.py": "a passphrase is never kept",
    "app/shell/people.py": "a choice and nothing typed",
    "app/exports/ui/dialog.py": "days and a folder, which are proposed anew",
}
"""Files whose forms keep nothing, and why."""
NOT_GONE_ON_WITH = {"found_firm": "there is no person yet whose it would be"}


def calls(source: Source, name: str) -> Iterator[ast.Call]:
    for node in source.nodes:
        if isinstance(node, ast.Call):
            called = node.func
            if getattr(called, "attr", getattr(called, "id", "")) == name:
                yield node


def names(node: ast.expr) -> set[str]:
    if isinstance(node, ast.IfExp):
        return names(node.body) | names(node.orelse)
    return {node.id} if isinstance(node, ast.Name) else set()


def makes_forms(source: Source) -> bool:
    bases = [ast.unparse(base) for node in source.nodes if isinstance(node, ast.ClassDef) for base in node.bases]
    return "FormDialog" in bases or any(calls(source, "FormDialog"))


def kept_under() -> set[str]:
    """The names under which forms are kept: of the commands they run, or a name of their own."""
    found: set[str] = set()
    for source in sources():
        if not source.name.startswith("app/"):
            continue
        for call in calls(source, "runs"):
            found |= names(call.args[1])
        for call in calls(source, "AnswerDialog"):
            found |= names(call.args[0])
        if source.name.endswith("settings/office.py"):
            for call in calls(source, "ask"):
                found |= names(call.args[2])
        for name in ("keeps", "Keeping"):
            found |= {
                str(one.value) for call in calls(source, name) for one in call.args if isinstance(one, ast.Constant)
            }
    return found - {"command"}


def test_every_form_keeps_what_is_typed_or_says_why_not() -> None:
    silent = {
        source.name
        for source in sources()
        if source.name.startswith("app/")
        and makes_forms(source)
        and not any(calls(source, "runs"))
        and not any(calls(source, "keeps"))
    }
    assert silent == set(NOT_KEPT)


def test_every_form_that_is_kept_can_be_gone_on_with() -> None:
    assert kept_under() - set(NOT_GONE_ON_WITH) == forms()
