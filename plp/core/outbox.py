"""Writing mail: into the outbox, in the transaction of the change it reports."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType
from typing import NamedTuple

from plp.core.mail_html import html
from plp.core.mails import MailKind, fill_body, fill_line, register
from plp.core.models import MailText, Message
from plp.core.privacy.registry import is_nowhere

__all__ = [
    "Attachment",
    "MailKind",
    "attach",
    "attaches",
    "collected",
    "forget_links",
    "html",
    "register",
    "worded",
    "write",
]

_attachers = {}

_collected: ContextVar[list[Message] | None] = ContextVar("collected", default=None)
_worded: ContextVar[dict[str, list[str]]] = ContextVar("worded", default=MappingProxyType({}))


class Attachment(NamedTuple):
    """A file as it goes with a mail."""

    name: str
    content: bytes
    content_type: str


def write(
    kind: MailKind,
    *,
    occasion: str,
    to: str,
    reply_to: str = "",
    secret: str = "",
    attachment: str = "",
    **values,
) -> Message | None:
    """Write a mail for a worker to send; return None, and write nothing, if it is a repeat.

    Nor is any written to a person who was erased. The key is (kind, occasion, address): each goes
    once, and a second occasion still goes. `secret` is the part of the text that is blanked once it
    is sent. `attachment`, such as "application:42", is made at sending by the function that
    `attaches` "application".
    Raises ValueError if `values` are not exactly the placeholders of the kind.
    """
    if values.keys() != kind.placeholders.keys():
        wrong = ", ".join(sorted(values.keys() ^ kind.placeholders.keys()))
        raise ValueError(f"{kind.what}: given or left out by mistake: {wrong}")
    if not to:
        raise ValueError(f"{kind.what}: a mail to nobody")
    if is_nowhere(to):
        return None
    text = text_of(kind)
    message, is_new = Message.objects.get_or_create(
        what=kind.what,
        occasion=occasion,
        to=to.lower(),
        defaults={
            "reply_to": reply_to,
            "subject": fill_line(text.subject, values),
            "text": fill_body(text.body, values),
            "secret": secret,
            "attachment": attachment,
        },
    )
    if is_new and (mails := _collected.get()) is not None:
        mails.append(message)
    return message if is_new else None


@contextmanager
def collected() -> Iterator[list[Message]]:
    """Collect the mails that are written in a block, also if it is rolled back afterwards.

    A block inside another collects for both.
    """
    mails = []
    token = _collected.set(mails)
    try:
        yield mails
    finally:
        _collected.reset(token)
        if (outer := _collected.get()) is not None:
            outer.extend(mails)


@contextmanager
def worded(texts: dict[str, list[str]]) -> Iterator[None]:
    """Word some kinds of mail otherwise in a block: {kind: [subject, body]}, with placeholders."""
    token = _worded.set(texts)
    try:
        yield
    finally:
        _worded.reset(token)


def forget_links(secrets: Iterable[str]) -> None:
    """Drop waiting mails whose private link leads nowhere any more, and blank it in all others."""
    with_link = Message.objects.filter(secret__in=list(secrets))
    with_link.filter(status=Message.Status.WAITING).delete()
    for message in with_link:
        message.blank_secret()


def text_of(kind: MailKind) -> MailText | MailKind:
    """Return the text of a kind as staff want it, if it still fits, else as it came."""
    if kind.what in _worded.get():
        subject, body = _worded.get()[kind.what]
        return MailText(what=kind.what, subject=subject, body=body)
    text = MailText.objects.filter(what=kind.what).first()
    return text if text and not text.problems() else kind


def attaches(name: str) -> Callable:
    """Decorate the function that makes attachments of a name, from the key that follows it.

    It is called at sending and returns an Attachment, or None if there is nothing left to attach.
    """

    def decorate(make):
        if _attachers.setdefault(name, make) is not make:
            raise ValueError(f"Two functions attach “{name}”.")
        return make

    return decorate


def attach(reference: str) -> Attachment | None:
    """Make the attachment of a mail: "application:42" asks the function of that name for "42"."""
    name, _, key = reference.partition(":")
    return _attachers[name](key)
