"""Workshops and who leads and attends them; teachers, events and communities."""

from .after import Certificate, Feedback, FeedbackAnswer, FeedbackQuestion
from .community import CommunityEvent, CommunityEventFile, CommunityEventStatusChange
from .enrollment import Attendance, Enrollment, EnrollmentStatusChange, WalkIn
from .events import EventRegistration, Said
from .planning import Blackout, PlanningWishes, WorkshopRules
from .roster import Cohort, CohortTeacher, KeptDistrictName, Teacher
from .schedule import CountedAnyway, Workshop, WorkshopStatusChange
from .sessions import Session
from .staffing import Assignment, AssignmentStatusChange, Booking
from .venues import ChecklistDone, ChecklistItem, ChecklistReminder, Supply, VenueSheet

__all__ = [
    "Assignment",
    "AssignmentStatusChange",
    "Attendance",
    "Blackout",
    "Booking",
    "Certificate",
    "ChecklistDone",
    "ChecklistItem",
    "ChecklistReminder",
    "Cohort",
    "CohortTeacher",
    "CommunityEvent",
    "CommunityEventFile",
    "CommunityEventStatusChange",
    "CountedAnyway",
    "Enrollment",
    "EnrollmentStatusChange",
    "EventRegistration",
    "Feedback",
    "FeedbackAnswer",
    "FeedbackQuestion",
    "KeptDistrictName",
    "PlanningWishes",
    "Said",
    "Session",
    "Supply",
    "Teacher",
    "VenueSheet",
    "WalkIn",
    "Workshop",
    "WorkshopRules",
    "WorkshopStatusChange",
]
