"""The mails of this app: one function a message, named for what happened."""

from .annual_reports import report_reopened, report_sent
from .assigning import reviews_assigned, reviews_due, reviews_late, reviews_taken_back
from .calling import call_agreed, call_called_off, call_proposed
from .confirming import confirmation_returned
from .drafting import draft_idle, draft_started, link_again, link_renewed
from .interviews import (
    interview_agreed,
    interview_declined,
    interview_off,
    interview_off_to_interviewers,
    interview_proposed,
)
from .members import member_changed, member_removed
from .merging import applications_merged
from .offering import (
    next_in_line,
    offer_answered,
    offer_lapsed,
    offer_made,
    offer_taken_back,
    sign_again,
)
from .partnering import (
    partnership_ends,
    partnership_kept,
    region_free,
    region_open,
    waiting_open,
)
from .references import reference_asked, reference_due
from .reminding import week_ahead
from .renewing import renewals_waiting, year_answered, year_answered_for, year_opened
from .requirements import (
    proposal_answered,
    proposal_made,
    proposal_taken_back,
    requirement_changed,
)
from .reviewing import changes_requested, declined, reopened, waitlisted
from .sending import application_received, application_withdrawn, changes_sent
from .writing import partner_letter

__all__ = [
    "application_received",
    "application_withdrawn",
    "applications_merged",
    "call_agreed",
    "call_called_off",
    "call_proposed",
    "changes_requested",
    "changes_sent",
    "confirmation_returned",
    "declined",
    "draft_idle",
    "draft_started",
    "interview_agreed",
    "interview_declined",
    "interview_off",
    "interview_off_to_interviewers",
    "interview_proposed",
    "link_again",
    "link_renewed",
    "member_changed",
    "member_removed",
    "next_in_line",
    "offer_answered",
    "offer_lapsed",
    "offer_made",
    "offer_taken_back",
    "partner_letter",
    "partnership_ends",
    "partnership_kept",
    "proposal_answered",
    "proposal_made",
    "proposal_taken_back",
    "reference_asked",
    "reference_due",
    "region_free",
    "region_open",
    "renewals_waiting",
    "reopened",
    "report_reopened",
    "report_sent",
    "requirement_changed",
    "reviews_assigned",
    "reviews_due",
    "reviews_late",
    "reviews_taken_back",
    "sign_again",
    "waiting_open",
    "waitlisted",
    "week_ahead",
    "year_answered",
    "year_answered_for",
    "year_opened",
]
