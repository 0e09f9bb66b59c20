"""Help of the command line in the reader's language: click takes it at import, before any language is known."""

from __future__ import annotations

from inspect import cleandoc

import click
from click import core, decorators, exceptions, formatting, parser, types

from app.kernel.words import _, later, ngettext

_SOURCE: dict[tuple[int, str], str] = {}
"""What was written in the source, by the object and the field it stands in."""


def clicks_own_words() -> tuple[str, ...]:
    """What click itself says most often, for the catalogs."""
    return (
        ngettext("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)", 1),
        ngettext("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})", 1),
        later("Usage:"),
        later("Options"),
        later("Commands"),
        later("Positional arguments"),
        later("Show this message and exit."),
        later("Show the version and exit."),
        later("default: {default}"),
        later("required"),
        later("(dynamic)"),
        later("file"),
        later("directory"),
        later("path"),
        later("Aborted!"),
        later("Error: {message}"),
        later("Try '{command} {option}' for help."),
        later("Missing command."),
        later("Missing argument"),
        later("Missing option"),
        later("Missing parameter"),
        later("No such command {name!r}."),
        later("No such option {name!r}."),
        later("Option {name!r} does not take a value."),
        later("Argument {name!r} takes {nargs} values."),
        later("Choose from:\n\t{choices}"),
        later("Could not open file {filename!r}: {message}"),
        later("Invalid value: {message}"),
        later("Invalid value for {param_hint}: {message}"),
        later("{value!r} is not a valid {number_type}."),
        later("{name} {filename!r} does not exist."),
        later("{name} {filename!r} is a directory."),
        later("{name} {filename!r} is a file."),
        later("{name} {filename!r} is not readable."),
        later("{name} {filename!r} is not writable."),
    )


def speak(group: click.Group) -> None:
    """Say the help of all verbs in the language in use; click's own sentences come from the same catalogs."""
    for module in (core, decorators, exceptions, formatting, parser, types):
        vars(module)["_"] = _
        vars(module)["ngettext"] = ngettext
    _speak(group)


def _speak(command: click.Command) -> None:
    vars(command)["_help_option"] = None  # click keeps it with the words of the first time
    _say(command, "help")
    _say(command, "epilog")
    for option in command.params:
        _say(option, "help")
    if isinstance(command, click.Group):
        for verb in command.commands.values():
            _speak(verb)


def _say(holder: object, field: str) -> None:
    text = _SOURCE.setdefault((id(holder), field), cleandoc(getattr(holder, field, None) or ""))
    if text:
        setattr(holder, field, _(text))
