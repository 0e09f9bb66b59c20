"""The license gate: what runs with the product is permissive, or LGPL and named here, and NOTICE names all of it."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]

PERMISSIVE = frozenset(
    "0BSD Apache-2.0 BSD-2-Clause BSD-3-Clause ISC MIT MIT-0 MIT-CMU PSF-2.0 Python-2.0 Unlicense Zlib".split()
)

LINKED = {
    "psycopg",
    "psycopg-binary",
    "pyside6-essentials",
    "python-stdnum",
    "recurring-ical-events",
    "shiboken6",
    "x-wr-timezone",
}
"""Used as separate libraries under the LGPL, which allows it; none of their code is in ours."""

READ_BY_A_PERSON = {
    "babel": "BSD-3-Clause",
    "backports-tarfile": "MIT",
    "jaraco-classes": "MIT",
    "pypdfium2": "BSD-3-Clause",  # or Apache-2.0, with PDFium under BSD-3-Clause
    "python-dateutil": "Apache-2.0",  # or BSD-3-Clause
    "reportlab": "BSD-3-Clause",
    "segno": "BSD-3-Clause",
    "sqlcipher3": "Zlib",  # SQLCipher under BSD-3-Clause, SQLite in the public domain, OpenSSL under Apache-2.0
}
"""Libraries whose metadata does not say it in the standard's words; what their license files say."""


def runtime() -> dict[str, metadata.Distribution]:
    """Every distribution that the product needs on this computer."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found: dict[str, metadata.Distribution] = {}
    visited: set[tuple[str, frozenset[str]]] = set()
    ahead = [Requirement(line) for line in project["dependencies"]]
    while ahead:
        wanted = ahead.pop()
        name = canonicalize_name(wanted.name)
        visit = (name, frozenset(wanted.extras))
        if visit in visited:
            continue
        visited.add(visit)
        found[name] = metadata.distribution(wanted.name)
        for line in found[name].requires or ():
            further = Requirement(line)
            extras = wanted.extras or {""}
            if further.marker is None or any(further.marker.evaluate({"extra": extra}) for extra in extras):
                ahead.append(further)
    return found


def verdict(name: str, distribution: metadata.Distribution) -> str:
    """Empty when the license is fine, else what is wrong."""
    about = distribution.metadata
    said = next((about[word].strip() for word in ("License-Expression", "License") if word in about), "")
    if name in LINKED:
        return "" if "LGPL" in said else f"{name} is on the list of linked libraries but says {said!r}"
    expression = READ_BY_A_PERSON.get(name, said)
    words = [word for word in re.split(r"\s+|[()]", expression) if word and word not in {"AND", "OR"}]
    if words and set(words) <= PERMISSIVE:
        return ""
    return f"{name} has the license {expression[:60]!r}: neither permissive nor on the list of linked libraries"


@pytest.fixture(scope="module")
def libraries() -> dict[str, metadata.Distribution]:
    return runtime()


def test_every_library_of_the_product_has_a_license_that_fits(libraries: dict[str, metadata.Distribution]) -> None:
    assert [said for name, found in libraries.items() if (said := verdict(name, found))] == []


def test_no_library_on_our_lists_has_left(libraries: dict[str, metadata.Distribution]) -> None:
    assert (LINKED | set(READ_BY_A_PERSON)) - set(libraries) == set()


def test_the_notice_names_every_library(libraries: dict[str, metadata.Distribution]) -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8").lower()
    assert [name for name in libraries if not re.search(rf"^  {re.escape(name)}\b", notice, re.MULTILINE)] == []


@pytest.mark.parametrize("bad", ["GPL-3.0-or-later", "MIT AND AGPL-3.0-only", "", "Proprietary"])
def test_the_gate_refuses_what_does_not_fit(bad: str, tmp_path: Path) -> None:
    folder = tmp_path / "stranger-1.0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text(
        f"Metadata-Version: 2.4\nName: stranger\nVersion: 1.0\nLicense-Expression: {bad}\n"
    )
    assert verdict("stranger", metadata.PathDistribution(folder))
