"""The records of the program, its places, and who asks for and serves them."""

from .answers import Acknowledgement, Answer, ApplicationDistrict, ChangeRequest, Reference
from .application import Application, ApplicationStatusChange, Offer
from .attachment import Attachment
from .commitments import Commitment, FundingTerms, Requirement
from .draft import Draft, DraftSection
from .notes import Note
from .partner import Membership, Partner
from .partner_years import PartnerRequirement, PartnerYear, PartnerYearStatusChange
from .places import County, District, Interest, Pin, Region, ZipCode
from .program import FaqEntry, Program, Round, Terms
from .questions import Question
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
    Answer,
    ApplicationDistrict,
    Attachment,
    ChangeRequest,
    Draft,
    DraftSection,
    Interest,
    Membership,
    PartnerRequirement,
    PartnerYear,
    PartnerYearStatusChange,
    Note,
    Reference,
]

__all__ = [*(model.__name__ for model in SHOWN + UNSHOWN), "SHOWN"]
