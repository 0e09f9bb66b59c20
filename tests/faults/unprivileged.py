"""Rights are no obstacle for root: what a test of rights does is done by somebody else, in a process of its own."""

from __future__ import annotations

import os
import pickle
import shutil
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NOBODY = 65534


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that everybody may enter; those of the test run are root's alone."""
    folder = Path(tempfile.mkdtemp(prefix="watertight-rights-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        for path in (folder, *(one for one in folder.rglob("*") if one.is_dir())):
            path.chmod(0o755)
        shutil.rmtree(folder)


def by_anybody(function: Callable[[], Any]) -> Any:
    """What a function gives when somebody without any privileges calls it."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:  # pragma: no cover - another process
        answer: tuple[bool, Any] = (False, "")
        try:
            if os.getuid() == 0:
                os.setgroups([])
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            answer = (True, function())
        except BaseException:  # noqa: BLE001 - told to the parent
            answer = (False, traceback.format_exc())
        os.write(writing, pickle.dumps(answer))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    fine, result = pickle.loads(told)  # noqa: S301 - our own process
    assert fine, result
    return result
