"""The log file: rotated, and the report of a crash without personal data: where it happened, never what was typed."""

from __future__ import annotations

import logging
import re
import sys
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from app.kernel.problems import Problem

SIZE = 1_000_000
KEPT = 5
logger = logging.getLogger("watertight")

_PLACE = re.compile(r'File ".*", line \d+, in .+')
_KIND = re.compile(r"(?:\w+\.)*\w*(?:Error|Exception|Problem|Interrupt|Exit|Warning|Iteration|Group)(?=:|\Z)")
_ABOUT_CODE = ("AttributeError", "ImportError", "ModuleNotFoundError", "NameError", "TypeError", "UnboundLocalError")
"""Failures whose message speaks of the program's own names, not of what somebody wrote."""
_BETWEEN = ("Traceback ", "During handling of ", "The above exception ")


def start_log(folder: Path) -> Path:
    """Write what happens to a rotated file; where an unexpected failure happened goes there too."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "watertight.log"
    for known in [handler for handler in logger.handlers if isinstance(handler, RotatingFileHandler)]:
        logger.removeHandler(known)
        known.close()
    handler = RotatingFileHandler(path, maxBytes=SIZE, backupCount=KEPT, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    sys.excepthook = _report
    return path


def _report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        code = f" {error.code}" if isinstance(error, Problem) else ""
        logger.critical("crash%s\n%s", code, without_data("".join(traceback.format_exception(kind, error, trace))))
    sys.__excepthook__(kind, error, trace)


def log_event(text: str) -> None:
    """Keep what the program did; never what somebody wrote, nor names of files."""
    logger.info(text)


def log_crash(text: str) -> None:
    """Keep the report of a failed job."""
    logger.error("a job failed\n%s", without_data(text))


def without_data(trace: str) -> str:
    """A trace with its places and kinds of failure. Messages can quote clients, notes or SQL parameters: they go."""
    kept: list[str] = []
    for line in trace.splitlines():
        bare = line.lstrip(" |+-")
        kind = _KIND.match(bare)
        if _PLACE.fullmatch(bare):
            kept.append(f"  {bare}")
        elif kind is not None and line[:1] != " ":
            kept.append(bare if kind[0] in _ABOUT_CODE else kind[0])
        elif bare.startswith(_BETWEEN):
            kept.append(bare)
    return "\n".join(kept)
