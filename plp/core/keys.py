"""Keys of records, as addresses name them: what is no key names no record."""

DIGITS = 18  # a key of more fits no column


def key_in(text: str | int | None) -> int | None:
    """Return the key that somebody's text is, or None where it is none."""
    text = "" if text is None else str(text)[: DIGITS + 1]
    is_key = text.isascii() and text.isdecimal() and len(text) <= DIGITS
    return int(text) if is_key else None
