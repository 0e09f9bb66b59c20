"""What every test run shares: Qt without a screen, nobody's own books, hypothesis profiles, PostgreSQL."""

from __future__ import annotations

import gc
import itertools
import os
import tempfile
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from app.kernel import words
from tests.examples import EVERYDAY
from tests.memory import in_memory

# Before Qt makes its application: no window ever appears, whatever the desktop's own setting is.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
# No test asks the keyring of whoever runs it; one that needs a keyring brings its own.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
# English, whatever the computer speaks; a test of another language says so.
os.environ["WATERTIGHT_LANGUAGE"] = "en"

# What is thrown away need not be written to a disk, unless somebody says where it shall be.
if "TMPDIR" not in os.environ and (memory := in_memory()):
    os.environ["TMPDIR"] = memory
    tempfile.tempdir = None

# `fcntl` and user accounts of the throw-away cluster exist on Linux and macOS.
pytest_plugins = [
    "tests.books",
    "tests.figures",
    "tests.measured",
    "tests.windows",
    *(["tests.clusters"] if os.name == "posix" else []),
]

# The same examples every day, so that a failure belongs to the change that brought it; `make soak` looks further.
settings.register_profile("everyday", max_examples=EVERYDAY, deadline=None, derandomize=True)
settings.register_profile(
    "soak", max_examples=3_000, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "everyday"))


@pytest.fixture(scope="module", autouse=True)
def _each_module_begins_with_the_usual_window() -> None:
    """What a window of the module before remembered and preferred is forgotten; its look is the light one again."""
    from PySide6.QtWidgets import QApplication

    from app.qt import memory, preferences, tokens
    from app.qt.theme import Theme

    memory.install(memory.Memory())
    preferences.current.now = preferences.Preferences()
    app = QApplication.instance()
    if isinstance(app, QApplication):
        for window in app.topLevelWidgets():
            if window.parent() is None:
                window.hide()
                window.deleteLater()
        delete_now()
        if (tokens.current.look, tokens.current.text_percent) != ("light", 100):
            Theme(app).apply("light")


_modules = itertools.count(1)


@pytest.fixture(scope="module", autouse=True)
def _what_is_loaded_is_not_looked_through_again() -> None:
    """After each test Python looks for garbage; what is in use when a module begins is set aside.

    What was set aside is looked through again only now and then: all of it takes half a second.
    """
    if next(_modules) % 20 == 0:
        gc.unfreeze()
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _qt_objects_die_between_tests(request: pytest.FixtureRequest) -> Iterator[None]:
    """No collection inside a paint event or in another thread (see `app.qt.collecting`): only here, after a test.

    Windows that a test closed are deleted now: without a running event loop `deleteLater` would wait for ever, and each
    later change of look would polish them all again.
    """
    gc.disable()
    yield
    if "qapp" in request.fixturenames:
        from PySide6.QtWidgets import QApplication

        from app.qt.frame import Frame

        for frame in QApplication.topLevelWidgets():
            if isinstance(frame, Frame) and not frame.isVisible():
                frame.deleteLater()
        delete_now()
        gc.collect()


def delete_now() -> None:
    """Carry out what `deleteLater` left for an event loop."""
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(autouse=True)
def _english_after_each_test() -> Iterator[None]:
    """What one test speaks is not heard in the next."""
    yield
    words.install("en")


@pytest.fixture(scope="session", autouse=True)
def _no_folders_of_the_person_at_the_keyboard() -> object:
    """A test that forgets to say where its book goes finds an empty place, never somebody's books."""
    with tempfile.TemporaryDirectory(prefix="watertight-home-") as folder, pytest.MonkeyPatch.context() as patch:
        for name in ("DATA_HOME", "CONFIG_HOME", "STATE_HOME", "CACHE_HOME", "DOCUMENTS_DIR"):
            patch.setenv(f"XDG_{name}", folder)
        for name in ("LOCALAPPDATA", "APPDATA"):
            patch.setenv(name, folder)
        yield
