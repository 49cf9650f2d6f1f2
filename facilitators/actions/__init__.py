"""The steps that people take with facilitators, each named with the verb they use."""

from .inviting import invite_facilitator

__all__ = ["invite_facilitator"]
