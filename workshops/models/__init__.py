"""Teachers and their groups, who comes to the program's events, and what a community does."""

from .community import CommunityEvent, CommunityEventFile, CommunityEventStatusChange
from .events import EventRegistration, Said
from .roster import Cohort, CohortTeacher, KeptDistrictName, Teacher

__all__ = [
    "Cohort",
    "CohortTeacher",
    "CommunityEvent",
    "CommunityEventFile",
    "CommunityEventStatusChange",
    "EventRegistration",
    "KeptDistrictName",
    "Said",
    "Teacher",
]
