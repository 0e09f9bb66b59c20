"""`python -m app` and the script `watertight`."""

from __future__ import annotations

import faulthandler
import gc
import sys


def main() -> None:
    """Start the program and end with its exit code."""
    if sys.stderr is not None:
        faulthandler.enable()  # a death by a signal says where; the window keeps it in a file
    gc.disable()  # nothing that is imported is garbage, and looking for some takes a tenth of the start
    from app.bootstrap import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
