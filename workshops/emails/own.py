"""The mail with a teacher's link to all that is theirs."""

from django.utils import timezone

from applications.models import Program
from plp.core import outbox
from plp.core.models import Message
from plp.core.outbox import MailKind, register
from workshops import own_links
from workshops.models import Teacher

MY_WORKSHOPS = register(
    MailKind(
        what="my-workshops",
        name="Link to one’s own workshops",
        sent_when="When a teacher has asked for the link to their own page.",
        placeholders={
            "name": "Ines Paperboat",
            "link": "https://partners.example.org/my-workshops/1/open/secret/",
            "contact": "partner@example.org",
        },
        subject="The link to your workshops",
        body="""\
Dear {name},

Here is the link that you asked for: {link}

It leads to your workshops: what you are enrolled in, your certificates, and all that we hold of \
you. Anyone who has it can read and change that, so keep it to yourself.

Questions: write to {contact}.""",
    )
)


def my_workshops(teacher: Teacher) -> Message | None:
    """Mail the link once a minute at most."""
    link = own_links.of_teacher(teacher)
    program = Program.objects.current().first()
    contact = program.contact_email if program else ""
    return outbox.write(
        MY_WORKSHOPS,
        occasion=f"{teacher.pk} {timezone.now():%Y-%m-%d %H:%M}",
        to=teacher.email,
        reply_to=contact,
        secret=link.secret,
        link=link.address("workshops:mine-open"),
        name=teacher.name,
        contact=contact,
    )
