"""The steps that people take with facilitators, each named with the verb they use."""

from .accrediting import accredit, accredit_many, renew, revoke
from .asking import answer_for_staff, answer_inquiry, ask_facilitator, ask_staff
from .directory import address_changed, list_facilitator, unlist_facilitator
from .drafting import amend, draw_up
from .forgetting import erase_contract
from .inviting import (
    invite_again,
    invite_facilitator,
    invite_where_needed,
    take_back_invitation,
)
from .offering import expire, let_sign, offer, send_again, withdraw
from .signing import decline, end_early, sign, sign_for_partner
from .suggesting import decline_suggestion, suggest, suggest_oneself, take_up

__all__ = [
    "accredit",
    "accredit_many",
    "address_changed",
    "amend",
    "answer_for_staff",
    "answer_inquiry",
    "ask_facilitator",
    "ask_staff",
    "decline",
    "decline_suggestion",
    "draw_up",
    "end_early",
    "erase_contract",
    "expire",
    "invite_again",
    "invite_facilitator",
    "invite_where_needed",
    "let_sign",
    "list_facilitator",
    "offer",
    "renew",
    "revoke",
    "send_again",
    "sign",
    "sign_for_partner",
    "suggest",
    "suggest_oneself",
    "take_back_invitation",
    "take_up",
    "unlist_facilitator",
    "withdraw",
]
