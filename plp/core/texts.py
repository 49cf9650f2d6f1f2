"""Text as people type it: what no database or file can hold is dropped, all else is kept."""

import re
from collections.abc import Iterable

# PostgreSQL takes no NUL, and half a surrogate pair cannot be written as UTF-8.
_unkeepable = re.compile("[\0\ud800-\udfff]")


def keepable(text: str) -> str:
    """Return text without NUL and lone surrogates."""
    return _unkeepable.sub("", text)


def count_words(text: str) -> int:
    """Return how many words a text has: what white space parts, as word processors count."""
    return len(text.split())


def counted(number: int, one: str) -> str:
    """Return "1 teacher" or "3 teachers": for words that take an s."""
    return f"{number:,} {one}{'' if number == 1 else 's'}"


def in_a_row(words: Iterable[str], last: str = "and") -> str:
    """Return "a, b and c"."""
    *first, end = words
    return f"{', '.join(first)} {last} {end}" if first else end
