"""`python -m app` and the script `watertight`."""

from __future__ import annotations

import faulthandler
import gc
import sys


def leave_no_core() -> None:
    """What is in memory, keys and all, is not written to the disk when the program dies of a signal."""
    if sys.platform == "win32":
        return
    import resource

    most = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (0, most))


def main() -> None:
    """Start the program and end with its exit code."""
    if sys.stderr is not None:
        faulthandler.enable()  # a death by a signal says where; the window keeps it in a file
    leave_no_core()
    gc.disable()  # nothing that is imported is garbage, and looking for some takes a tenth of the start
    from app.bootstrap import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
