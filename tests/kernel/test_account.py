"""The account that runs the program has a name, also where nothing knows one."""

from __future__ import annotations

import getpass
import os

import pytest

from app.bootstrap.second_start import name_of
from app.kernel.account import account_name
from app.storage.lock import this_holder
from app.storage.secrets.unlocking import this_account
from tests.books import NOW


@pytest.mark.parametrize(
    "raised", [KeyError("getpwuid(): uid not found: 4711"), OSError("No username set"), ImportError]
)
def test_an_account_without_a_name_is_told_by_its_number(
    monkeypatch: pytest.MonkeyPatch, raised: BaseException
) -> None:
    def nobody() -> str:
        raise raised

    monkeypatch.setattr(getpass, "getuser", nobody)
    monkeypatch.setattr(os, "getuid", lambda: 4711, raising=False)
    assert account_name() == "uid4711" == this_holder(NOW).account
    assert this_account().startswith("uid4711@")
    assert name_of("book").startswith("watertight-")
    monkeypatch.delattr(os, "getuid")
    assert account_name() == "unknown"
