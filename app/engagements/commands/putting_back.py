"""Signed terms only grow: when a command that signed a version is taken back, the terms of before are signed again."""

from __future__ import annotations

from collections.abc import Sequence

from app.engagements.commands.signing import sign
from app.engagements.records import SowVersion
from app.storage.reversal import Image
from app.storage.taking_back import stays
from app.storage.work import Work


@stays(SowVersion, unless=lambda version: version["number"] == 1)
def signed_again(work: Work, images: Sequence[Image]) -> None:
    """A further version, dated today, where the terms are other ones now."""
    for sow_id in sorted({image.after["sow_id"] for image in images if image.after is not None}):
        sign(work, sow_id=sow_id, signed_on=work.today)
