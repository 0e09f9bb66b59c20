"""The group of verbs, the options all share, and `demo`."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import click

from app import __version__
from app.cli.tools import Tools, answer, verb
from app.kernel.words import later

EXAMPLES = later("""\b
Examples:
  watertight demo ~/demo
  watertight --book ~/demo/*.watertight --as PR week
  watertight --as PR week --log "bri field 1.5 interviews"
  watertight --as GB bill --through 2026-04-30
  watertight --as GB issue --approved --pdf out --json

Exit code: 0 done, 1 refused (with the reason), 2 the command was not understood,
3 the program failed (with its report).""")


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}, epilog=EXAMPLES)
@click.option("--book", metavar="PATH|URL", help="The book to use; the one the window had open last if not given.")
@click.option("--as", "person", metavar="PERSON", help="Initials or name of the person who acts.")
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object: result and problems.")
@click.option("--read-only", is_flag=True, help="Only read the book; nothing of it is changed or locked.")
@click.option("--take-over", is_flag=True, help="Take the lock that another computer left behind.")
@click.option("--go-on", is_flag=True, help="Go on with a book that is older than it was here, or whose end is lost.")
@click.option("--demo", "use_demo", is_flag=True, help="Open the window on a fresh copy of the demo firm.")
@click.option("--watch", "watched", is_flag=True, help="Write to the log when the window hangs, and where.")
@click.version_option(__version__, prog_name="Watertight")
@click.pass_context
def watertight(
    context: click.Context,
    book: str | None,
    person: str | None,
    as_json: bool,
    read_only: bool,
    take_over: bool,
    go_on: bool,
    use_demo: bool,
    watched: bool,
) -> None:
    """Follow every promise from the first conversation to cash in the bank. Without a verb the window opens."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a pipe of an old code page shows "?" rather than failing
            stream.reconfigure(errors="replace")
    tools = context.ensure_object(Tools)
    tools.book, tools.person, tools.as_json = book, person, as_json
    tools.read_only, tools.take_over, tools.go_on = read_only, take_over, go_on
    if book is not None and "://" in book:
        from app.cli.unlocking import warn_of_password

        warn_of_password(book)
    if context.invoked_subcommand is None:
        how = {"read_only": read_only, "take_over": take_over, "go_on": go_on}
        context.exit(tools.open_window(book, use_demo, watched, **(how if any(how.values()) else {})))


@watertight.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@verb
def demo(tools: Tools, folder: Path) -> None:
    """Put a fresh copy of the demo firm into FOLDER. Its clock starts on 30 April 2026."""
    path = tools.demo_copy(folder)
    answer(tools, {"book": str(path)}, [str(path)])
