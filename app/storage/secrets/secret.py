"""A value that does not show itself: not in logs, not in reports, not in a pickle."""

from __future__ import annotations

import hmac
from typing import NoReturn, SupportsIndex


class Secret:
    """A text that only `reveal` tells."""

    __slots__ = ("__value",)

    def __init__(self, value: str) -> None:
        """Keep a text to itself."""
        self.__value = value

    def reveal(self) -> str:
        """The text."""
        return self.__value

    def __repr__(self) -> str:
        """Nothing of it, not even its length."""
        return "***"

    def __eq__(self, other: object) -> bool:
        """Compare without telling by the time it takes where two differ."""
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(self.__value.encode(), other.reveal().encode())

    __hash__ = None  # type: ignore[assignment] # no key of a dictionary, whose look-ups compare by hash

    def __reduce_ex__(self, protocol: SupportsIndex) -> NoReturn:
        """No copies in files or between processes."""
        message = "a secret is not written down"
        raise TypeError(message)
