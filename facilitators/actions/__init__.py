"""The steps that people take with facilitators, each named with the verb they use."""

from .accrediting import accredit, accredit_many, renew, revoke
from .directory import address_changed, list_facilitator, unlist_facilitator
from .inviting import invite_again, invite_facilitator, take_back_invitation
from .suggesting import decline_suggestion, suggest, suggest_oneself, take_up

__all__ = [
    "accredit",
    "accredit_many",
    "address_changed",
    "decline_suggestion",
    "invite_again",
    "invite_facilitator",
    "list_facilitator",
    "renew",
    "revoke",
    "suggest",
    "suggest_oneself",
    "take_back_invitation",
    "take_up",
    "unlist_facilitator",
]
