"""Export files on the disk: whole, and never over another one."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.exports.domain import ExportBundle
from app.exports.files import write_bundle
from app.kernel.problems import Problem


def bundle(content: bytes) -> ExportBundle:
    return ExportBundle((("books.csv", content), ("time.csv", content + b"2")), ())


def test_files_are_written_whole_and_nothing_else_is_left(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    paths = write_bundle(folder, bundle(b"a"))
    assert [path.read_bytes() for path in paths] == [b"a", b"a2"]
    assert sorted(path.name for path in folder.iterdir()) == ["books.csv", "time.csv"]


def test_another_file_of_the_name_is_never_replaced(tmp_path: Path) -> None:
    write_bundle(tmp_path, bundle(b"a"))
    again = write_bundle(tmp_path, bundle(b"b"))
    third = write_bundle(tmp_path, bundle(b"c"))
    assert [path.name for path in again] == ["books (2).csv", "time (2).csv"]
    assert [path.name for path in third] == ["books (3).csv", "time (3).csv"]
    assert (tmp_path / "books.csv").read_bytes() == b"a"


def test_the_same_content_is_not_written_twice(tmp_path: Path) -> None:
    first = write_bundle(tmp_path, bundle(b"a"))
    assert write_bundle(tmp_path, bundle(b"a")) == first
    assert len(list(tmp_path.iterdir())) == 2


def test_a_folder_that_cannot_be_written_is_a_problem_at_its_field(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Problem, match="could not be written") as caught:
        write_bundle(tmp_path / "file", bundle(b"a"))
    assert caught.value.field == "folder"


def test_a_file_system_without_hard_links_works_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_names: object) -> None:
        raise PermissionError(1, "no links here")

    monkeypatch.setattr("os.link", no_links)
    assert [path.name for path in write_bundle(tmp_path, bundle(b"a"))] == ["books.csv", "time.csv"]
    assert [path.name for path in write_bundle(tmp_path, bundle(b"b"))] == ["books (2).csv", "time (2).csv"]
    assert (tmp_path / "books.csv").read_bytes() == b"a"
