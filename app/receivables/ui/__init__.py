"""Cash on screen: what is owed, and payments as they come in."""

from __future__ import annotations

from app.receivables.ui.owed_list import late_sentence, tone_of
from app.receivables.ui.page import CollectionsPage
from app.receivables.ui.payment import PaymentDialog, ask_for_payment

__all__ = ["CollectionsPage", "PaymentDialog", "ask_for_payment", "late_sentence", "tone_of"]
