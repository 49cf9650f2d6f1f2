"""The records of the program, its places, and who asks for and serves them."""

from .answers import Acknowledgement, Answer, ApplicationDistrict, ChangeRequest, Reference
from .application import Application, ApplicationStatusChange, Offer
from .attachment import Attachment
from .calls import AnnualReport, CallAction, ProgressCall, ProgressCallStatusChange
from .commitments import Commitment, Requirement
from .confirmations import Confirmation, ConfirmationFile, ConfirmationStatusChange
from .criteria import Criterion
from .decisions import Announcement, Decision
from .draft import Draft, DraftSection
from .funding import FundingTerms
from .interviews import Interview, InterviewTime
from .likeness import MatchKey, NotTheSame
from .notes import Note
from .onboarding import OnboardingDone, OnboardingItem
from .partner import Membership, Partner
from .partner_years import (
    EventException,
    PartnerRequirement,
    PartnerYear,
    PartnerYearStatusChange,
    RequirementProposal,
)
from .places import County, District, Interest, Pin, Region, ZipCode
from .program import FaqEntry, Program, Round, Terms
from .questions import Question
from .references import ReferenceRequest
from .reminders import PartnerLetter, Reminder
from .reviews import AssignmentBatch, Recusal, Review, ReviewAssignment, Score
from .shares import ManagerShare
from .years import AttendingState, Course, ProgramEvent, ProgramYear, SchoolYear

# What public pages are drawn from: a change to any of these starts a new edition of them.
SHOWN = [
    Application,
    ApplicationStatusChange,
    AttendingState,
    Commitment,
    County,
    Course,
    District,
    FaqEntry,
    FundingTerms,
    Offer,
    Partner,
    Pin,
    Program,
    ProgramEvent,
    ProgramYear,
    Question,
    Region,
    Requirement,
    Round,
    SchoolYear,
    Terms,
    ZipCode,
]

UNSHOWN = [
    Acknowledgement,
    AnnualReport,
    Announcement,
    Answer,
    ApplicationDistrict,
    AssignmentBatch,
    Attachment,
    CallAction,
    ChangeRequest,
    Confirmation,
    ConfirmationFile,
    ConfirmationStatusChange,
    Criterion,
    Decision,
    Draft,
    DraftSection,
    EventException,
    Interest,
    Interview,
    InterviewTime,
    MatchKey,
    ManagerShare,
    Membership,
    NotTheSame,
    OnboardingDone,
    OnboardingItem,
    PartnerLetter,
    PartnerRequirement,
    PartnerYear,
    PartnerYearStatusChange,
    Note,
    ProgressCall,
    ProgressCallStatusChange,
    Recusal,
    Reference,
    ReferenceRequest,
    Reminder,
    RequirementProposal,
    Review,
    ReviewAssignment,
    Score,
]

__all__ = [*(model.__name__ for model in SHOWN + UNSHOWN), "SHOWN"]
