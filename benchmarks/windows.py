"""Scripts of windows that are started, painted and ended: ours and bare ones. Each tells its facts as JSON and ends.

Ours do what `app.__main__` and `app.bootstrap` do first: no garbage is looked for, Qt is loaded through its door.
"""

from __future__ import annotations

HEAVY = ("sqlalchemy", "alembic", "reportlab", "icalendar", "keyring", "numpy", "pyqtgraph")
MEMORY = """
def memory():
    # the most there was since the program began: what the system says of a child counts its parent too
    try:
        lines = open("/proc/self/status", encoding="ascii").read().splitlines()
    except OSError:
        import resource
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024
"""
REPORT = f"""
import json, os, sys
app.processEvents()
{MEMORY}
heavy = [name for name in {HEAVY!r} if name in sys.modules]
print(json.dumps({{"heavy": heavy, "modules": len(sys.modules), "memory": memory()}}), flush=True)
os._exit(0)
"""
EMPTY = f"""
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1440, 900)
window.show()
{REPORT}"""
BARE = f"""
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView
app = QApplication([])
window = QMainWindow()
table = QTableView()
table.setModel(QStandardItemModel(40, 8))
window.setCentralWidget(table)
window.resize(1440, 900)
window.show()
{REPORT}"""
FRAME = f"""
from PySide6.QtWidgets import QApplication
from app.qt.frame import Frame
from app.qt.theme import Theme, prepare
prepare()
app = QApplication([])
theme = Theme(app)
theme.apply("light")
window = Frame(name="Watertight")
window.resize(1440, 900)
window.show()
{REPORT}"""
WHOLE = f"""
import gc
gc.disable()
from app.qt.loading import load_qt
load_qt()
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from app.bootstrap.desk import SIZE, Desk
from app.bootstrap.places import Places
from app.qt.theme import prepare
prepare()
app = QApplication([])
folder = Path(sys.argv[1])
desk = Desk(app, Places(folder / "books", folder / "config", folder / "logs", folder / "data"))
desk.window.frame.resize(*SIZE)
desk.window.frame.show()
{REPORT}"""
FILLED = """
import gc, json, os, sys, time
began = time.perf_counter()
gc.disable()
from app.qt.loading import load_qt
load_qt()
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from app.bootstrap.desk import SIZE, Desk
from app.bootstrap.places import Places
from app.qt.theme import prepare

place, watched = sys.argv[2], sys.argv[3] == "watched"
prepare()
app = QApplication([])
folder = Path(sys.argv[1])
desk = Desk(app, Places(folder / "books", folder / "config", folder / "logs", folder / "data"))
desk.window.frame.resize(*SIZE)
desk.window.frame.show()
app.processEvents()
painted = time.perf_counter() - began
spent = {"frame painted": time.process_time()}
stalls = []
if watched:
    from app.qt.watch import Watch
    watch = Watch(stalls.append, app)
    watch.start()
quiet = 0
def look():
    global quiet
    open_ = desk.window.is_open and bool(desk.window.frame.current_key) and desk.operations._pending == 0
    if time.perf_counter() - began > 300:
        sys.stderr.write("the first page was never filled")
        os._exit(3)
    if desk.window.is_open:
        spent.setdefault("libraries and book loaded, page built", time.process_time())
    quiet = quiet + 1 if open_ else 0
    if quiet > 2:
        facts = {
            "page": desk.window.frame.current_key,
            "painted": round(painted * 1000),
            "filled": round((time.perf_counter() - began) * 1000),
            "spent": spent | {"page read and filled": time.process_time()},
            "longest": round(watch.longest) if watched else None,
            "stalls": [[stall.milliseconds, stall.stack[-1] if stall.stack else ""] for stall in stalls],
        }
        print(json.dumps(facts), flush=True)
        os._exit(0)
timer = QTimer()
timer.timeout.connect(look)
timer.start(10)
def begin():
    if len(sys.argv) < 5:
        desk.start(place, use_demo=False)
        return
    # a locked book, by its code: without the keyring of whoever measures
    from app.qt.loading import make_classes
    from app.shell.keys import Typed
    make_classes(app.processEvents)
    desk.unlock(place, Typed(code=sys.argv[4]))
QTimer.singleShot(0, begin)
app.exec()
"""
HANDS = """
import gc, json, os, random, sys, tempfile, time
from app.qt.loading import load_qt
load_qt()
from datetime import date, timedelta
from pathlib import Path
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication
from app.bootstrap.desk import SIZE, Desk
from app.bootstrap.places import Places
from app.qt.theme import prepare
from app.qt.watch import Watch

prepare()
app = QApplication([])
folder = Path(sys.argv[1])
desk = Desk(app, Places(folder / "books", folder / "config", folder / "logs", folder / "data"))
frame = desk.window.frame
frame.resize(*SIZE)
frame.show()
app.processEvents()
watch = Watch(lambda stall: None, app)
watch.start()
def wait(milliseconds):
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def quiet(limit=300):
    end, calm = time.perf_counter() + limit, 0
    while calm < 4:
        wait(20)
        calm = calm + 1 if desk.operations._pending == 0 else 0
        if time.perf_counter() > end:
            raise TimeoutError(frame.current_key)


def opened():
    desk.start(sys.argv[2], use_demo=False)
    while not desk.window.is_open:
        wait(20)
"""
"""A window that can be opened on a book and worked with: `opened()`, `wait(ms)`, `quiet()`; `watch` watches it."""
