"""M1: the memory of the window after a time of random use, against what it had when every page had been seen.

The whole hour is `python -m benchmarks --only M1 --minutes 60`; the usual run is short and finds what leaks fast.
"""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.child import run_child, told
from benchmarks.goals.goal import Part
from benchmarks.goals.ground import Ground
from benchmarks.goals.opening import ACCOUNT, own_copy
from benchmarks.windows import HANDS

SEED = 4
USE = f"""{HANDS}
dice = random.Random(int(sys.argv[4]))
minutes = float(sys.argv[3])
words = ("har", "oak", "2026", "ltd", "")


def now():
    gc.collect()
    pages = int(open("/proc/self/statm", encoding="ascii").read().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def something():
    page = frame.show_page(dice.choice([key for key in KEYS if key in frame.known]))
    quiet()
    table = getattr(page, "table", None)
    deed = dice.randrange(5)
    if table is not None and deed == 0:
        table.set_filter(dice.choice(words))
    elif table is not None and deed == 1:
        bar = table.view.verticalScrollBar()
        bar.setValue(dice.randrange(bar.maximum() + 1))
    elif table is not None and deed == 2:
        table.sort_by(dice.choice(table.model.columns).key, descending=dice.random() < 0.5)
    elif deed == 3:
        frame.palette_layer.open(dice.choice(words))
        wait(60)
        quiet()
        frame.palette_layer.close_layer()
    elif table is not None and table.shown_rows() and frame.current_key == "engagements":
        frame.show_page("engagement", dice.choice(table.shown_rows()).sow_id)
    quiet()


KEYS = "start week clients engagements time approvals billing invoices collections settings".split()
opened()
quiet()
for key in (*KEYS, *KEYS):
    if key in frame.known:
        frame.show_page(key)
        quiet()
# every kind of deed once: the palette, and the page of one engagement, are made when they are first asked for
frame.palette_layer.open("har")
wait(60)
quiet()
frame.palette_layer.close_layer()
frame.show_page("engagement", frame.show_page("engagements").table.shown_rows()[0].sow_id)
quiet()
for _turn in range(20):
    something()
first, half, deeds = now(), None, 0
began = time.perf_counter()
while (gone := time.perf_counter() - began) < 60 * minutes:
    something()
    deeds += 1
    if half is None and gone > 30 * minutes:
        half = now()
print(json.dumps({{"first": first, "half": half or first, "last": now(), "deeds": deeds}}), flush=True)
os._exit(0)
"""


def measure(ground: Ground) -> Iterator[Part]:
    """Seeded: the same deeds each time, as many as there is time for."""
    place = own_copy(ground, "used", ground.size, "EF")
    home = {"LOGNAME": ACCOUNT, "USER": ACCOUNT, "USERNAME": ACCOUNT}
    said = run_child("-c", USE, str(place.parent / "desk"), str(place), str(ground.minutes), str(SEED), **home)[1]
    facts = told(said)
    grown = facts["last"] - facts["first"]
    reason = (
        f"from {facts['first']:.0f} MB to {facts['half']:.0f} at half time and {facts['last']:.0f} at the end of"
        f" {ground.minutes:g} minutes, {facts['deeds']} deeds; what grows less and less is memory kept for a purpose"
    )
    yield Part("growth of memory", round(grown, 1), reason=reason, unit="MB")
