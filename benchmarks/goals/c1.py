"""C1: a window with the burn chart over 2,000 points, painted, against an empty window."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.child import run_child, told
from benchmarks.goals.goal import Part
from benchmarks.goals.ground import Ground
from benchmarks.pair import Taken, compared, in_turn
from benchmarks.windows import EMPTY, REPORT

CHART = f"""
from app.qt.loading import load_qt
load_qt()
from datetime import date, timedelta
from PySide6.QtWidgets import QApplication, QMainWindow
from app.burn.ui.chart import BurnChart
from app.burn.ui.chart_data import ChartData, Point, Step
from app.kernel.formats import Formats
from app.kernel.money import Money
from app.qt.theme import Theme, prepare
prepare()
app = QApplication([])
Theme(app).apply("light")
first = date(2020, 1, 1)
top = Money(300_000_00, "GBP")
points = tuple(
    Point(first + timedelta(n), first + timedelta(n + 1), Money(100_00, "GBP"), Money(100_00 * n, "GBP"), top, None)
    for n in range(2000)
)
data = ChartData(
    first=first, last=points[-1].day, today=points[-1].day, begin=first, end=points[-1].day, points=points,
    steps=(Step(first, top, top, ()),), thresholds=((75, Money(225_000_00, "GBP")),), crossings=(), ahead=None,
    too_early=False, top=top,
)
window = QMainWindow()
chart = BurnChart(Formats("en-GB"))
chart.set(data, "Budget burn")
window.setCentralWidget(chart)
window.resize(1440, 900)
window.show()
{REPORT}"""


def measure(ground: Ground) -> Iterator[Part]:
    """From the start of the process to the first paint."""
    heavy: set[str] = set()
    modules: list[int] = []

    def ours() -> Taken:
        taken, text = run_child("-c", CHART)
        facts = told(text)
        heavy.update(name for name in facts["heavy"] if name in {"numpy", "pyqtgraph"})
        modules.append(facts["modules"])
        return taken

    one, other = in_turn((ours, lambda: run_child("-c", EMPTY)[0]), rounds=ground.rounds, before=lambda: None)
    pair = compared(one, other)
    yield Part(
        "processor",
        pair.ratio,
        pair,
        f"{modules[-1]} modules: the chart comes with its card and table, money with the formats of babel",
    )
    yield Part("heavy modules", len(heavy), reason=", ".join(sorted(heavy)), unit="")
