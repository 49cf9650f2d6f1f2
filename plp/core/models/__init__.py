"""Who signs in or is invited to, whether kept pages still hold, and the mails that go out."""

from plp.core.models.invitations import Invitation
from plp.core.models.outbox import MailText, Message
from plp.core.models.pages import PageVersion
from plp.core.models.people import User, UserManager
from plp.core.models.privacy import Erasure, ErasureRequest, Retention

__all__ = [
    "Erasure",
    "ErasureRequest",
    "Invitation",
    "MailText",
    "Message",
    "PageVersion",
    "Retention",
    "User",
    "UserManager",
]
