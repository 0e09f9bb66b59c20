"""The ground of a book: what kind of disk and folder it is, told from what the system says, without such disks."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from app.storage import ground

MOUNTS = r"""22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
30 22 0:40 / /srv/office\040files rw,relatime - nfs4 office:/files rw,vers=4.2
31 22 0:41 / /home/ada/share rw,nosuid shared:9 master:2 - cifs //office/share rw
32 22 0:42 / /home/ada/remote rw - fuse.sshfs ada@office:/ rw
33 22 0:43 / /home/ada/disk rw - fuseblk /dev/sdb1 rw
34 30 254:1 / /srv/office\040files/local rw - ext4 /dev/vdb rw
35 33 0:44 / /home/ada/disk rw - 9p share rw
this line says nothing
"""


@pytest.mark.skipif(sys.platform == "win32", reason="paths of Unix")
@pytest.mark.parametrize(
    ("folder", "kind", "network"),
    [
        ("/home/ada/books", "ext4", False),
        ("/srv/office files/books", "nfs4", True),
        ("/srv/office files", "nfs4", True),
        ("/srv/office files/local/books", "ext4", False),
        ("/srv/office filesystem", "ext4", False),
        ("/home/ada/share/books", "cifs", True),
        ("/home/ada/remote/books", "fuse.sshfs", True),
        ("/home/ada/disk", "9p", True),
    ],
)
def test_the_nearest_mount_point_says_what_kind_of_disk_it_is(folder: str, kind: str, network: bool) -> None:
    found = ground.mounted(Path(folder), ground.points_of_mountinfo(MOUNTS))
    assert (found, ground.is_network(found)) == (kind, network)


@pytest.mark.skipif(sys.platform == "win32", reason="paths of Unix")
def test_macos_says_it_in_its_own_way() -> None:
    told = (
        "/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)\n"
        "//ada@office._smb._tcp.local/books on /Volumes/books (smbfs, nodev, nosuid, mounted by ada)\n"
    )
    points = ground.points_of_mount(told)
    assert ground.mounted(Path("/Users/ada"), points) == "apfs"
    assert ground.is_network(ground.mounted(Path("/Volumes/books/firm"), points))


@pytest.mark.parametrize(
    "kind", ["ext4", "btrfs", "xfs", "zfs", "apfs", "tmpfs", "overlay", "fuseblk", "fuse.lxcfs", ""]
)
def test_disks_of_this_computer_are_no_network(kind: str) -> None:
    assert not ground.is_network(kind)


def test_this_very_folder_lies_on_something(tmp_path: Path) -> None:
    assert sys.platform != "linux" or ground.file_system(tmp_path)


@pytest.mark.parametrize(
    "name",
    [
        "firm (Ada's conflicted copy 2026-04-30).watertight",
        "firm.sync-conflict-20260430-142000-ABCDEF.watertight",
        "firm (conflicted copy 2026-04-30 142000).watertight",
        "firm (Konflikt von Ada).watertight",
    ],
)
def test_a_conflicted_copy_beside_the_book_is_told(tmp_path: Path, name: str) -> None:
    book = tmp_path / "firm.watertight"
    book.touch(0o600)
    tmp_path.chmod(0o700)
    assert ground.warnings(book) == ()
    (tmp_path / name).touch()
    (tmp_path / "firm before 2026-04-30.watertight").touch()
    (found,) = ground.warnings(book)
    assert found.message == f"Beside the book lies {name}: two computers wrote it apart from each other."


@pytest.mark.skipif(sys.platform == "win32", reason="rights are bits of Unix")
def test_a_book_everybody_may_write_is_told(tmp_path: Path) -> None:
    book = tmp_path / "firm.watertight"
    book.touch()
    tmp_path.chmod(0o777)
    (found,) = ground.warnings(book)
    assert found.message == f"Everybody on this computer may change what lies in {tmp_path}."
    tmp_path.chmod(0o700)
    book.chmod(0o666)
    (found,) = ground.warnings(book)
    assert found.message == "Everybody on this computer may write into firm.watertight."


def test_little_room_is_told_in_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = tmp_path / "firm.watertight"
    book.touch(0o600)
    monkeypatch.setattr(ground, "free_room", lambda _folder: 199_999_999)
    (found,) = ground.warnings(book)
    assert found.message == "Only 199 MB are free on the disk of the book; 200 MB are wanted."
    monkeypatch.setattr(ground, "free_room", lambda _folder: 200_000_000)
    assert ground.warnings(book) == ()


def test_a_large_book_wants_three_times_its_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = tmp_path / "firm.watertight"
    with book.open("wb") as file:
        file.truncate(100_000_000)  # a hole: it takes no room itself
    book.chmod(0o600)
    monkeypatch.setattr(ground, "free_room", lambda _folder: 250_000_000)
    (found,) = ground.warnings(book)
    assert "250 MB are free" in found.message
    assert "300 MB are wanted" in found.message


def test_a_name_alone_is_told_and_nothing_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "Dropbox" / "Office"
    folder.mkdir(parents=True)
    folder.chmod(0o700)
    book = folder / "firm.watertight"
    book.touch(0o600)
    assert ground.refusal(book) is None
    (found,) = ground.warnings(book)
    assert found.message == f"{folder} is called like a folder that Dropbox keeps alike on several computers."
    (tmp_path / "Dropbox" / ".dropbox.cache").mkdir()
    refused = ground.refusal(book)
    assert refused is not None
    assert "is kept alike by Dropbox" in refused.message
