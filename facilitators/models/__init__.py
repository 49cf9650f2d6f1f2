"""Facilitators: who they are, what they may lead, when they can come, what they signed."""

from .accreditations import Accreditation
from .availability import Inquiry, Unavailability
from .contracts import (
    Contract,
    ContractFile,
    ContractStatusChange,
    Signature,
)
from .people import Facilitator, Suggestion, SuggestionStatusChange
from .texts import ContractTemplate

__all__ = [
    "Accreditation",
    "Contract",
    "ContractFile",
    "ContractStatusChange",
    "ContractTemplate",
    "Facilitator",
    "Inquiry",
    "Signature",
    "Suggestion",
    "SuggestionStatusChange",
    "Unavailability",
]
