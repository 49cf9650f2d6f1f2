"""The mails of this app: one function a message, named for what happened."""

from .events import other_session, teacher_invited
from .venues import checklist_due, supply_sent

__all__ = ["checklist_due", "other_session", "supply_sent", "teacher_invited"]
