"""Files are written whole or not at all."""

from __future__ import annotations

from pathlib import Path


def write_whole(target: Path, content: bytes) -> None:
    """Write beside the target, then give the file its name in one step; what was there stays until then. OSError."""
    part = target.with_name(f".{target.name}.part")
    try:
        part.write_bytes(content)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
