"""Steps that people take across several records."""

from .announcing import announce, discard_decision, make_ready, reword
from .assigning import assign, take_back_assignment, undo_assignments
from .criteria import drop_criterion, keep_criterion
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
from .erasing import delete_application, erase_application
from .interviews import (
    call_off,
    choose_time,
    decline_times,
    end_interview,
    hold_interview,
    propose_interview,
    set_time,
)
from .members import change_member, remove_member
from .merging import merge, take_for_likely, tell_apart
from .offering import answer_offer, lapse, offer, take_back
from .onboarding import finish_item, keep_onboarding_item, undo_item
from .partnering import (
    add_partner,
    close_partnership,
    confirm_year,
    end_partnership,
    invite_member,
    keep_partnership,
    not_renew_year,
    open_year,
    tell_waiting,
)
from .program import (
    clone_program,
    make_current,
    school_year_start,
    show_check_in_code,
    years_between,
)
from .references import (
    Answered,
    answer_reference,
    ask_references,
    remind_referee,
    waive_references,
)
from .reviewing import decline, reopen, request_changes, start_review, waitlist, withdraw
from .reviews import finish_review, lift_recusal, reopen_review, save_review, step_aside
from .sending import AlreadyApplied, NotComplete, send, send_changes
from .sessions import choose_session, session_of
from .writing import write_letter

__all__ = [
    "AlreadyApplied",
    "Answered",
    "Closed",
    "NotComplete",
    "add_file",
    "add_partner",
    "announce",
    "answer_offer",
    "answer_reference",
    "ask_references",
    "assign",
    "call_off",
    "change_member",
    "choose_session",
    "choose_time",
    "clone_program",
    "close_partnership",
    "confirm_year",
    "decline",
    "decline_times",
    "delete_application",
    "discard_decision",
    "discard_draft",
    "drop_criterion",
    "end_interview",
    "end_partnership",
    "erase_application",
    "finish_item",
    "finish_review",
    "hold_interview",
    "invite_member",
    "keep_criterion",
    "keep_onboarding_item",
    "keep_partnership",
    "lapse",
    "lift_recusal",
    "make_current",
    "make_ready",
    "merge",
    "not_renew_year",
    "offer",
    "open_year",
    "propose_interview",
    "remind_referee",
    "remove_file",
    "remove_member",
    "renew_link",
    "reopen",
    "reopen_review",
    "request_changes",
    "reword",
    "save_review",
    "save_section",
    "school_year_start",
    "send",
    "send_changes",
    "session_of",
    "set_time",
    "show_check_in_code",
    "start_again",
    "start_draft",
    "start_review",
    "step_aside",
    "take_back",
    "take_back_assignment",
    "take_for_likely",
    "tell_apart",
    "tell_waiting",
    "undo_assignments",
    "undo_item",
    "waitlist",
    "waive_references",
    "withdraw",
    "write_letter",
    "years_between",
]
