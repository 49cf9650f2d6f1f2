"""Workshops and who leads and attends them; teachers, events and communities; money."""

from .after import Certificate, Feedback, FeedbackAnswer, FeedbackQuestion
from .community import CommunityEvent, CommunityEventFile, CommunityEventStatusChange
from .enrollment import Attendance, Enrollment, EnrollmentStatusChange, WalkIn
from .events import EventRegistration, Said
from .funding import FundingNeed, FundingTarget, OtherFunding, ProgramBudget
from .payables import Objection, Payable, PayableFile, PayableLine, PayableStatusChange
from .payments import (
    PaymentBatch,
    PaymentBatchFile,
    PaymentBatchStatusChange,
    TaxForm,
    TaxThreshold,
)
from .planning import Blackout, PlanningWishes, WorkshopRules
from .reimbursements import (
    FundedTeacher,
    Reimbursement,
    ReimbursementFile,
    ReimbursementLine,
    ReimbursementStatusChange,
)
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
    "FundedTeacher",
    "FundingNeed",
    "FundingTarget",
    "KeptDistrictName",
    "Objection",
    "OtherFunding",
    "Payable",
    "PayableFile",
    "PayableLine",
    "PayableStatusChange",
    "PaymentBatch",
    "PaymentBatchFile",
    "PaymentBatchStatusChange",
    "PlanningWishes",
    "ProgramBudget",
    "Reimbursement",
    "ReimbursementFile",
    "ReimbursementLine",
    "ReimbursementStatusChange",
    "Said",
    "Session",
    "Supply",
    "TaxForm",
    "TaxThreshold",
    "Teacher",
    "VenueSheet",
    "WalkIn",
    "Workshop",
    "WorkshopRules",
    "WorkshopStatusChange",
]
