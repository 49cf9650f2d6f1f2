"""The steps that people take with facilitators, each named with the verb they use."""

from .inviting import invite_facilitator
from .offering import amend, draw_up, expire, let_sign, offer, send_again, withdraw
from .signing import decline, end_early, sign, sign_for_partner

__all__ = [
    "amend",
    "decline",
    "draw_up",
    "end_early",
    "expire",
    "invite_facilitator",
    "let_sign",
    "offer",
    "send_again",
    "sign",
    "sign_for_partner",
    "withdraw",
]
