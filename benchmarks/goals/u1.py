"""U1: how long the window's thread is blocked while somebody works in the firm: every page, filter, scrolling, a run
of forty invoices, an export, and all the while a backup is taken and checked. The program's own watch looks.
"""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.child import run_child, told
from benchmarks.goals.goal import Part
from benchmarks.goals.ground import Ground
from benchmarks.goals.opening import ACCOUNT, own_copy
from benchmarks.windows import HANDS

WALK = f"""{HANDS}
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

steps = {{}}


def step(name, act):
    QTest.keyClick(frame.windowHandle(), Qt.Key.Key_Shift)  # somebody is there: nothing waits for a rest
    watch.forget()
    began = time.perf_counter()
    act()
    quiet()
    worst = max(watch.stalls, key=lambda stall: stall.milliseconds, default=None)
    known = steps.get(name)
    if known is None or known["longest"] < watch.longest:
        steps[name] = {{
            "longest": round(watch.longest),
            "own": round(worst.own if worst else watch.most),
            "stack": [] if worst is None else list(worst.stack[-3:]),
            "beside": [] if worst is None else [place for place in worst.beside if "database" in place],
            "seconds": round(time.perf_counter() - began, 1),
        }}


def visit(key):
    # as the rail does it: a page whose room is still on its way is shown when it has come
    frame.ask_page(key)
    while frame.current_key != key:
        wait(20)


step("at rest", lambda: wait(3000))
step("open the book", opened)
for key in ("start", "week", "clients", "engagements", "approvals", "billing", "invoices", "collections"):
    if key in frame.known:
        step(f"page {{key}}", lambda: visit(key))
for key in ("clients", "engagements", "invoices", "time"):
    page = frame.show_page(key)
    table = page.table
    quiet()
    if key == "time":
        page.period.write("ever")
        step("all time listed", page._read_anew)
    for text in ("har", "harbor", ""):
        step("filter", lambda: (table.set_filter(text), wait(300)))
    bar = table.view.verticalScrollBar()

    def scroll():
        for turn in range(60):
            bar.setValue((bar.value() + (1 if turn < 30 else 20) * bar.pageStep()) % max(1, bar.maximum()))
            wait(16)

    step("scroll", scroll)
    step("jump", lambda: [(bar.setValue(bar.maximum() * turn % 97 // 97), wait(40)) for turn in range(0, 970, 31)])

from app.invoices.commands import issue_invoice
from app.invoices.domain import DraftState
from app.invoices.queries import run_rows

from app.invoices.ui.issuing import OneByOne

approved = [row for row in desk.backend.book.read(run_rows) if row.state is DraftState.APPROVED][:40]
frame.show_page("billing")
quiet()


def issue():
    # as the button of the billing run does it
    row = OneByOne(desk.operations, approved, issue_invoice, "", frame)
    row.start()
    while len(row.results) < len(approved):
        wait(20)


step("issue forty invoices", issue)
from app.exports.files import write_bundle
from app.exports.queries import export_books
from app.kernel.periods import Period

period = Period(date(2025, 8, 15), date(2026, 4, 30))
rows = []


def export():
    folder.mkdir(parents=True, exist_ok=True)

    def write(bundle):
        rows.append(sum(count for _target, count in bundle.rows))
        desk.operations.background(lambda _progress: write_bundle(Path(tempfile.mkdtemp(dir=folder)), bundle), print)

    desk.operations.read(export_books, write, period=period)


step("export", export)
from app.bootstrap.backing import backing_of

keeper = backing_of(desk)
keeper.attend()
quiet()
turns = []


def backed_up():
    def touched(act):
        QTest.keyClick(frame.windowHandle(), Qt.Key.Key_Shift)
        act()
        wait(200)

    keeper.now()
    while keeper.running is not None:
        for key in ("start", "week", "clients", "engagements", "collections"):
            touched(lambda: visit(key))
        page = frame.show_page("clients")
        for text in ("har", "harbor", ""):
            touched(lambda: page.table.set_filter(text))
        turns.append(1)


step("work while a backup is taken", backed_up)
if keeper.state.problem or keeper.state.last is None:
    raise RuntimeError(keeper.state.problem or "no backup was taken")
print(json.dumps({{"steps": steps, "issued": len(approved), "exported": rows, "turns": len(turns)}}), flush=True)
os._exit(0)
"""


def measure(ground: Ground) -> Iterator[Part]:
    """The longest block of each kind of step."""
    place = own_copy(ground, "walked", ground.size, "EF")
    home = {"LOGNAME": ACCOUNT, "USER": ACCOUNT, "USERNAME": ACCOUNT}
    facts = told(run_child("-c", WALK, str(place.parent / "desk"), str(place), **home)[1])
    for name, found in facts["steps"].items():
        where = " < ".join(reversed([_short(place) for place in found["stack"]]))
        beside = f"; beside it {_short(found['beside'][0])}" if found["beside"] else ""
        own = f"{found['own']} ms of it the window's own work"
        reason = f"{own}; {where or 'not seen'}{beside}; {found['seconds']} s in all"
        yield Part(name, found["longest"], reason=reason, unit="ms")


def _short(place: str) -> str:
    """`file.py:12 name` of a place."""
    file, _comma, rest = place.partition('", line ')
    line, _comma, name = rest.partition(", in ")
    parts = file.replace("\\\\", "/").rsplit("/", 2)
    return f"{'/'.join(parts[-2:])}:{line} {name}"
