"""What people agree to when they sign a contract, and whether a name is theirs."""

import unicodedata

from facilitators.models import Contract, Signature

FACILITATOR, PARTNER = Signature.Side.FACILITATOR, Signature.Side.PARTNER

# By paper, then by side; the sentence is kept with each signature as it stood there.
SENTENCES = {
    Contract.Paper.ONLINE: {
        FACILITATOR: "I have read this contract and agree to it. My name, typed here, is my "
        "signature.",
        PARTNER: "I have read this contract, I may sign it for {partner}, and I do. My name, typed "
        "here, is my signature.",
    },
    Contract.Paper.OUTSIDE: {
        FACILITATOR: "This document is what we agreed, and I have signed it.",
        PARTNER: "This document is what we agreed, and it was signed for {partner} by somebody who "
        "may.",
    },
}


def sentence(contract: Contract, side: str) -> str:
    """Return what somebody confirms who signs a contract for a side."""
    return SENTENCES[contract.paper][side].replace("{partner}", str(contract.partner))


def is_name_of(typed: str, *known: str) -> bool:
    """Whether a name that was typed is one of those we know, but for case, spaces and accents.

    Where we know none, any name will do.
    """
    names = set(filter(None, map(_letters, known)))
    return bool(_letters(typed)) and (not names or _letters(typed) in names)


def _letters(name):
    """Return the letters of a name, without case, accents and all that parts its words."""
    parted = unicodedata.normalize("NFKD", name).casefold()
    return "".join(character for character in parted if character.isalnum())
