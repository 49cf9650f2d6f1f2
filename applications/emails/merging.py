"""The mail that tells an applicant that two applications are read as one."""

from applications.emails.addressing import (
    CODE,
    CONTACT,
    LINK,
    NAMED,
    PLACE,
    coded,
    placed,
    to_applicant,
)
from applications.models import Application
from plp.core.outbox import MailKind, register

MERGED = register(
    MailKind(
        what="applications-merged",
        name="Two applications read as one",
        sent_when="When staff have merged two applications of one organization; to the contact of "
        "each.",
        placeholders=CODE | LINK | PLACE | CONTACT | NAMED | {"merged": "P3QD-7RT"},
        subject="We read two applications as one: {merged} and {code}",
        body="""\
Dear {name},

We have two applications of your organization, {merged} and {code}. We read them as one from now \
on, under the code {code}: {organization} for {city}.

The other one, {merged}, is withdrawn; what it says stays with us and is read, too. You need not \
do anything.

See where it is: {link}

If these are not of the same organization, write to {contact} and mention {code}.""",
    )
)


def applications_merged(application: Application, stays: Application) -> None:
    """Write to the contact of each; where it is one and the same, once."""
    told = {}
    for each in [stays, application]:
        told.setdefault(each.contact_email, each)
    for address, each in told.items():
        to_applicant(
            MERGED,
            each.draft,
            address,
            occasion=application.changes.last().pk,
            name=each.contact_name,
            merged=application.code,
            **coded(stays.draft),
            **placed(stays),
        )
