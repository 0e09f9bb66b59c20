"""Folders that are kept alike on several computers: told by the marks of such programs, without the programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.storage.synced import service_by_name, sync_service


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("Dropbox/Office", "Dropbox"),
        ("Dropbox (Alder & Finch)/Office", "Dropbox"),
        ("OneDrive/Office", "OneDrive"),
        ("OneDrive - Alder/Office", "OneDrive"),
        ("Google Drive/Office", "Google Drive"),
        ("GoogleDrive-ada@alder.example/My Drive", "Google Drive"),
        ("Nextcloud/Office", "Nextcloud"),
        ("iCloudDrive/Office", "iCloud"),
        ("Dropboxes we have seen/Office", ""),
        ("Documents/Watertight/Office", ""),
        ("My Nextcloud notes", ""),
    ],
)
def test_a_name_is_a_hint_and_no_proof(tmp_path: Path, folder: str, service: str) -> None:
    (tmp_path / folder).mkdir(parents=True)
    assert service_by_name(tmp_path / folder) == service
    assert sync_service(tmp_path / folder, {}) == ""


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("Library/CloudStorage/Box-Box/Office", "a cloud drive"),
        ("Library/Mobile Documents/com~apple~CloudDocs/Office", "iCloud"),
        ("Library/Mobile Documents/iCloud~md~obsidian/Office", "iCloud"),
        ("Mobile Documents/Office", ""),
    ],
)
def test_where_macos_keeps_what_is_in_a_cloud_is_known(tmp_path: Path, folder: str, service: str) -> None:
    (tmp_path / folder).mkdir(parents=True)
    assert sync_service(tmp_path / folder, {}) == service


@pytest.mark.parametrize(
    ("mark", "service"),
    [
        (".stfolder/", "Syncthing"),
        (".dropbox.cache/", "Dropbox"),
        (".dropbox", "Dropbox"),
        (".dropbox/", ""),
        (".nextcloudsync.log", "Nextcloud"),
        (".sync_1a2b3c4d5e6f.db", "Nextcloud"),
        ("._sync_1a2b3c4d5e6f.db", "Nextcloud"),
        ("sync_list.db", ""),
        (".owncloudsync.log", "ownCloud"),
        (".tmp.driveupload/", "Google Drive"),
        (".megaignore", "MEGA"),
    ],
)
def test_a_folder_that_is_kept_alike_is_known_by_what_lies_in_it(tmp_path: Path, mark: str, service: str) -> None:
    (tmp_path / "books" / "firm").mkdir(parents=True)
    if mark.endswith("/"):
        (tmp_path / mark).mkdir()
    else:
        (tmp_path / mark).touch()
    assert sync_service(tmp_path / "books" / "firm", {}) == service


def test_windows_says_itself_where_onedrive_is(tmp_path: Path) -> None:
    (tmp_path / "firm").mkdir()
    assert sync_service(tmp_path / "firm", {"OneDriveCommercial": str(tmp_path)}) == "OneDrive"
    assert sync_service(tmp_path / "firm", {"OneDrive": str(tmp_path / "other")}) == ""


def test_dropbox_says_itself_where_its_folders_are(tmp_path: Path) -> None:
    firm, other = tmp_path / "our papers" / "firm", tmp_path / "elsewhere"
    for one in (firm, other, tmp_path / ".dropbox"):
        one.mkdir(parents=True)
    kept = tmp_path / ".dropbox" / "info.json"
    kept.write_text(json.dumps({"business": {"path": str(firm.parent), "host": 1}, "personal": None}))
    assert sync_service(firm, {"HOME": str(tmp_path)}) == "Dropbox"
    assert sync_service(other, {"HOME": str(tmp_path)}) == ""
    kept.write_text("{")
    assert sync_service(firm, {"HOME": str(tmp_path)}) == ""


@pytest.mark.parametrize(
    ("name", "value", "service"),
    [
        ("com.apple.icloud.desktop", b"\x01", "iCloud"),
        ("com.apple.file-provider-domain-id", b"com.apple.CloudDocs.iCloudDriveFileProvider/1B5C", "iCloud"),
        ("com.apple.file-provider-domain-id", b"com.getdropbox.dropbox.fileprovider/1B5C", "a cloud drive"),
        ("com.apple.quarantine", b"0081", ""),
    ],
)
def test_desktop_and_documents_in_icloud_are_known_by_an_attribute(
    tmp_path: Path, name: str, value: bytes, service: str
) -> None:
    documents = tmp_path / "Documents"
    (documents / "Watertight").mkdir(parents=True)

    def attribute(folder: Path, asked: str) -> bytes | None:
        return value if (folder, asked) == (documents, name) else None

    assert sync_service(documents / "Watertight", {}, attribute) == service
    assert sync_service(tmp_path, {}, attribute) == ""


def test_a_link_into_the_cloud_leads_there(tmp_path: Path) -> None:
    real = tmp_path / "Library" / "Mobile Documents" / "com~apple~CloudDocs" / "Documents"
    real.mkdir(parents=True)
    (tmp_path / "Documents").symlink_to(real, target_is_directory=True)
    assert sync_service(tmp_path / "Documents", {}) == "iCloud"
