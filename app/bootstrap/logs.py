"""The log file: rotated, without personal data or SQL parameters, and the report of a crash."""

from __future__ import annotations

import logging
import sys
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

SIZE = 1_000_000
KEPT = 5
logger = logging.getLogger("watertight")


def start_log(folder: Path) -> Path:
    """Write what happens to a rotated file; unexpected failures go there whole."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "watertight.log"
    handler = RotatingFileHandler(path, maxBytes=SIZE, backupCount=KEPT, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger("watertight")
    root.setLevel(logging.INFO)
    root.addHandler(handler)
    sys.excepthook = _report
    return path


def _report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    logger.critical("crash\n%s", "".join(traceback.format_exception(kind, error, trace)))
    sys.__excepthook__(kind, error, trace)


def log_crash(text: str) -> None:
    """Keep the report of a failed job."""
    logger.error("a job failed\n%s", text)
