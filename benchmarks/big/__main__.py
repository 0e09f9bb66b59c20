"""`python -m benchmarks.big SIZE [PLACE]`: build a big firm into a file or an empty database, or into the cache."""

from __future__ import annotations

import sys
import time

from benchmarks.big.build import build, cached
from benchmarks.big.sizes import SIZES


def main(arguments: list[str]) -> int:
    """Build it and say what there is."""
    if not arguments or arguments[0] not in SIZES:
        print(f"{__doc__}\nSizes: {', '.join(SIZES)}")
        return 2
    size, started = SIZES[arguments[0]], time.perf_counter()
    if len(arguments) > 1:
        print(build(arguments[1], size))
    else:
        print(cached(size))
    print(f"{time.perf_counter() - started:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
