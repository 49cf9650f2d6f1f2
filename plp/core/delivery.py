"""Sending mail: takes one from the outbox, sends it, and says how that went."""

import logging
from smtplib import (
    SMTPException,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPResponseException,
)
from threading import Event

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.message import sanitize_address

from plp.core import outbox
from plp.core.models import Message

# Seconds that a mail server may stay silent; a mail is doubted long after that.
PATIENCE = 30

logger = logging.getLogger(__name__)


class Refused(Exception):
    """The mail server has certainly not taken a mail."""

    def __init__(self, reason, *, is_temporary):
        super().__init__(reason)
        self.is_temporary = is_temporary


def deliver(stop: Event) -> int:
    """Send all that is due, one by one, until told to stop; return how many were taken up."""
    number = 0
    while not stop.is_set() and (message := claim()):
        send(message)
        number += 1
    return number


def claim() -> Message | None:
    """Take the mail that is due the longest, or None; another worker may be quicker with some."""
    while message := Message.objects.due().first():
        if message.claim():
            return message
    return None


def send(message: Message) -> None:
    """Send a mail that was claimed; whatever goes wrong with it is written on it, not raised."""
    try:
        hand_over(make(message))
    except Refused as refusal:
        logger.warning("Mail %s was refused: %s", message.pk, refusal)
        message.mark_refused(refusal, is_temporary=refusal.is_temporary)
    except Exception as error:
        logger.exception("Mail %s is in doubt.", message.pk)
        message.mark_in_doubt(reason_of(error))
    else:
        message.mark_sent()


def make(message: Message) -> EmailMultiAlternatives:
    """Return a mail as text and HTML, with its attachment. Raises Refused if it cannot be made."""
    try:
        mail = EmailMultiAlternatives(
            message.subject,
            message.text,
            to=[message.to],
            reply_to=[message.reply_to] if message.reply_to else None,
            headers={"Auto-Submitted": "auto-generated"},
        )
        mail.attach_alternative(outbox.html(message.subject, message.text), "text/html")
        if message.attachment:
            attach(mail, message.attachment)
        serialize(mail)
    except Exception as error:
        logger.exception("Mail %s cannot be made.", message.pk)
        raise Refused(reason_of(error), is_temporary=False) from error
    return mail


def serialize(mail):
    """Do what sending will do with it, so that whatever cannot be sent shows before."""
    for address in [mail.from_email, *mail.recipients()]:
        sanitize_address(address, mail.encoding or settings.DEFAULT_CHARSET)
    mail.message().as_bytes()


def attach(mail, reference):
    attachment = outbox.attach(reference)
    if attachment is None:
        raise LookupError(f"There is nothing left to attach as {reference}.")
    mail.attach(*attachment)


def hand_over(mail: EmailMultiAlternatives) -> None:
    """Give a mail to the mail server.

    Raises Refused if the server has certainly not taken it. Any other exception leaves it in doubt.
    Each mail has a connection of its own: one that broke between two would put the second in doubt.
    """
    server = connect()
    try:
        server.send_messages([mail])
    except SMTPException as error:
        if is_refusal(error):
            raise Refused(reason_of(error), is_temporary=is_temporary(error)) from error
        raise
    finally:
        close(server)


def connect():
    server = None
    try:
        server = get_connection(timeout=settings.EMAIL_TIMEOUT or PATIENCE)
        server.open()
    except Exception as error:
        close(server)
        raise Refused(reason_of(error), is_temporary=True) from error
    return server


def is_refusal(error):
    """Whether the server has said no; when it says nothing, or nonsense, who knows."""
    codes = codes_of(error)
    said_no = bool(codes) and all(400 <= code < 600 for code in codes)
    return said_no or isinstance(error, SMTPNotSupportedError)


def is_temporary(error):
    return any(code < 500 for code in codes_of(error))


def codes_of(error):
    return [code for code, _ in answers(error)]


def answers(error):
    """Return what the server has answered, as code and words."""
    if isinstance(error, SMTPRecipientsRefused):
        return list(error.recipients.values())
    if isinstance(error, SMTPResponseException):
        return [(error.smtp_code, error.smtp_error)]
    return []


def reason_of(error):
    """Return an error in words for staff, beginning with what the server has said."""
    said = [f"{code} {words_of(words)}" for code, words in answers(error)]
    return "; ".join(said) or f"{type(error).__name__}: {error}"


def words_of(answer):
    return answer.decode(errors="replace") if isinstance(answer, bytes) else answer


def close(server):
    """Close a connection; what the server says to that changes nothing about the mail."""
    try:
        if server:
            server.close()
    except Exception:
        logger.warning("The mail server did not part in peace.", exc_info=True)
