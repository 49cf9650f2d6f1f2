"""The steps that people take with facilitators, each named with the verb they use."""

from .accrediting import accredit, accredit_many, renew, revoke
from .asking import answer_for_staff, answer_inquiry, ask_facilitator, ask_staff
from .forgetting import erase_contract
from .inviting import invite_facilitator
from .offering import amend, draw_up, expire, let_sign, offer, send_again, withdraw
from .signing import decline, end_early, sign, sign_for_partner

__all__ = [
    "accredit",
    "accredit_many",
    "amend",
    "answer_for_staff",
    "answer_inquiry",
    "ask_facilitator",
    "ask_staff",
    "decline",
    "draw_up",
    "end_early",
    "erase_contract",
    "expire",
    "invite_facilitator",
    "let_sign",
    "offer",
    "renew",
    "revoke",
    "send_again",
    "sign",
    "sign_for_partner",
    "withdraw",
]
