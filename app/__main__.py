"""`python -m app` and the script `watertight`."""

from __future__ import annotations

import sys


def main() -> None:
    """Start the program and end with its exit code."""
    from app.bootstrap import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
