"""Problems: expected failures, told to a person in one sentence with what to do next."""

from __future__ import annotations


class Problem(Exception):
    """What went wrong, where, and what to do.

    `code` is a stable word for programs ("invoice.not_approved"), `message` one sentence for people, `field` the
    field of a form it belongs to, `hint` the way out, `about` the record it was found at, such as "Invoice:12". Raised
    by commands, returned in lists by importers and checks.
    """

    def __init__(self, code: str, message: str, *, field: str | None = None, hint: str = "", about: str = "") -> None:
        """A problem with its code, sentence, field, hint and record."""
        super().__init__(code, message, field, hint)
        self.code = code
        self.message = message
        self.field = field
        self.hint = hint
        self.about = about

    def __str__(self) -> str:
        """The sentence and the way out."""
        return f"{self.message} {self.hint}".strip()

    def __repr__(self) -> str:
        """For logs: the code and the sentence."""
        return f"Problem({self.code!r}, {self.message!r})"

    def __reduce__(self) -> tuple[object, ...]:
        """Problems travel between processes."""
        return _rebuild, (self.code, self.message, self.field, self.hint, self.about)


def _rebuild(code: str, message: str, field: str | None, hint: str, about: str) -> Problem:
    return Problem(code, message, field=field, hint=hint, about=about)
