"""Who signs in, whether kept pages still hold, and the mails that go out."""

from plp.core.models.outbox import MailText, Message
from plp.core.models.pages import PageVersion
from plp.core.models.people import User, UserManager
from plp.core.models.privacy import Erasure, Retention

__all__ = ["Erasure", "MailText", "Message", "PageVersion", "Retention", "User", "UserManager"]
