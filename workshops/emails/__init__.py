"""The mails of this app: one function a message, named for what happened."""

from .events import other_session, teacher_invited
from .running import left_in_progress, set_back
from .venues import checklist_due, supply_sent

__all__ = [
    "checklist_due",
    "left_in_progress",
    "other_session",
    "set_back",
    "supply_sent",
    "teacher_invited",
]
