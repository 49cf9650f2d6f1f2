"""The mails of this app: one function a message, named for what happened."""

from .events import other_session, teacher_invited

__all__ = ["other_session", "teacher_invited"]
