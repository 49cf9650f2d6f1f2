"""Numbers as people say them."""


def rounded(number: int) -> str:
    """Return a number of people as one says it: 15.1 million, or 358,000."""
    if number >= 999_950:
        return f"{number / 1_000_000:.1f} million"
    return f"{round(number, -3):,}" if number >= 1_000 else str(number)
