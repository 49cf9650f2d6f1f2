"""The steps that people take with facilitators, each named with the verb they use."""

from .accrediting import accredit, accredit_many, renew, revoke
from .asking import answer_for_staff, answer_inquiry, ask_facilitator, ask_staff
from .forgetting import erase_contract
from .inviting import invite_facilitator

__all__ = [
    "accredit",
    "accredit_many",
    "answer_for_staff",
    "answer_inquiry",
    "ask_facilitator",
    "ask_staff",
    "erase_contract",
    "invite_facilitator",
    "renew",
    "revoke",
]
