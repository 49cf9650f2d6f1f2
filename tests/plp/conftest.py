"""One kind of mail, and mails of it."""

from itertools import count

import pytest

from plp.core import outbox
from plp.core.mails import KINDS, MailKind, register
from plp.core.models import Message

_number = count(1)


@pytest.fixture
def kind():
    made = MailKind(
        what="kept-seat-offered",
        name="Seat offered",
        sent_when="When a seat is free again.",
        placeholders={"name": "Dana Whitlock", "link": "https://partners.example.org/seat"},
        subject="A seat for {name}",
        body="Dear {name},\n\nTake it: {link}",
    )
    yield register(made)
    del KINDS[made.what]


@pytest.fixture
def make_mail(kind):
    """Write a mail; fields that are named are set past the worker."""

    def make(to=None, *, name="Dana", link="https://x.example.org/s3cret", secret="", **fields):
        n = next(_number)
        message = outbox.write(
            kind,
            occasion=str(n),
            to=to or f"person{n}@example.org",
            reply_to="imani@example.org",
            secret=secret,
            attachment=fields.pop("attachment", ""),
            name=name,
            link=link,
        )
        Message.objects.filter(pk=message.pk).update(**fields)
        message.refresh_from_db()
        return message

    return make
