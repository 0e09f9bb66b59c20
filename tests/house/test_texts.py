"""Rules for every text a person reads: it comes from the catalogs, whole, and is translated when it is shown."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise

import pytest

from tests.house.sources import APP_FOLDER, TOGETHER, Source, sources

pytestmark = pytest.mark.xdist_group(TOGETHER)
SAYS = {"_", "gettext", "ngettext", "pgettext", "later"}
WORDS = re.compile(r"[A-Za-z]{2,}[,.:;]? [A-Za-z(]|^[A-Z][a-z]+\u2026?[.!?:]?$")
"""Two words, or one that begins like a label."""
SHOWN = ("ui", "shell", "qt", "cli")
"""Folders in which a bare word is most likely meant for the screen."""
NOT_SHOWN = {"read", "cast", "Template", "setObjectName", "setStyle", "startswith", "split", "join", "error", "warning"}
NOT_SHOWN |= {"getattr", "setattr", "setProperty", "property", "background", "compile"}
KEYS = re.compile(
    r"((Ctrl|Shift|Alt|Enter|Esc|Del|Space|Up|Down|Left|Right|Tab|Home|End|Return|Delete|Insert|Page(Up|Down))[ +]?)+"
)
NAMES = {"Watertight", "bank transfer", "IBM Plex Sans", "Lucide icons", "Letter", "CSV (*.csv)", "PDF (*.pdf)"}


def spoken() -> list[Source]:
    """What people of the firm speak in the demo is no text of the program."""
    return [source for source in sources() if "demo" not in source.path.parts]


def called(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    function = node.func
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def is_said(node: ast.AST) -> bool:
    """A text from the catalogs, filled in or not."""
    if called(node) == "format" and isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return is_said(node.func.value)
    return called(node) in SAYS


def has_letters(text: ast.JoinedStr) -> bool:
    """Whether a formatted text says something itself, beside sentences set one after the other."""
    return any(isinstance(part, ast.Constant) and re.search(r"[A-Za-z]", str(part.value)) for part in text.values)


def told(source: Source) -> Iterator[ast.Call]:
    for node in source.nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAYS:
            yield node


def texts(call: ast.Call) -> list[ast.expr]:
    return call.args[: 2 if called(call) in {"ngettext", "pgettext"} else 1]


def is_bare(source: Source, node: ast.Constant) -> bool:
    text = str(node.value)
    if node in source.notes or text in NAMES or KEYS.fullmatch(text) or not WORDS.search(text):
        return False
    inside = False
    for one in source.ancestors(node):
        if called(one) in SAYS | NOT_SHOWN or isinstance(one, ast.Raise):
            return False
        if isinstance(one, ast.keyword) and one.arg in {"help", "latest", "metavar"}:
            return False
        if isinstance(one, ast.Assign | ast.AnnAssign):
            targets = one.targets if isinstance(one, ast.Assign) else [one.target]
            if any(isinstance(each, ast.Name) and each.id in {"message", "__all__"} for each in targets):
                return False
            if all(isinstance(each, ast.Name) and each.id.isupper() and text.islower() for each in targets):
                return False  # a constant that is typed, kept or compared, not shown
        inside = inside or isinstance(one, ast.Call | ast.Return | ast.Assign | ast.AnnAssign | ast.Dict | ast.List)
        if isinstance(one, ast.stmt):
            break
    return inside


def test_no_text_on_a_screen_passes_the_catalogs_by() -> None:
    bare = [
        f"{source.at(node)} {node.value!r}"
        for source in spoken()
        if set(SHOWN) & set(source.path.relative_to(APP_FOLDER).parts)
        for node in source.nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and is_bare(source, node)
    ]
    assert bare == []


def test_no_problem_speaks_past_the_catalogs() -> None:
    bare = []
    for source in spoken():
        for node in source.nodes:
            if called(node) == "Problem" and isinstance(node, ast.Call):
                said = [*node.args[1:2], *(word.value for word in node.keywords if word.arg in {"message", "hint"})]
                bare += [
                    source.at(part)
                    for part in said
                    if isinstance(part, ast.BinOp)
                    or (isinstance(part, ast.JoinedStr) and has_letters(part))
                    or (isinstance(part, ast.Constant) and part.value != "")
                ]
    assert bare == []


def test_what_is_translated_is_one_whole_text_written_in_the_source() -> None:
    """What is put together, or comes from elsewhere, is in no catalog.

    Help of the command line is collected by itself; the doors press what stands on the screen already.
    """
    odd = [
        source.at(call)
        for source in spoken()
        if source.name not in {"app/kernel/words.py", "app/cli/speaking.py", "app/bootstrap/passing.py"}
        for call in told(source)
        for text in texts(call)
        if not (isinstance(text, ast.Constant) and isinstance(text.value, str) and text.value)
    ]
    assert odd == []


def test_no_sentence_is_glued_from_translated_parts() -> None:
    glued = []
    for source in spoken():
        for node in source.nodes:
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
                said, other = (node.left, node.right) if is_said(node.left) else (node.right, node.left)
                if is_said(said) and not (isinstance(other, ast.Name) and other.id == "SUFFIX"):
                    glued.append(source.at(node))
            elif isinstance(node, ast.JoinedStr):
                holds = any(isinstance(part, ast.FormattedValue) and is_said(part.value) for part in node.values)
                if holds and has_letters(node):
                    glued.append(source.at(node))
    assert glued == []


def test_no_text_stands_inside_the_braces_of_a_formatted_text() -> None:
    """Before Python 3.12 all of `f"{_('...')}"` is one token: what stands inside never reaches the catalogs."""
    hidden = [
        source.at(call)
        for source in sources()
        for call in told(source)
        if any(isinstance(one, ast.JoinedStr) for one in source.ancestors(call))
    ]
    assert hidden == []


def test_no_answer_with_words_is_remembered_for_another_language() -> None:
    """A cache would keep the language of whoever asked first: `words.remembered` keeps each language of its own."""
    mixed = [
        f"{source.at(node)} {node.name}"
        for source in spoken()
        for node in source.nodes
        if isinstance(node, ast.FunctionDef) and any("cache" in ast.unparse(one) for one in node.decorator_list)
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and called(call) in SAYS
    ]
    assert mixed == []


def is_run_later(node: ast.AST, inner: ast.AST) -> bool:
    """Whether `inner` stands in the body of a function, which runs when it is called, not in its head."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return inner in node.body
    return isinstance(node, ast.Lambda) and inner is node.body


def test_no_text_is_translated_before_a_language_is_known() -> None:
    early = []
    for source in spoken():
        for call in told(source):
            way = [call, *source.ancestors(call)]
            late = any(is_run_later(outer, inner) for inner, outer in pairwise(way))
            if not late and called(call) != "later":
                early.append(source.at(call))
    assert early == []
