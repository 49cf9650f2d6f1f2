"""The steps that people take with facilitators, each named with the verb they use."""

from .accrediting import accredit, accredit_many, renew, revoke
from .inviting import invite_facilitator

__all__ = ["accredit", "accredit_many", "invite_facilitator", "renew", "revoke"]
