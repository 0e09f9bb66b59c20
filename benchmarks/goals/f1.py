"""F1: how long it takes until a window shows what another process committed, and what listening costs when nobody does.

The writer is a process of its own; its clock and the window's are the same. What listening costs is the feed's thread:
its time on the processor, and how often it woke.
"""

from __future__ import annotations

from collections.abc import Iterator

import psycopg

from benchmarks.big.sizes import SMALL
from benchmarks.child import run_child, told
from benchmarks.goals.goal import Part
from benchmarks.goals.ground import Ground
from benchmarks.goals.opening import ACCOUNT, own_copy
from benchmarks.goals.q4 import served
from benchmarks.windows import HANDS

TURNS = 20
WRITER = f"""
import random, sys, time
from app.bootstrap.opening import open_at
from app.bootstrap.sign_in import sign_in
from app.clients.commands import add_client

chance = random.Random(7)
book = open_at(sys.argv[1])
sign_in(book, "EF")
for turn in range({TURNS}):
    time.sleep(0.9 + chance.random())
    book.perform(add_client, name=f"Seen {{turn:03}}", country="GB", language="en-GB", currency="GBP")
    print(time.monotonic(), flush=True)
book.close()
"""
WINDOW = f"""{HANDS}
import subprocess
from app.bootstrap.hearing import Hearing

opened()
quiet()
while not (desk.backend.book.at_close and desk.findChildren(Hearing)):
    wait(20)
page = frame.show_page("clients")
quiet()
seen = {{}}


def look():
    for row in page.table.rows():
        if row.client.name.startswith("Seen"):
            seen.setdefault(row.client.name, time.monotonic())


page.table.arranged.connect(look)
writer = subprocess.Popen([sys.executable, "-c", {WRITER!r}, sys.argv[2]], stdout=subprocess.PIPE, text=True)
while writer.poll() is None or len(seen) < {TURNS}:
    wait(20)
    if writer.poll():
        raise SystemExit("the writer failed")
written = [float(line) for line in writer.stdout.read().split()]
late = [1000 * (seen[f"Seen {{turn:03}}"] - at) for turn, at in enumerate(written)]
quiet()
thread = next(one for one in __import__("threading").enumerate() if one.name == "change feed")
clock = time.pthread_getcpuclockid(thread.ident)


def woken():
    lines = open(f"/proc/self/task/{{thread.native_id}}/status", encoding="ascii").read().splitlines()
    return sum(int(line.split()[1]) for line in lines if "ctxt_switches" in line)


wait(2000)
idle = float(sys.argv[3])
before, turns = time.clock_gettime(clock), woken()
wait(int(1000 * idle))
busy, turns = time.clock_gettime(clock) - before, woken() - turns
print(json.dumps({{"late": late, "share": 100 * busy / idle, "woken": turns / idle}}), flush=True)
os._exit(0)
"""


def measure(ground: Ground) -> Iterator[Part]:
    """A file, then a shared book."""
    place = own_copy(ground, "heard", SMALL, "EF")
    yield from _heard(ground, "file", str(place))
    with served(SMALL) as url:
        with psycopg.connect(url.replace("+psycopg", "", 1)) as raw:
            raw.execute("UPDATE person SET os_account = %s WHERE initials = 'EF'", (ACCOUNT,))
        yield from _heard(ground, "PostgreSQL", url)


def _heard(ground: Ground, name: str, place: str) -> Iterator[Part]:
    home = {"LOGNAME": ACCOUNT, "USER": ACCOUNT, "USERNAME": ACCOUNT}
    seconds = 30 * ground.minutes
    folder = ground.folder / f"desk of {name}"
    facts = told(run_child("-c", WINDOW, str(folder), place, str(seconds), **home)[1])
    late = sorted(facts["late"])
    reason = f"half of {len(late)} within {late[len(late) // 2]:.0f} ms"
    yield Part(f"seen, {name}", round(late[-1]), reason=reason, unit="ms")
    yield Part(f"idle, {name}", round(facts["share"], 4), unit="% of a core")
    yield Part(f"woken, {name}", round(facts["woken"], 2), unit="a second")
