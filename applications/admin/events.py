"""What happened with an application, as its timeline says it."""

from datetime import datetime
from typing import NamedTuple


class Event(NamedTuple):
    """Something that happened with an application."""

    at: datetime
    what: str
    who: str = ""
    words: str = ""
    address: str = ""
    mails: tuple[tuple[str, str], ...] = ()  # to whom, and where each is read
