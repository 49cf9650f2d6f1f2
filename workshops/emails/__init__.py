"""The mails of this app: one function a message, named for what happened."""

from .events import other_session, teacher_invited
from .running import left_in_progress, set_back

__all__ = ["left_in_progress", "other_session", "set_back", "teacher_invited"]
