"""What a window imports once a book is asked for comes behind it: its own thread has nothing to wait for."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from benchmarks.windows import HANDS

ROOT = Path(__file__).parents[2]
SCRIPT = f"""{HANDS}
import threading

window, found = threading.get_ident(), []


class Asked:
    def find_spec(self, name, path=None, target=None):
        if threading.get_ident() == window and name.partition(".")[0] == "app":
            found.append(name)


sys.meta_path.insert(0, Asked())
desk.start(None, use_demo=True)
while not desk.window.is_open:
    wait(20)
quiet()
while not desk.ahead._thread:  # the rooms of the other pages have begun to come
    wait(20)
pages = ("week", "clients", "engagements", "approvals", "billing", "invoices", "collections")
for key in pages:
    frame.ask_page(key)
    while frame.current_key != key:
        wait(20)
    quiet()
print(json.dumps({{"found": found, "pages": [key for key in pages if key in frame.known]}}), flush=True)
os._exit(0)
"""


def test_no_part_of_the_program_is_imported_by_the_window_while_a_book_opens_and_pages_come(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
    )
    facts = json.loads(told.stdout.splitlines()[-1])
    assert len(facts["pages"]) == 7
    assert facts["found"] == []
