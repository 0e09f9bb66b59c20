"""A file is written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.kernel.files import write_whole


def test_a_file_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    target = tmp_path / "owed.csv"
    write_whole(target, b"one")
    write_whole(target, b"two")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("owed.csv", b"two")]


def test_what_cannot_be_written_leaves_what_was_there_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "owed.csv"
    target.write_bytes(b"one")

    def refuse(_self: Path, _target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OSError, match="No space"):
        write_whole(target, b"two")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("owed.csv", b"one")]
