"""The steps that people take with facilitators, each named with the verb they use."""

from .forgetting import erase_contract
from .inviting import invite_facilitator

__all__ = ["erase_contract", "invite_facilitator"]
