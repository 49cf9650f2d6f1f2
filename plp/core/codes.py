"""Codes that people read aloud, type and print: no letter or digit that looks like another."""

import secrets

from django.db.models import Manager

# Without 0 O, 1 I L, 5 S, 8 B, 2 Z, and U V, of which hurried handwriting makes one another.
ALPHABET = "ACDEFGHJKMNPQRTWXY34679"
PATTERN = rf"[{ALPHABET}]{{4}}-[{ALPHABET}]{{3}}"


def new_code() -> str:
    """Return a random code such as K7M4-PXQ, one of 3 billion."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(7))
    return f"{letters[:4]}-{letters[4:]}"


def new_codes(number: int, beside: Manager) -> set[str]:
    """Return so many different codes that none of these records has."""
    codes = set()
    while len(codes) < number:
        codes |= {new_code() for _ in range(number - len(codes))}
        codes -= {*beside.filter(code__in=codes).values_list("code", flat=True)}
    return codes
