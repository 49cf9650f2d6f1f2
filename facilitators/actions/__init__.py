"""The steps that people take with facilitators, each named with the verb they use."""

from .inviting import invite_facilitator
from .offering import amend, draw_up, expire, let_sign, offer, send_again, withdraw

__all__ = [
    "amend",
    "draw_up",
    "expire",
    "invite_facilitator",
    "let_sign",
    "offer",
    "send_again",
    "withdraw",
]
