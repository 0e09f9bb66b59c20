"""Watertight: the journey of a promise, from the first conversation to cash in the bank."""

from pathlib import Path

__version__ = "0.1.0"

# `app.resources` and `app.migrations` are packages that hold data. They stand beside this folder in a checkout and
# inside it in a wheel (force-include in pyproject.toml), and `importlib.resources.files("app.resources")` finds them in
# both: while they are not inside, the folder above is searched too. No symbolic links, which Windows checkouts break,
# and no editable installation. Installed copies never look outside their own folder.
_here = Path(__file__).resolve().parent
if not (_here / "resources").is_dir():
    __path__.append(str(_here.parent))
