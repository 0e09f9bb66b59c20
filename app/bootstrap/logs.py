"""The log file: rotated, redacted; an unexpected failure leaves its places there, and a report of its own."""

from __future__ import annotations

import faulthandler
import logging
import os
import re
import sys
import threading
import time
import traceback
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from app.kernel.problems import Problem

if TYPE_CHECKING:  # nobody needs it before something failed
    from app.bootstrap.crashes import Report

SIZE = 1_000_000
KEPT = 5
ALIVE = "running-"
"""The beginning of the name of a file that is empty, and gone when the program ends, unless it dies of a signal."""
logger = logging.getLogger("watertight")

_HIDDEN = "***"
_SECRETS = (
    (re.compile(r"\b([a-z][a-z0-9+.-]*://)[^/\s@]*@", re.IGNORECASE), rf"\1{_HIDDEN}@"),
    # of an address only the host: feeds carry their secret in the path as often as behind the question mark
    (re.compile(r"\b((?:https?|webcals?|ftp)://[^/?#\s\"'<>]+)[/?#][^\s\"'<>]+", re.IGNORECASE), rf"\1/{_HIDDEN}"),
    (re.compile(r"([?&][\w.-]+=)[^&\s\"'<>]+"), rf"\1{_HIDDEN}"),
    (re.compile(r"\b(pass\w*|pwd|token|secret|key)(\s*[=:]\s*)[^\s,;)]+", re.IGNORECASE), rf"\1\2{_HIDDEN}"),
    # recovery codes, and keys as hexadecimal digits
    (re.compile(r"\b[0-9a-z]{4}(?:-[0-9a-z]{4}){6}\b", re.IGNORECASE), _HIDDEN),
    (re.compile(r"\b(?=[a-z\s-]*\d)[0-9a-z]{4}(?:[-\s]+[0-9a-z]{4}){6}\b", re.IGNORECASE), _HIDDEN),
    (re.compile(r"\b(?=[a-z]*\d)[0-9a-z]{28}\b", re.IGNORECASE), _HIDDEN),
    (re.compile(r"\b[0-9a-f]{40,}\b", re.IGNORECASE), _HIDDEN),
    (re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){2,7}(?:\s?[A-Z0-9]{1,4})?\b"), _HIDDEN),
    (re.compile(r"\b[a-z]{2}\d{2}[0-9a-z]{11,30}\b", re.IGNORECASE), _HIDDEN),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), _HIDDEN),
)
"""What must not be kept outside the book, whoever writes it into a message, and what stands there instead."""

_folder: Path | None = None
_tell: Callable[[Report], object] | None = None


def redacted(text: str) -> str:
    """A text without passwords, addresses that open something, recovery codes, bank accounts and mail addresses."""
    for secret, instead in _SECRETS:
        text = secret.sub(instead, text)
    return text


class Redacting(logging.Formatter):
    """Writes an entry whole, then takes out what must not be kept; of an exception only where it happened."""

    def format(self, record: logging.LogRecord) -> str:
        """One entry; another handler may have written the exception's words into it, ours is no place for them."""
        words, record.exc_text = record.exc_text, None
        try:
            return redacted(super().format(record))
        finally:
            record.exc_text = words

    def formatException(self, ei: object) -> str:  # noqa: N802 - logging's name
        """The places of a failure, never its words."""
        from app.bootstrap.crashes import without_data

        return without_data(super().formatException(ei))  # type: ignore[arg-type]


def start_log(folder: Path) -> Path:
    """Write what happens to a rotated file; where an unexpected failure happened goes there too."""
    global _folder  # noqa: PLW0603 - one log of the process
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _folder = folder
    path = folder / "watertight.log"
    everything = logging.getLogger()  # libraries, too: their warnings would go to the screen as they are
    for known in [handler for handler in everything.handlers if isinstance(handler, RotatingFileHandler)]:
        everything.removeHandler(known)
        known.close()
    handler = RotatingFileHandler(path, maxBytes=SIZE, backupCount=KEPT, encoding="utf-8")
    handler.setFormatter(Redacting("%(asctime)s %(levelname)s %(name)s %(message)s"))
    for own in (logger, logging.getLogger("app")):
        own.setLevel(logging.INFO)
    everything.addHandler(handler)
    sys.excepthook = _report
    threading.excepthook = _report_of_thread
    return path


def tell_crashes(tell: Callable[[Report], object] | None) -> None:
    """Who is told of a failure that nobody caught; in whatever thread it happened."""
    global _tell  # noqa: PLW0603 - one window of the process
    _tell = tell


def _report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt) or sys.flags.dev_mode:
        sys.__excepthook__(kind, error, trace)
    if issubclass(kind, KeyboardInterrupt):
        return
    from app.bootstrap.crashes import without_data

    text = "".join(traceback.format_exception(kind, error, trace))
    code = f" {error.code}" if isinstance(error, Problem) else ""
    logger.critical("crash%s\n%s", code, without_data(text))
    if sys.stderr is not None:
        sys.stderr.write(without_data(text) + "\n")  # what the desktop may keep, too, has no word of a person's
    if _tell is not None:
        _tell(_written(text))
    else:
        _written(text)


def _report_of_thread(hook: threading.ExceptHookArgs) -> None:
    if hook.exc_value is not None and hook.exc_type is not SystemExit:
        _report(hook.exc_type, hook.exc_value, hook.exc_traceback)


def log_event(text: str) -> None:
    """Keep what the program did; never what somebody wrote, nor names of files."""
    logger.info(text)


def log_crash(text: str) -> Report:
    """Keep the places of a failed job; its report."""
    from app.bootstrap.crashes import without_data

    logger.error("a job failed\n%s", without_data(text))
    return _written(text)


def _written(trace: str) -> Report:
    from app.bootstrap.crashes import write_report

    return write_report(_folder, trace)


def watch_signals(folder: Path) -> Callable[[], None]:
    """When the program dies of a signal, its places go into a file of the folder; what ends the watch.

    The file has no name anybody had before: an earlier death stays to be told (`crashes.deaths`).
    """
    try:
        path = folder / f"{ALIVE}{os.getpid()}-{time.time_ns()}.txt"
        file = path.open("x", encoding="utf-8")
    except OSError:
        return lambda: None
    faulthandler.enable(file)

    def end() -> None:
        faulthandler.disable()
        file.close()
        path.unlink(missing_ok=True)

    return end
