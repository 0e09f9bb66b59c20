"""House rules that no other tool checks: sizes, first lines, names, and the few calls that open a door by accident."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from app.qt.loading import PARTS
from app.storage.schema import ROOMS
from tests.house.sources import APP, ROOT, TOGETHER, Source, sources

pytestmark = pytest.mark.xdist_group(TOGETHER)
OURS = [
    path
    for folder in ("app", "migrations", "tests", "benchmarks")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if not path.is_relative_to(ROOT / "tests" / "data")
]
NAMES_THAT_SAY_NOTHING = {"util", "utils", "helper", "helpers", "common", "manager", "managers", "misc"}
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|NotImplementedError")
INEXACT_COLUMNS = {"Float", "FLOAT", "Numeric", "NUMERIC", "DECIMAL", "Double", "DOUBLE", "REAL", "Real"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def calls(source: Source) -> list[tuple[str, ast.Call]]:
    """Each call with the last part of the name that is called."""
    found = []
    for node in source.nodes:
        if isinstance(node, ast.Call):
            called = node.func
            word = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
            found.append((word, node))
    return found


def is_glued(text: ast.expr) -> bool:
    formatted = isinstance(text, ast.Call) and isinstance(text.func, ast.Attribute) and text.func.attr == "format"
    return formatted or isinstance(text, ast.JoinedStr | ast.BinOp)


def test_no_file_of_the_program_is_longer_than_400_lines() -> None:
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in APP}
    assert {name: length for name, length in lengths.items() if length > 400} == {}


def test_every_file_of_the_program_says_its_subject_first() -> None:
    assert [source.name for source in sources() if not ast.get_docstring(source.tree)] == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    said = [path for path in OURS if {path.stem, *path.relative_to(ROOT).parent.parts} & NAMES_THAT_SAY_NOTHING]
    assert [name_of(path) for path in said] == []


def test_nothing_in_the_program_is_left_for_later() -> None:
    assert [name_of(path) for path in APP if UNFINISHED.search(path.read_text(encoding="utf-8"))] == []


def test_every_exception_that_is_caught_broadly_is_also_handled() -> None:
    silent = [
        source.at(node)
        for source in sources()
        for node in source.nodes
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"}))
        and all(isinstance(statement, ast.Pass) for statement in node.body)
    ]
    assert silent == []


def test_free_text_reaches_paper_through_one_escape_only() -> None:
    """A Paragraph is read as markup: a client called `A<b` must not change the page."""
    places = [source.at(call) for source in sources() for word, call in calls(source) if word == "Paragraph"]
    assert len(places) <= 1
    assert all(place.startswith("app/paper/") for place in places)


def test_every_icon_that_is_shipped_is_used() -> None:
    said = {node.value for source in sources() for node in source.nodes if isinstance(node, ast.Constant)}
    assert {path.stem for path in (ROOT / "resources" / "icons").glob("*.svg")} - said == set()


def test_printers_have_one_door() -> None:
    """The import contracts see PySide6 as one; this part of it is for one module only."""
    doors = [name_of(path) for path in APP if "PySide6.QtPrintSupport" in path.read_text(encoding="utf-8")]
    assert doors == ["app/qt/printing.py"]


def test_no_statement_is_glued_together_from_text() -> None:
    glued = [
        source.at(call)
        for source in sources()
        if "sqlalchemy" in source.text
        for word, call in calls(source)
        if word == "text" and call.args and is_glued(call.args[0])
    ]
    assert glued == []


def test_no_column_can_hold_an_inexact_number() -> None:
    """Money and rates are integers at rest; SQLite would keep a Numeric as a binary fraction."""
    inexact = []
    for source in sources():
        for node in source.nodes:
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy"):
                inexact += [source.at(node) for alias in node.names if alias.name in INEXACT_COLUMNS]
            elif isinstance(node, ast.Attribute) and node.attr in INEXACT_COLUMNS and isinstance(node.value, ast.Name):
                inexact += [source.at(node)] * (node.value.id in {"sa", "sqlalchemy"})
    assert inexact == []


def test_every_import_contract_is_kept() -> None:
    command = [
        sys.executable,
        "-c",
        "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_logo=True))",
    ]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


# ------------------------------------------------------------------------------------------------ the lock


@pytest.fixture(scope="module")
def lock() -> str:
    return (ROOT / "requirements.lock").read_text(encoding="utf-8")


def test_the_lock_names_no_place(lock: str) -> None:
    assert re.search(r"://|^-|index|find-links|file:", lock, re.MULTILINE) is None
    assert re.search(r"@ |/home|/root|/work|/opt|/tmp", lock) is None


def test_every_library_in_the_lock_has_a_hash(lock: str) -> None:
    entries = [entry for entry in re.split(r"\n(?=\S)", lock) if not entry.startswith("#")]
    assert len(entries) > 30
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_lock_holds_what_the_project_asks_for(lock: str) -> None:
    locked = {
        name: Version(version)
        for name, version in re.findall(r"^([a-z0-9.-]+)(?:\[[a-z,]+\])?==([^\s;\\]+)", lock, re.MULTILINE)
    }
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [Requirement(line) for line in [*project["dependencies"], *project["optional-dependencies"]["dev"]]]
    assert [
        str(one) for one in asked if locked.get(one.name.lower().replace("_", "-"), Version("0")) not in one.specifier
    ] == []


# ------------------------------------------------------------------------------------------------ the papers


def test_the_map_of_the_tables_is_drawn_from_the_records() -> None:
    command = [sys.executable, "packaging/table_map.py", "--check"]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_shapes_of_a_book_are_those_the_revisions_make() -> None:
    command = [sys.executable, "packaging/shapes.py", "--check"]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_every_room_with_tables_is_loaded_before_the_schema_is_compared() -> None:
    with_tables = {
        path.relative_to(ROOT / "app").parts[0] for path in APP if "records" in {path.stem, path.parent.name}
    }
    assert with_tables == set(ROOMS)


def test_every_room_stands_on_the_page_of_the_architecture() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    names = {path.stem for path in (ROOT / "app").iterdir()}
    rooms = {name for name in names if name == "__main__" or not name.startswith(("_", "."))}
    assert {room for room in rooms if f"`{room}`" not in page} == set()


def test_every_link_in_the_papers_leads_somewhere() -> None:
    papers = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
    lost = [
        f"{name_of(paper)}: {target}"
        for paper in papers
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", paper.read_text(encoding="utf-8"))
        if not (paper.parent / target).exists()
    ]
    assert lost == []


def test_no_job_is_wrapped_for_qt_s_thread_pool() -> None:
    # Qt deletes a runnable in its own thread behind the Python wrapper; the next Qt object at that address is then
    # taken for the runnable, and the program dies in whatever it does with it
    wrapped = {
        source.name: node.id
        for source in sources()
        for node in source.nodes
        if isinstance(node, ast.Name) and node.id in {"QRunnable", "QThreadPool"}
    }
    assert wrapped == {}


def test_every_part_of_qt_is_loaded_in_the_window_s_own_thread() -> None:
    used = {
        node.module.removeprefix("PySide6.")
        for source in sources()
        for node in source.nodes
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("PySide6.")
    }
    assert used - {"QtTest"} == set(PARTS)  # QtTest plays the window for pictures, before anything else begins
