"""Whom mails go to, and the words that most of them fill in."""

from applications import links
from applications.links import Purpose
from applications.models import Partner
from applications.models.partner import COLUMNS, Right
from plp.core import outbox
from plp.core.models import User

CODE = {"code": "K7M4-PXQ", "program": "Professional Learning Partner Program"}
LINK = {"link": "https://partners.example.org/secret"}
PLACE = {"organization": "Larkspur County Office of Education", "city": "Sacramento, CA"}
CONTACT = {"contact": "partner@example.org"}
NAMED = {"name": "Dana Whitlock"}


def to_applicant(kind, draft, to, *, occasion, purpose=Purpose.EDIT, **values):
    contact = draft.program.contact_email
    return outbox.write(
        kind,
        occasion=str(occasion),
        to=to,
        reply_to=contact,
        secret=links.secret(draft, purpose),
        link=links.address(draft, purpose),
        contact=contact,
        **values,
    )


def to_staff(kind, application, *, occasion, **values):
    outbox.write(
        kind,
        occasion=str(occasion),
        to=application.draft.program.contact_email,
        reply_to=application.contact_email,
        link=links.admin_page(application),
        code=application.code,
        **placed(application),
        **values,
    )


def to_all_sides(kind, application, *others, occasion, **values):
    """Write the same to the contact, the program, and others who are named."""
    contact = application.draft.program.contact_email
    for address in {application.contact_email, contact, *others}:
        outbox.write(
            kind,
            occasion=str(occasion),
            to=address,
            reply_to=contact,
            contact=contact,
            code=application.code,
            **placed(application),
            **values,
        )


def people_with(partner: Partner, *rights: Right) -> list[User]:
    """Return who has one of some rights and can sign in; all who can where nobody has."""
    members = [m for m in partner.memberships.select_related("user") if m.user.is_active]
    found = [m for m in members if any(getattr(m, COLUMNS[right]) for right in rights)]
    return [member.user for member in found or members]


def coded(draft):
    return {"code": draft.code, "program": draft.program.name}


def placed(application):
    return {"organization": application.organization, "city": str(application.pin)}


def in_a_line(applications):
    """Return who could be offered a region, in order: "1. Foundry Learning, waitlisted"."""
    return "\n".join(
        f"{number}. {application.organization}, {application.get_status_display().lower()}"
        for number, application in enumerate(applications, 1)
    )
