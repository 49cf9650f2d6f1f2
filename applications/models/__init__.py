"""The records of the program, its places, and who asks for and serves them."""

from .answers import Acknowledgement, Answer, ApplicationDistrict, ChangeRequest, Reference
from .application import Application, ApplicationStatusChange, Offer
from .attachment import Attachment
from .commitments import Commitment, FundingTerms, Requirement
from .criteria import Criterion
from .decisions import Announcement, Decision
from .draft import Draft, DraftSection
from .interviews import Interview, InterviewTime
from .likeness import MatchKey, NotTheSame
from .notes import Note
from .partner import Membership, Partner
from .partner_years import PartnerRequirement, PartnerYear, PartnerYearStatusChange
from .places import County, District, Interest, Pin, Region, ZipCode
from .program import FaqEntry, Program, Round, Terms
from .questions import Question
from .references import ReferenceRequest
from .reviews import AssignmentBatch, Recusal, Review, ReviewAssignment, Score
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
    Announcement,
    Answer,
    ApplicationDistrict,
    AssignmentBatch,
    Attachment,
    ChangeRequest,
    Criterion,
    Decision,
    Draft,
    DraftSection,
    Interest,
    Interview,
    InterviewTime,
    MatchKey,
    Membership,
    NotTheSame,
    PartnerRequirement,
    PartnerYear,
    PartnerYearStatusChange,
    Note,
    Recusal,
    Reference,
    ReferenceRequest,
    Review,
    ReviewAssignment,
    Score,
]

__all__ = [*(model.__name__ for model in SHOWN + UNSHOWN), "SHOWN"]
