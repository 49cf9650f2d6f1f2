"""Steps that people take across several records."""

from .deciding import answer_offer, offer, request_changes, withdraw
from .drafting import (
    Closed,
    add_file,
    discard_draft,
    remove_file,
    renew_link,
    save_section,
    start_again,
    start_draft,
)
from .erasing import erase_application
from .program import clone_program, make_current, school_year_start, years_between
from .sending import AlreadyApplied, NotComplete, send, send_changes

__all__ = [
    "AlreadyApplied",
    "Closed",
    "NotComplete",
    "add_file",
    "answer_offer",
    "clone_program",
    "discard_draft",
    "erase_application",
    "make_current",
    "offer",
    "remove_file",
    "renew_link",
    "request_changes",
    "save_section",
    "school_year_start",
    "send",
    "send_changes",
    "start_again",
    "start_draft",
    "withdraw",
    "years_between",
]
